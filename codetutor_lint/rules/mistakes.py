"""CT308 to CT310: mistakes that say why, and a task that asks for something and leaves it to the learner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.languages import is_code
from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.marks import RIGHT, WRONG
from codetutor_lint.model.prose import CODE_SPAN, count_words
from codetutor_lint.model.steps import MISTAKES_STEP, TASK_STEP
from codetutor_lint.rules.diagnostic import Problem
from codetutor_lint.rules.registry import ANSWER, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.answer import Answer
    from codetutor_lint.model.marks import Mark

# Longer than this a ❌ is more than a label. The shipped examples' longest ❌ whose reason is seen in its
# output alone has 9 words; labels as models write them ("Forgetting to close the file") have 2 to 8.
MAX_LABEL_WORDS = 14
MIN_SENTENCE_WORDS = 4  # fewer below the line are a label again ("Wrong:", "Right way:")
_SECOND_PART = lazy(r"(?:[:;,.(]|–|—)[ \n]+(?:[\w`*\"(]|“)|[ ]-[ ]|→|->|=>")
_CONSEQUENCE = (
    r"\b(?:because|since|so|otherwise|or|and|until|causes?|leads?|results?|raises?|throws?|crash(?:es)?|fails?|breaks?"
    r"|stops?|loses?|lost|hides?|hidden|ignored?|ignores|skips?|skipped|leaks?|forever|infinite(?:ly)?|silently|twice"
    r"|again|slow(?:er|ly|s)?|gives?|returns?|prints?|makes?|means?|becomes?|turns?|gets?|ends?|never|nothing"
    r"|(?:wo|does|do|is|are|ca)n['’]t|cannot|will|would|can|may|changes?|copies|shares?|drops?|deletes?|compares?"
    r"|creates?|reads?|runs?|waits?|blocks?|removes?|adds?|sees?|counts?|allows?|lets?|needs?|does|produces?|yields?"
    r"|evaluates?|overwrites?|keeps?|leaves?|an? \w*[Ee](?:rror|xception)|\w+(?:Error|Exception)|NaN|None|undefined)\b"
)
_COMMENT = lazy(r"(?:#|//|--|/\*|<!--)[ \t]*\w")


@rule("CT308", on=ANSWER, severity="warning")
def mistake_without_reason(answer: Answer) -> Iterator[Problem]:
    """A ❌ names a mistake but not what comes of it.

    Who doesn't know what goes wrong makes the mistake again. The reason may stand in the sentence,
    in a comment, in the `output` of the code, or behind the ✅.

    Bad: `❌ Forgetting the colon` and `✅ Use a colon`

    Good: `❌ Forgetting the colon: Python can't tell where the body begins.`
    """
    marks = answer.marks()
    for wrong, right, after in zip(marks, marks[1:], [*marks[2:], None], strict=False):
        if wrong.sign != WRONG or right.sign != RIGHT or _explains(wrong.text) or _explains(right.text):
            continue
        body = answer.bodies[MISTAKES_STEP]
        end = after.at if after else len(body)
        if not (
            _shows(answer, wrong.at, right.at) or _says_more(answer, wrong, right.at) or _says_more(answer, right, end)
        ):
            yield Problem(
                body.at(wrong.at),
                "❌ without a reason",
                "say what happens then, and why, or show it with code and its output",
            )


def _explains(label: str) -> bool:
    bare = CODE_SPAN.sub("code", label)
    return bool(_SECOND_PART.search(bare) or re.search(_CONSEQUENCE, bare)) or count_words(bare) > MAX_LABEL_WORDS


def _shows(answer: Answer, start: int, end: int) -> bool:
    """Whether code between two places of the mistakes shows what happens, in its output or a comment."""
    return any(
        start <= fence.start < end
        and (fence.language == "output" or (is_code(fence.language) and _COMMENT.search(fence.code)))
        for fence in answer.fences(MISTAKES_STEP)
    )


def _says_more(answer: Answer, mark: Mark, end: int) -> bool:
    """Whether a sentence follows below a mark's line."""
    start = answer.bodies[MISTAKES_STEP].find("\n", mark.at)
    if start < 0:
        return False
    below = [text[max(0, start - at) : max(0, end - at)] for at, text in answer.prose(MISTAKES_STEP)]
    return count_words("\n".join(below)) >= MIN_SENTENCE_WORDS


