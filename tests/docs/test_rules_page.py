"""``docs/rules.md`` is what the rules say, and every link to it leads to its rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codetutor_lint.lint.reports.json import rule_url
from codetutor_lint.rules.pages import rules_page
from codetutor_lint.rules.registry import FAMILIES, load_rules

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rules.md"


def slugs(markdown: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#{1,6} (.+)$", markdown, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(), "run 'codetutor-lint schema --write'"


@pytest.mark.parametrize("code", list(load_rules()))
def test_a_report_links_to_the_rule(code: str) -> None:
    path, _, anchor = rule_url(code, load_rules()[code].name).partition("#")
    assert ROOT / path == PAGE
    assert anchor in slugs(rules_page())


def test_each_link_in_the_page_leads_to_a_heading() -> None:
    page = rules_page()
    links = re.findall(r"\]\(#([^)]+)\)", page)
    assert sorted(links) == sorted(set(links) & slugs(page))


@pytest.mark.parametrize("code", list(load_rules()))
def test_each_rule_is_in_a_family(code: str) -> None:
    assert code[:3] in FAMILIES
