"""The lines of an example that does not parse, read with the knowledge of which keys it has."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.shape_table import SHAPE
from codetutor_lint.model.steps import STEP_KEYS
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ANSWER_KEY = "answer"
PROSE_KEYS = ("question", "solution", *STEP_KEYS)
LIST_KEYS = tuple(key for key, row in SHAPE.items() if row[0] == "list")
KNOWN_KEYS = frozenset((*SHAPE, *STEP_KEYS))
STEP = 2  # spaces from one level to the next

PROPER, NO_SPACE, NO_COLON = "proper", "no-space", "no-colon"

_KEY = lazy(
    r"(?P<lead>[ \t\u00a0]*)"
    r"(?:(?P<key>[A-Za-z_][\w-]*)(?:(?P<proper>[ \t]*:(?=[ \t]|$))|(?P<close>:(?=\S))|(?=[ \t]|$)))?"
)
_HEADER = lazy(r"[|>](?:[-+]?[1-9]?|[1-9][-+])(?:[ \t]+#.*)?")
_FENCE = lazy(r"`{3,}(?=[^`]*$)|~{3,}")
# Within so many lines a fence is expected to be closed.
_LONGEST_FENCE = 300


class Line(NamedTuple):
    """One line: its offset in the source, its text, the white space before it, and the key it holds.

    ``key`` is a name with a colon behind it, or a known key without one, or empty; ``form`` says
    which. What stands behind key and colon begins ``rest_at`` characters into the line.
    """

    start: int
    text: str
    lead: str
    key: str
    form: str
    rest_at: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def indent(self) -> int:
        """The spaces that the line begins with."""
        return len(self.lead) - len(self.lead.lstrip(" "))

    @property
    def spaced(self) -> bool:
        """Whether there is nothing but spaces before the line."""
        return self.indent == len(self.lead)

    @property
    def value(self) -> str:
        return self.text[self.rest_at :].strip()

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def comment(self) -> bool:
        return self.text.startswith("#", len(self.lead))


class Layout(NamedTuple):
    """In which columns keys and steps stand, as most of them do, and how far text stands behind its key.

    ``placed`` are the keys that stand right.
    """

    top: int
    steps: int
    inset: int
    placed: frozenset[str]

    def expected(self, key: str) -> int:
        return self.steps if key in STEP_KEYS else self.top

    def is_exact(self, line: Line) -> bool:
        """Whether a line holds a known key, with its colon and in its column."""
        return line.form == PROPER and line.key in KNOWN_KEYS and line.spaced and line.indent == self.expected(line.key)


def read_lines(text: str) -> list[Line]:
    """The lines of a text, with their keys."""
    lines = []
    at = 0
    for line in text.split("\n"):
        lines.append(_line(at, line))
        at += len(line) + 1
    return lines


def _line(start: int, text: str) -> Line:
    match = _KEY.match(text)
    assert match
    key = match.group("key") or ""
    form = PROPER if match.group("proper") else NO_SPACE if match.group("close") else NO_COLON
    if not key or (form != PROPER and key not in KNOWN_KEYS):
        key, form = "", ""
    return Line(start, text, match.group("lead"), key, form, match.end() if key else len(match.group("lead")))


def lay_out(lines: Sequence[Line]) -> Layout:
    """Find the columns that most keys and texts stand in."""
    known = [line for line in lines if line.form == PROPER and line.key in KNOWN_KEYS and line.spaced]
    top = most_common((line.indent for line in known if line.key in SHAPE), 0)
    steps = most_common((line.indent for line in known if line.key in STEP_KEYS and line.indent > top), top + STEP)
    layout = Layout(top, steps, _inset(lines), frozenset())
    return layout._replace(placed=frozenset(line.key for line in known if layout.is_exact(line)))


def _inset(lines: Sequence[Line]) -> int:
    """How far the first line of a block stands behind its key, where it directly follows it."""
    pairs = [(line, below) for line, below in pairwise(lines) if is_header(line.value) and line.key in KNOWN_KEYS]
    insets = [below.indent - line.indent for line, below in pairs if below.spaced and not below.blank]
    return most_common((inset for inset in insets if inset > 0), STEP)


def most_common(indents: Iterable[int], default: int) -> int:
    """The most common of ``indents``, the smallest of several."""
    counts = Counter(indents)
    return max(counts, key=lambda indent: (counts[indent], -indent)) if counts else default


def is_header(value: str) -> bool:
    """Whether a value begins a block and is nothing else: ``|``, ``>-``, ``|  # comment``."""
    return _HEADER.fullmatch(value) is not None


def fits(line: Line) -> bool:
    """Whether a known key that is written or placed unusually has a value that makes it a key, no text."""
    value = line.value
    if line.key in PROSE_KEYS:
        return value[:1] in ("|", ">") or (not value and line.form == PROPER)
    kind = SHAPE[line.key][0]
    if kind == "choice":
        return value.strip("\"'") in SHAPE[line.key][2]
    if kind == "mapping":
        return not value or value.startswith("#")
    return "/" in value if kind == "text" else value.startswith("[") or (not value and line.form == PROPER)


def fence_spans(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The indexes of the first and the last line of each fence; one that stays open is left out."""
    at = 0
    while at < len(lines):
        opening = fence_marker(lines[at])
        closing = _closing(lines, at, opening) if opening else None
        if closing is not None:
            yield at, closing
            at = closing
        at += 1


def fence_marker(line: Line) -> str:
    """The backticks or tildes that a line begins with, if it can open a fence."""
    match = _FENCE.match(line.text, len(line.lead))
    return match.group() if match else ""


def _closing(lines: Sequence[Line], opened: int, marker: str) -> int | None:
    for at in range(opened + 1, min(len(lines), opened + _LONGEST_FENCE)):
        text = lines[at].text.strip()
        if text.startswith(marker) and not text.strip(marker[0]):
            return at
    return None
