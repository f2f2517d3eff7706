"""An answer in seven steps: rendered for training, parsed from YAML or from what a model wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from codetutor_lint.model.fences import outside_fences, scan_fences
from codetutor_lint.model.source import Source, Span, Text
from codetutor_lint.model.steps import STEP_KEYS, STEPS, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document
    from codetutor_lint.model.fences import Fence

_OUTER_BLANK = re.compile(r"\A(?:[ \t]*\n)+")


class Entry(NamedTuple):
    """One step as an answer has it: under which name, where, and what it holds.

    ``key`` is None if the name is no step's. ``value`` is a ``Text``, or whatever stands there
    instead of one. ``canonical`` is false for a heading spelled in another way.
    """

    key: str | None
    name: str
    name_span: Span
    value: Any
    canonical: bool = True


class Heading(NamedTuple):
    """A line that reads as a step's heading: offsets into the text, and the step it names."""

    start: int
    end: int
    step: Step
    canonical: bool


class Answer:
    """The steps of one answer in the order they are written.

    ``bodies`` maps the key of each step that is there to its text. ``mapping_span`` is where a
    complaint about the answer as a whole stands. ``preamble`` is text before the first heading, and
    ``is_reply`` tells a model's reply from an answer in a file: a reply's fences carry no flags.
    """

    __slots__ = ("_fences", "bodies", "document", "entries", "is_reply", "mapping_span", "preamble", "source")

    def __init__(
        self,
        source: Source,
        entries: list[Entry],
        mapping_span: Span,
        *,
        is_reply: bool = False,
        preamble: Text | None = None,
        document: Document | None = None,
    ) -> None:
        self.source = source
        self.entries = entries
        self.mapping_span = mapping_span
        self.is_reply = is_reply
        self.preamble = preamble
        self.document = document
        self.bodies: dict[str, Text] = {}
        for entry in entries:
            if entry.key and isinstance(entry.value, Text):
                self.bodies.setdefault(entry.key, entry.value)
        self._fences: dict[str, list[Fence]] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and list(self.bodies.items()) == list(other.bodies.items())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Answer({dict(self.bodies)!r})"

    def fences(self, key: str) -> list[Fence]:
        """The fences of one step's body, scanned once."""
        found = self._fences.get(key)
        if found is None:
            found = self._fences[key] = scan_fences(self.bodies[key])
        return found

    def prose(self, key: str) -> Iterator[tuple[int, str]]:
        """The stretches of one step's body outside its fences, as (offset, text)."""
        yield from outside_fences(self.bodies[key], self.fences(key))

    def exported(self) -> Answer:
        """This answer as it is trained on: bodies without outer blank lines and fence flags."""
        source = Source(self.source.path, render(self.bodies))
        entries = [
            Entry(key, key, Span(0, 0), Text.plain(export_body(self.bodies[key]), source, Span(0, 0)))
            for key in STEP_KEYS
            if key in self.bodies
        ]
        return Answer(source, entries, Span(0, 0))


def answer_of(document: Document) -> Answer | None:
    """The answer of a document, however incomplete; None if it has no mapping ``answer``."""
    mapping = document.data.get("answer") if document.data else None
    if not isinstance(mapping, dict):
        return None
    entries = []
    seen: set[str] = set()
    for name, span in document.keys_at("answer"):
        key = name if name in STEP_KEYS else None
        value = mapping.get(name) if name not in seen else None
        seen.add(name)
        entries.append(Entry(key, name, span, value))
    return Answer(document.source, entries, document.key_span("answer"), document=document)


def render(bodies: dict[str, Text] | dict[str, str]) -> str:
    """The answer's text as a model is trained to write it; missing steps are left out.

    Heading, blank line, body, blank line, next heading; no fence flags, no newline at the end.
    """
    return "\n\n".join(f"{step.heading}\n\n{export_body(bodies[step.key])}" for step in STEPS if step.key in bodies)


