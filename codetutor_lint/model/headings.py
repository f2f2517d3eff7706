"""Lines that read as a step's heading, in the spellings that models use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.fences import scan_fences
from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.steps import STEPS, Step
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.fences import Fence


class Heading(NamedTuple):
    """A line that reads as a step's heading: offsets into the text, and the step it names."""

    start: int
    end: int
    step: Step
    canonical: bool


def find_headings(text: str, fences: list[Fence] | None = None) -> list[Heading]:
    """The lines outside fences that read as a step's heading, in any spelling that models use."""
    lines = list(_candidates(text))
    if not lines:
        return []
    fences = scan_fences(text) if fences is None else fences
    return [
        heading
        for line in lines
        if not any(fence.start <= line.start() < fence.end for fence in fences) and (heading := _read(line))
    ]


def may_hold_headings(text: str) -> bool:
    """Whether any line of a YAML text, behind a step's margin, looks as if it read as a heading."""
    return any(_is_cued(line) for line in _IN_YAML.findall(text))


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """The lines that may be headings by their looks; their offsets count one line break more than ``text`` has."""
    return (line for line in _CANDIDATE.finditer("\n" + text) if _is_cued(line[0]))


def _is_cued(line: str) -> bool:
    """Whether a line has a word of a title."""
    folded = line.lower()
    return any(word in folded for word in _KEY_WORDS)


def _read(line: re.Match[str]) -> Heading | None:
    match = _heading_pattern().fullmatch(line[0], 1)
    step = _named(match) if match else None
    if not match or not step:
        return None
    start, end = (line.start() + offset - 1 for offset in match.span("line"))
    return Heading(start, end, step, match["line"] == step.heading)


# A heading begins with a mark, a digit, "step", an emoji or four capitals. The line break before it is found
# much faster than the beginning of a line. No letter that folds to one of these is lost: none of them is in ASCII.
# The signs of the common mistakes head none.
_BEGINNING = r"(?:[#*_]|[1-7](?![0-9\n])|[sS][tT][eE][pP]|[A-Z]{4}|(?!❌)(?!✅)[^\x00-\x7f])"
_CANDIDATE = lazy(rf"\n(?:{_BEGINNING}| {{1,3}}+{_BEGINNING})[^\n]*")
_IN_YAML = re.compile(rf"\n    (?:{_BEGINNING}| {{1,3}}+{_BEGINNING})[^\n]*")
_FULL = {title: step for step in STEPS for title in (step.title.lower(), *step.spellings)}
_SHORT = {title: step for step in STEPS for title in step.short_spellings}
_KEY_WORDS = ("analogy", "explanation", "example", "code", "visual", "diagram", "mistake", "practice", "task")
_EMOJI = "[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?"
_PATTERN: list[re.Pattern[str]] = []


def _heading_pattern() -> re.Pattern[str]:
    """Compiled when first needed: clean bodies hardly ever reach it. No run of spaces is unbounded."""
    if not _PATTERN:
        titles = "|".join(sorted((re.escape(title) for title in (*_FULL, *_SHORT)), key=len, reverse=True))
        pattern = rf"""
            [ ]{{0,3}}(?P<line>
            (?P<hash>\#{{1,6}}[ \t]{{1,3}})?  (?P<bold>\*{{2,3}}|__)?
            (?P<step>step[ \t])?
            (?:(?P<digit>[1-7])(?P<dot>\ufe0f?\u20e3|\ufe0f|[.):])?  [ \t]{{0,3}} [-–—:.]?  [ \t]{{0,3}})?
            (?P<inner>\*{{2,3}}|__)?
            (?:(?![❌✅]){_EMOJI}[ \t]{{0,3}})?
            (?P<title>{titles})
            (?:[ \t]\([^()\n]{{1,40}}\))?  :?  (?:\*{{2,3}}|__)?  :?
            (?:[ \t]{{1,3}}{_EMOJI})?  (?:[ \t]{{1,3}}\#{{1,6}})?
            )[ \t]*"""
        _PATTERN.append(re.compile(pattern, re.VERBOSE | re.IGNORECASE))
    return _PATTERN[0]


def _named(match: re.Match[str]) -> Step | None:
    """The step a candidate names. A full title needs a mark or capitals, a short one its own number."""
    title = match.group("title")
    digit = match.group("digit")
    marked = title.isupper() or any(match.group("hash", "bold", "inner"))
    if not marked and not (digit and any(match.group("step", "dot"))):
        return None
    step = _SHORT.get(title.lower())
    if step is None or digit != str(step.number):
        return _FULL.get(title.lower())
    return step
