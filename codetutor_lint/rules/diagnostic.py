"""What a rule says (a problem), and what a report shows of it (a diagnostic)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from codetutor_lint.model.source import Location, Source, Span

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

    ``severity`` overrides the rule's own. Dataset rules name the ``source`` the span belongs to; a
    problem of the dataset as a whole has none. ``advisory`` marks, on a model's reply, what only a
    fence's flag could settle.
    """

    span: Span
    message: str
    help: str = ""
    fix: Fix | None = None
    severity: str = ""
    source: Source | None = None
    advisory: bool = False


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
    """Work out the lines and columns of a problem found in ``source``."""
    location = source.location(problem.span.start)
    return Diagnostic(
        filename=source.path,
        location=location,
        end_location=source.location(max(problem.span)),
        code=code,
        name=name,
        severity=problem.severity or severity,
        message=problem.message,
        help=problem.help,
        fix=_place_fix(problem.fix, source) if problem.fix else None,
        excerpt=source.line(location.row),
        span=problem.span,
        advisory=problem.advisory,
    )


def _place_fix(fix: Fix, source: Source) -> PlacedFix:
    edits = tuple(
        PlacedEdit(edit.content, edit.span, source.location(edit.span.start), source.location(edit.span.end))
        for edit in sorted(fix.edits)
    )
    return PlacedFix(fix.message, edits, fix.applicability)


def sort_key(diagnostic: Diagnostic) -> tuple[str, Location, str, str]:
    """Reports list by file, row, column, code."""
    return (diagnostic.filename, diagnostic.location, diagnostic.code, diagnostic.message)


def did_you_mean(word: str, allowed: Sequence[str]) -> str:
    """``; did you mean 'x'?`` if ``word`` is close to one of ``allowed``, else an empty string."""
    from difflib import get_close_matches

    close = get_close_matches(word, allowed, n=1, cutoff=0.6) or get_close_matches(
        word.lower().replace("_", "-"), allowed, n=1, cutoff=0.6
    )
    return f"; did you mean '{close[0]}'?" if close else ""


def quote_list(words: Sequence[str]) -> str:
    """``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