def export_body(body: str) -> str:
    """A body as it is exported: no outer blank lines, and fences with a bare language."""
    body = _OUTER_BLANK.sub("", body).rstrip()
    if "```" not in body and "~~~" not in body:
        return str(body)
    parts = []
    at = 0
    for fence in scan_fences(body):
        if not fence.info_words:
            continue
        line_end = fence.code_start - 1 if fence.code_start <= len(body) and fence.code else body.find("\n", fence.info)
        line_end = line_end if line_end >= 0 else len(body)
        parts += [body[at : fence.info], fence.language]
        at = line_end
    return "".join(parts) + body[at:]


def parse(text: str, path: str = "<reply>") -> Answer:
    """Read an answer as a model wrote it. Never fails: what is missing is missing in ``bodies``.

    Headings inside fences don't count. A heading spelled in another way than ``render`` writes it
    is accepted and marked as not canonical.
    """
    source = Source(path, text)
    whole = Text.whole(source)
    headings = find_headings(whole)
    entries = []
    ends = [heading.start for heading in headings[1:]] + [len(whole)]
    for heading, end in zip(headings, ends, strict=True):
        body = _trimmed(whole, heading.end, end)
        span = Span(heading.start, heading.end)
        entries.append(Entry(heading.step.key, whole[heading.start : heading.end], span, body, heading.canonical))
    preamble = _trimmed(whole, 0, headings[0].start if headings else len(whole))
    return Answer(source, entries, Span(0, min(len(text), 1)), is_reply=True, preamble=preamble)


def find_headings(text: str, fences: list[Fence] | None = None) -> list[Heading]:
    """The lines outside fences that read as a step's heading, in any spelling that models use."""
    if not _heading_possible(text):
        return []
    found = []
    for offset, part in outside_fences(text, scan_fences(text) if fences is None else fences):
        for match in _heading_pattern().finditer(part):
            step = _named(match)
            if step:
                start = offset + match.start("line")
                end = offset + match.end("line")
                found.append(Heading(start, end, step, match.group("line") == step.heading))
    return found


def _trimmed(whole: Text, start: int, end: int) -> Text:
    blank = _OUTER_BLANK.match("\n" + whole[start:end])
    if blank and start:
        start += blank.end() - 1
    elif not start:
        start += len(whole[:end]) - len(_OUTER_BLANK.sub("", whole[:end]))
    length = len(whole[start:end].rstrip())
    return whole.part(start, start + length)


def _heading_possible(text: str) -> bool:
    folded = text.lower()
    return any(word in folded for word in _KEY_WORDS)


def _titles(step: Step) -> tuple[str, ...]:
    return (step.title.lower(), *step.spellings)


_KEY_WORDS = (
    "analogy",
    "explanation",
    "example",
    "visual",
    "diagram",
    "mistake",
    "practice",
    "mini task",
    "advanced code",
    "beginner code",
)
_BY_TITLE = {title: step for step in STEPS for title in _titles(step)}
_PATTERN: list[re.Pattern[str]] = []


def _heading_pattern() -> re.Pattern[str]:
    """Compiled when first needed: clean bodies hardly ever reach it."""
    if not _PATTERN:
        titles = "|".join(sorted((re.escape(title) for title in _BY_TITLE), key=len, reverse=True))
        _PATTERN.append(
            re.compile(
                r"^[ ]{0,3}(?P<line>(?P<hash>\#{1,6}[ \t]+)?(?P<bold>\*{2,3}|__)?[ \t]*"
                r"(?:step[ \t]+)?(?P<number>[1-7](?:\ufe0f?\u20e3|[.):]|\ufe0f)?[ \t]*[-–—:.]?[ \t]*)?(?P<bold2>\*{2,3}|__)?"
                rf"(?P<title>{titles})"
                r"[ \t]*(?P<colon>:)?[ \t]*(?:\*{2,3}|__)?[ \t]*:?(?:[ \t]+\#+)?)[ \t]*$",
                re.MULTILINE | re.IGNORECASE,
            )
        )
    return _PATTERN[0]


def _named(match: re.Match[str]) -> Step | None:
    """The step a candidate names: a bare title counts only in capitals or with a full title's mark."""
    title = match.group("title")
    marked = match.group("hash") or match.group("bold") or match.group("number") or match.group("bold2")
    if not marked and title != title.upper():
        return None
    return _BY_TITLE.get(re.sub(r"[ \t]+", " ", title.lower()))