_REQUEST = (
    r"\?|\b(?i:write|create|make|build|implement|print|add|change|modify|extend|fix|repair|correct|find|count|calculate"
    r"|compute|define|declare|rewrite|refactor|convert|replace|remove|delete|sort|filter|show|display|predict|guess|draw"
    r"|sketch|explain|describe|compare|measure|prove|complete|finish|solve|reverse|swap|rename|choose|decide|identify"
    r"|simulate|reproduce|generate|translate|must|should|expected)\b"
    r"|(?:^|[.:!,] |\n)(?:[-*] |\d+[.)] )?[*_]*"
    r"(?i:list|name|code|program|model|design|develop|test|fill|sum|store|read|ask|return|log|commit|clone|rebase|merge|undo|move|copy|query|select|insert|update|style|given|take|turn|state|give"
    r"|parse|validate|check|run|set|install|configure|call|start|open|trace|spot|use|assert|let|put|go|goal|task)\b"
)
# A request with one of these alone needs something concrete beside it: code, a number, a quotation.
_VAGUE = (
    r"\b(?:try (?:it|this|that)?|practice|practise|experiment|play around|explore|have fun|apply|review|study|learn"
    r"|use (?:what|this|your|it|the)|your own|yourself|real project)\b"
)
_CONCRETE = ("`", "~~~", '"', "“", *"0123456789")
# "Practice using loops in your own programs until you feel comfortable." has 10 words; the shortest of
# the shipped tasks 22, all with code.
MAX_VAGUE_WORDS = 20


@rule("CT309", on=ANSWER, severity="warning")
def task_asks_for_nothing(answer: Answer) -> Iterator[Problem]:
    """The practice task asks for nothing, or for nothing in particular.

    A learner needs to know what to write and when it is done.

    Bad: `Practice using loops in your own programs.`

    Good: `Write double(n) so that print(double(4) + 1) shows 9.`
    """
    body = answer.bodies.get(TASK_STEP)
    if not body or not body.strip() or any(mark in body for mark in _CONCRETE):
        return
    vague = count_words(body) <= MAX_VAGUE_WORDS and re.search(_VAGUE, body, re.IGNORECASE)
    if vague or not re.search(_REQUEST, body):
        yield Problem(
            body.at(len(body) - len(body.lstrip())),
            "the task asks for nothing in particular",
            "say what to write, and what it must show in the end",
        )


_SOLUTION = (
    r"^[ ]{0,3}(?:#{1,6} |> |- )?[*_]{0,3}(?:(?:sample|example|possible|one possible|suggested|model) )?"
    r"solutions?\b[*_]{0,3}(?:[ ]\([^)\n]*\))?[*_]{0,3}[ ]?(?::|$)|^<summary>[^<\n]*solution"
)


@rule("CT310", on=ANSWER, severity="warning")
def solved_task(answer: Answer) -> Iterator[Problem]:
    """The practice task brings its own solution.

    The learner is to solve it; what it must show in the end is enough. In a file, a solution belongs
    to the key `solution`, where its code is run and not exported.

    Bad: `Solution:` and code below the task

    Good: `Expected output: 9`
    """
    body = answer.bodies.get(TASK_STEP)
    if body is None or "olution" not in body:
        return
    for offset, part in answer.prose(TASK_STEP):
        for match in re.finditer(_SOLUTION, part, re.MULTILINE | re.IGNORECASE):
            span = body.at(offset + match.start(), offset + match.end())
            found = match.group().strip("#>-*_ ")
            remedy = "leave it out" if answer.is_reply else "move it to the key 'solution'"
            yield Problem(span, f"'{found}' in the task", remedy)
