"""An answer in seven steps: rendered for training, parsed from YAML or from what a model wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codetutor_lint.model.fences import fences_of, prose_of, scan_fences
from codetutor_lint.model.headings import find_headings
from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.marks import find_marks
from codetutor_lint.model.modes import DEFAULT_MODE
from codetutor_lint.model.source import Source, Span, Text
from codetutor_lint.model.steps import MISTAKES_STEP, STEP_BY_KEY, STEP_KEYS, STEPS
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document
    from codetutor_lint.model.fences import Fence
    from codetutor_lint.model.marks import Mark

_OUTER_BLANK = lazy(r"\A(?:[ \t]*\n)+")


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


class Asked(NamedTuple):
    """What an answer replies to, as far as it is known; a rule that needs what is empty says nothing."""

    question: str = ""
    language: str = ""
    level: str = ""
    mode: str = ""


class Answer:
    """The steps of one answer in the order they are written.

    ``bodies`` maps the key of each step that is there to its text. ``asked`` is what the answer replies to.
    ``preamble`` is text before the first heading, and ``is_reply`` tells a model's reply from an
    answer in a file: a reply's fences carry no flags. The ``document`` of an answer in a file tells
    its ``entries``, so that a clean one need not list them.
    """

    __slots__ = (
        "_entries",
        "_literal_text",
        "_mapping_span",
        "_marks",
        "asked",
        "bodies",
        "document",
        "is_reply",
        "preamble",
        "source",
    )

    def __init__(
        self,
        source: Source,
        bodies: dict[str, Text],
        *,
        entries: list[Entry] | None = None,
        mapping_span: Span | None = None,
        asked: Asked | None = None,
        is_reply: bool = False,
        preamble: Text | None = None,
        document: Document | None = None,
    ) -> None:
        self.source = source
        self.bodies = bodies
        self._entries = entries
        self._mapping_span = mapping_span
        self.asked = asked or Asked()
        self.is_reply = is_reply
        self.preamble = preamble
        self.document = document
        self._marks: list[Mark] | None = None
        self._literal_text: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and list(self.bodies.items()) == list(other.bodies.items())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Answer({dict(self.bodies)!r})"

    @property
    def entries(self) -> list[Entry]:
        """The steps as they are written, those that are none or stand twice included."""
        if self._entries is None:
            self._entries = _entries_in(self.document) if self.document else _entries_of(self.bodies)
        return self._entries

    @property
    def mapping_span(self) -> Span:
        """Where a complaint about the answer as a whole stands."""
        if self._mapping_span is None:
            self._mapping_span = self.document.key_span("answer") if self.document else Span(0, 0)
        return self._mapping_span

    def fences(self, key: str) -> list[Fence]:
        """The fences of one step's body."""
        return fences_of(self.bodies[key])

    def marks(self) -> list[Mark]:
        """The ❌ and ✅ of the common mistakes, found once; none if that step is missing."""
        if self._marks is None:
            self._marks = find_marks(self.prose(MISTAKES_STEP)) if MISTAKES_STEP in self.bodies else []
        return self._marks

    def lowered_prose(self) -> str:
        """All the prose in lower case."""
        return "\n\n".join([part for _, _, part in self.all_prose()]).lower()

    def literal_text(self) -> str:
        """The source, and behind it the bodies if YAML folds or escapes one: what either says stands in it."""
        if self._literal_text is None:
            bodies = self.bodies.values()
            literal = all(body.literal for body in bodies)
            self._literal_text = self.source.text if literal else "\n".join([self.source.text, *bodies])
        return self._literal_text

    def prose(self, key: str) -> list[tuple[int, str]]:
        """The stretches of one step's body outside its fences, as (offset, text)."""
        return prose_of(self.bodies[key])

    def all_prose(self) -> Iterator[tuple[str, int, str]]:
        """The stretches of all bodies outside fences, as (step's key, offset in its body, text)."""
        for key, body in self.bodies.items():
            for offset, part in prose_of(body):
                yield key, offset, part

    def exported(self) -> Answer:
        """This answer as it is trained on: bodies without outer blank lines and fence flags."""
        source = Source(self.source.path, render(self.bodies))
        bodies = {
            key: Text.plain(export_body(self.bodies[key]), source, 0, 0) for key in STEP_KEYS if key in self.bodies
        }
        return Answer(source, bodies, asked=self.asked)


