"""The rules' documentation, from the registry: one rule's page, and ``docs/rules.md`` with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.rules.registry import ANSWER, FAMILIES, load_rules

if TYPE_CHECKING:
    from codetutor_lint.rules.registry import Rule

_HEAD = """\
# Rules

What `codetutor-lint` can find. This page is generated from the rules' docstrings by
`codetutor-lint schema --write`; `codetutor-lint rule CODE` prints one of them.

An **error** has to go before an example is built, a **warning** is advice. Rules with a fix mend the file
with `codetutor-lint check --fix` (or `--unsafe-fixes`, where the fix may change what is said). Rules marked
*also for replies* grade a model's answers in `codetutor-lint evaluate`, too. How to suppress a finding is in
[CONTRIBUTING](../CONTRIBUTING.md#check-it).
"""


def rule_page(rule: Rule, heading: str = "#") -> str:
    """One rule's page in Markdown: code and name, severity, and what its docstring says."""
    fix = ", with a fix" if rule.fixable else ""
    replies = "; also for replies" if rule.on == ANSWER else ""
    return f"{heading} {rule.code} {rule.name}\n\n*{rule.severity}{fix}{replies}*\n\n{rule.page}\n"


def rules_page() -> str:
    """All rules in one page of Markdown, by family: a table, then their pages."""
    parts = [_HEAD]
    for prefix, title in FAMILIES.items():
        rules = [rule for code, rule in load_rules().items() if code.startswith(prefix)]
        if rules:
            parts.append(f"## {prefix}xx {title}\n\n{_table(rules)}")
            parts += [rule_page(rule, "###") for rule in rules]
    return "\n".join(parts)


def anchor(code: str, name: str) -> str:
    """The anchor that Markdown renderers give the heading of a rule's page."""
    return f"{code.lower()}-{name}"


def _table(rules: list[Rule]) -> str:
    rows = ["| rule | | | |", "|---|---|---|---|"]
    for rule in rules:
        summary = rule.summary.replace("|", "\\|")
        fix = "fix" if rule.fixable else ""
        link = f"[{rule.code} {rule.name}](#{anchor(rule.code, rule.name)})"
        rows.append(f"| {link} | {rule.severity} | {fix} | {summary} |")
    return "\n".join(rows) + "\n"
