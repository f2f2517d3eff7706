"""What a rule says (a problem), and what a report shows of it (a diagnostic)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.source import Location, Source, Span
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.secrets import mask_secrets

if TYPE_CHECKING:
    from collections.abc import Sequence

ERROR = "error"
WARNING = "warning"
SAFE = "safe"
UNSAFE = "unsafe"


class Edit(NamedTuple):
    """Replace the source text of ``span`` by ``content``."""

    span: Span
    content: str


class Fix(NamedTuple):
    """Edits that remove a problem; ``safe`` ones cannot change what the example means."""

    message: str
    edits: tuple[Edit, ...]
    applicability: str = SAFE


class Problem(NamedTuple):
    """One finding of a rule: where in the source, one line of what, the remedy, maybe a fix.

    ``severity`` overrides the rule's own. What a dataset rule finds in a file beside the examples names
    its ``source``; a problem of the dataset as a whole has none. ``advisory`` marks, on a model's reply, what only a
    fence's flag could settle.
    """

    span: Span
    message: str
    help: str = ""
    fix: Fix | None = None
    severity: str = ""
    source: Source | None = None
    advisory: bool = False


class Seen(NamedTuple):
    """A finding about several examples as it reads in one of them: the id, the key where it stands, the message."""

    example: str
    key: tuple[str | int, ...]
    message: str


class SharedProblem(NamedTuple):
    """One finding of a dataset rule, as seen from each example it is about, in the order of their ids.

    It is reported once, in the last of those that are checked. A comment in any of them suppresses it.
    """

    seen: tuple[Seen, ...]
    help: str = ""
    severity: str = ""


class PlacedEdit(NamedTuple):
    """An edit with its place as offsets and as people count."""

    content: str
    span: Span
    location: Location
    end_location: Location


class PlacedFix(NamedTuple):
    message: str
    edits: tuple[PlacedEdit, ...]
    applicability: str


class Diagnostic(NamedTuple):
    """A problem with its rule and its place; what every report format gets.

    ``excerpt`` is the source line at ``location``, for the format that shows it.
    """

    filename: str
    location: Location
    end_location: Location
    code: str
    name: str
    severity: str
    message: str
    help: str
    fix: PlacedFix | None
    excerpt: str
    span: Span
    advisory: bool = False


WHOLE_DATASET = Source("pyproject.toml", "")


def place(problem: Problem, code: str, name: str, severity: str, source: Source) -> Diagnostic:
    """Work out the lines and columns of a problem found in ``source``; secrets are starred out."""
    location = source.location(problem.span.start)
    return Diagnostic(
        filename=source.path,
        location=location,
        end_location=source.location(max(problem.span)),
        code=code,
        name=name,
        severity=problem.severity or severity,
        message=_masked(problem.message),
        help=_masked(problem.help),
        fix=_place_fix(problem.fix, source) if problem.fix else None,
        excerpt=_masked(source.line(location.row)),
        span=problem.span,
        advisory=problem.advisory,
    )


@lru_cache(maxsize=64)
def _masked(text: str) -> str:
    """A text without its secrets; many findings stand on one line, or say the same."""
    return mask_secrets(text)


def _place_fix(fix: Fix, source: Source) -> PlacedFix:
    edits = tuple(
        PlacedEdit(edit.content, edit.span, source.location(edit.span.start), source.location(edit.span.end))
        for edit in sorted(fix.edits)
    )
    return PlacedFix(fix.message, edits, fix.applicability)


def sort_key(diagnostic: Diagnostic) -> tuple[str, Location, str, str]:
    """Reports list by file, row, column, code."""
    return (diagnostic.filename, diagnostic.location, diagnostic.code, diagnostic.message)


def closest(word: str, allowed: Sequence[str]) -> str:
    """The one of ``allowed`` that ``word`` was meant to be, or an empty string."""
    if len(word) > _LONGEST_SLIP:
        return ""
    from difflib import get_close_matches

    found = get_close_matches(word, allowed, n=1) or get_close_matches(word.lower().replace("_", "-"), allowed, n=1)
    return found[0] if found else ""


def suggestion(better: str) -> str:
    """``; did you mean 'x'?``, or an empty string if there is nothing better."""
    return f"; did you mean '{better}'?" if better else ""


def did_you_mean(word: str, allowed: Sequence[str]) -> str:
    """``; did you mean 'x'?`` if ``word`` is close to one of ``allowed``, else an empty string."""
    return suggestion(closest(word, allowed))


def pair_misspelled(unknown: Sequence[str], missing: Sequence[str]) -> dict[str, str]:
    """Unknown names and the missing ones they were meant to be; each is meant once."""
    left = list(missing)
    meant: dict[str, str] = {}
    for name in unknown:
        better = closest(name, left) if left else ""
        if better:
            meant[name] = better
            left.remove(better)
    return meant


def quote_list(words: Sequence[str]) -> str:
    """``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def shortened(text: str) -> str:
    """What was found, fit to be quoted in a message: one line, and not too long."""
    line = re.sub(r"\s*\n\s*", " ", text)
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"


_LONGEST_SLIP = 40
_QUOTED = 60