def answer_of(document: Document) -> Answer | None:
    """The answer of a document, however incomplete; None if it has no mapping ``answer``."""
    mapping = document.data.get("answer") if document.data else None
    if document.data is None or not isinstance(mapping, dict):
        return None
    bodies = {key: value for key, value in mapping.items() if key in STEP_BY_KEY and isinstance(value, Text)}
    return Answer(document.source, bodies, asked=_asked(document.data), document=document)


def _asked(data: dict[str, Any]) -> Asked:
    asked = data.get("question"), data.get("language"), data.get("level"), data.get("mode", DEFAULT_MODE)
    return Asked(*[value if isinstance(value, str) else "" for value in asked])


def _entries_of(bodies: dict[str, Text]) -> list[Entry]:
    return [Entry(key, key, Span(0, 0), body) for key, body in bodies.items()]


def _entries_in(document: Document) -> list[Entry]:
    mapping = document.data["answer"] if document.data else {}
    entries = []
    seen: set[str] = set()
    for name, span in document.keys_at("answer"):
        value = mapping.get(name) if name not in seen else None
        seen.add(name)
        entries.append(Entry(name if name in STEP_BY_KEY else None, name, span, value))
    return entries


def render(bodies: dict[str, Text] | dict[str, str]) -> str:
    """The answer's text as a model is trained to write it; missing steps are left out.

    Heading, blank line, body, blank line, next heading; no fence flags, no newline at the end.
    """
    return "\n\n".join(f"{step.heading}\n\n{export_body(bodies[step.key])}" for step in STEPS if step.key in bodies)


def export_body(body: str) -> str:
    """A body as it is exported: no outer blank lines, and fences with a bare language."""
    body = (_OUTER_BLANK.sub("", body) if body[:1].isspace() else body).rstrip()
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


def parse(text: str, path: str = "<reply>", asked: Asked | None = None) -> Answer:
    """Read an answer as a model wrote it. Never fails: what is missing is missing in ``bodies``.

    ``asked`` is the question with its circumstances; rules that need them are silent without.
    Headings inside fences don't count. A heading spelled in another way than ``render`` writes it
    is accepted and marked as not canonical.
    """
    source = Source(path, text)
    whole = Text.whole(source)
    headings = find_headings(whole)
    entries = []
    ends = [*(heading.start for heading in headings[1:]), len(whole)]
    for heading, end in zip(headings, ends, strict=False):  # without a heading there is an end too many
        body = _trimmed(whole, heading.end, end)
        span = Span(heading.start, heading.end)
        entries.append(Entry(heading.step.key, whole[heading.start : heading.end], span, body, heading.canonical))
    bodies: dict[str, Text] = {}
    for entry in entries:
        if entry.key:
            bodies.setdefault(entry.key, entry.value)
    preamble = _trimmed(whole, 0, headings[0].start if headings else len(whole))
    span = Span(0, min(len(text), 1))
    return Answer(source, bodies, entries=entries, mapping_span=span, asked=asked, is_reply=True, preamble=preamble)


def _trimmed(whole: Text, start: int, end: int) -> Text:
    blank = _OUTER_BLANK.match("\n" + whole[start:end])
    if blank and start:
        start += blank.end() - 1
    elif not start:
        start += len(whole[:end]) - len(_OUTER_BLANK.sub("", whole[:end]))
    length = len(whole[start:end].rstrip())
    return whole.part(start, start + length)
