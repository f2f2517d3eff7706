"""Grading a reply with the rules that guard the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.evaluation.reply_code import RUN_FAILED, SYNTAX, WRONG_OUTPUT, blocks_of, parse_code, run_code
from codetutor_lint.model.answer import Asked, parse
from codetutor_lint.model.languages import LANGUAGES, teaches
from codetutor_lint.model.steps import CODE_STEPS, STEP_KEYS
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import ERROR, Diagnostic, Problem, place, sort_key
from codetutor_lint.rules.registry import ANSWER, Rule, is_structural, load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codetutor_lint.evaluation.replies import Reply
    from codetutor_lint.model.answer import Answer
    from codetutor_lint.snippets.executor import Executor

LONGEST = 256 * 1024
TOO_LONG, TRUNCATED, EMPTY, OUTSIDE, SPELLING = (
    "reply-too-long",
    "reply-cut-off",
    "reply-empty",
    "text-before-the-steps",
    "heading-misspelled",
)


class Verdict(NamedTuple):
    """One reply's grade: what was found, which rules were applied, which steps are bad.

    ``found`` are the codes of what counts; advisory findings and warnings don't decide on ``passed``.
    """

    reply: Reply
    diagnostics: list[Diagnostic]
    judged: frozenset[str]
    found: frozenset[str]
    bad_steps: frozenset[str]
    passed: bool


class Grader:
    """The answer rules that are in force, and what else a reply must do. Codes are rules' codes where there is one."""

    def __init__(self, codes: frozenset[str], executor: Executor | None = None) -> None:
        rules = load_rules()
        self._rules = [rule for rule in rules.values() if rule.on == ANSWER and rule.code in codes]
        self._by_name = {rule.name: rule for rule in rules.values()}
        self._executor = executor

    def grade(self, replies: Iterable[Reply]) -> list[Verdict]:
        """Grade replies, one after the other."""
        return [self.grade_one(reply) for reply in replies]

    def grade_one(self, reply: Reply) -> Verdict:
        """Grade one reply; whatever it is, this does not fail."""
        asked = Asked(reply.user, reply.language, reply.level, reply.mode)
        answer = parse(reply.reply[:LONGEST], reply.id)
        answer.asked = asked
        diagnostics: list[Diagnostic] = []
        judged = {TOO_LONG, TRUNCATED, EMPTY, OUTSIDE, SPELLING}
        diagnostics += [_own(answer, name, problem) for name, problem in _own_problems(reply, answer)]
        for stage in (True, False):
            rules = [rule for rule in self._rules if is_structural(rule.code) == stage]
            safe = [rule for rule in rules if stage or not diagnostics or rule.code.startswith("CT5")]
            judged.update(rule.code for rule in safe)
            diagnostics += [placed for rule in safe for placed in self._run(rule, answer)]
        diagnostics += self._code(answer, reply, judged)
        diagnostics.sort(key=sort_key)
        counted = [d for d in diagnostics if not d.advisory]
        errors = [d for d in counted if d.severity == ERROR]
        bad = frozenset(_bad_steps(answer, errors))
        return Verdict(reply, diagnostics, frozenset(judged), frozenset(d.code for d in counted), bad, not errors)

    def _run(self, rule: Rule, answer: Answer) -> Iterator[Diagnostic]:
        for problem in rule.check(answer):
            yield place(problem, rule.code, rule.name, rule.severity, answer.source)

    def _code(self, answer: Answer, reply: Reply, judged: set[str]) -> Iterator[Diagnostic]:
        blocks = blocks_of(answer)
        for key in CODE_STEPS:
            wanted = reply.language in LANGUAGES or reply.language == "none"
            if wanted and key in answer.bodies and not _teaches(answer, key, reply.language):
                body = answer.bodies[key]
                yield self._named("missing-code", Problem(body.at(0), f"no {reply.language} code in this step"), answer)
        judged.update(self._code_of(name) for name in ("missing-code", SYNTAX))
        for name, problem in parse_code(blocks):
            yield self._named(name, problem, answer)
        if self._executor is not None:
            judged.update(self._code_of(name) for name in (RUN_FAILED, WRONG_OUTPUT))
            for name, problem in run_code(blocks, self._executor):
                yield self._named(name, problem, answer)

    def _code_of(self, name: str) -> str:
        return self._by_name[name].code if name in self._by_name else name

    def _named(self, name: str, problem: Problem, answer: Answer) -> Diagnostic:
        return place(problem, self._code_of(name), name, ERROR, answer.source)


def _own_problems(reply: Reply, answer: Answer) -> Iterator[tuple[str, Problem]]:
    """What only a reply can have, and no rule of the data knows."""
    end = answer.source.text
    whole = answer.mapping_span
    if reply.truncated:
        yield TRUNCATED, Problem(whole, "cut off before its end (finish reason 'length')")
    if len(reply.reply) > LONGEST:
        yield TOO_LONG, Problem(whole, f"{len(reply.reply)} characters; read up to {LONGEST}")
    if not end.strip():
        yield EMPTY, Problem(whole, "an empty reply")
        return
    if answer.preamble is not None and answer.preamble.strip() and answer.entries:
        yield OUTSIDE, Problem(answer.preamble.at(0), "text before the first step")
    for entry in answer.entries:
        if not entry.canonical:
            yield SPELLING, Problem(entry.name_span, f"heading {entry.name!r} is spelled in another way")


def _own(answer: Answer, name: str, problem: Problem) -> Diagnostic:
    return place(problem, name, name, ERROR, answer.source)


def _teaches(answer: Answer, key: str, language: str) -> bool:
    return any(fence.info_words and teaches(fence.language, language) for fence in answer.fences(key))


def _bad_steps(answer: Answer, errors: list[Diagnostic]) -> Iterator[str]:
    """The steps that are missing, and those with an error in them."""
    yield from (key for key in STEP_KEYS if key not in answer.bodies)
    errors = [error for error in errors if error.span != answer.mapping_span]
    for entry in answer.entries:
        body = answer.bodies.get(entry.key or "")
        if (
            body is not None
            and entry.key
            and any(entry.name_span.start <= e.span.start <= body.span.end for e in errors)
        ):
            yield entry.key
