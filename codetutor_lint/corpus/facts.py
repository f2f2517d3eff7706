"""What the rules about the whole dataset need to know of one example: small, and plain enough to keep in a cache."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING

from codetutor_lint.model.answer import export_body
from codetutor_lint.model.modes import split_mode_tag
from codetutor_lint.model.prose import find_words, sentences, subject_words
from codetutor_lint.model.steps import ANALOGY_STEP, STEP_KEYS
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codetutor_lint.model.answer import Answer
    from codetutor_lint.model.example import Example

RETIRED = "retired"
OPENING_WORDS = 4
# Where a first sentence or first words are looked for, in characters.
LONGEST_SENTENCE = 500
LONGEST_OPENING = 80
_MOSTLY_ENOUGH = 40


class Facts(NamedTuple):
    """One example among many: about 700 bytes without ``text``, and plain strings, None or tuples of strings.

    ``tuple(facts)`` can be marshalled and ``Facts(*fields)`` brings it back. ``question`` is what
    two examples that ask the same have in common (see ``same_question``). ``scene`` holds the
    subject words of the analogy's first sentence, in order; ``opened`` the
    first words of each step in lower case, a line a step (empty if it begins with code).
    ``suppressed`` are the codes that comments in the file name. ``text`` is the answer without its
    headings; empty unless it was asked for.
    """

    id: str
    language: str
    level: str
    kind: str
    mode: str
    tags: tuple[str, ...]
    family: str
    status: str | None
    question: str
    scene: str
    opened: str
    suppressed: tuple[str, ...]
    text: str

    @property
    def topic(self) -> str:
        return self.id.partition("/")[0]

    @property
    def openings(self) -> list[str]:
        """The first words of each step, in the order of the steps."""
        return self.opened.split("\n")

    @property
    def is_built(self) -> bool:
        """Whether a build takes it: it is neither a draft nor retired."""
        return self.status is None

    @property
    def is_retired(self) -> bool:
        return self.status == RETIRED


def facts_of(example: Example, suppressed: Iterable[str] = (), *, with_text: bool = False) -> Facts:
    """The facts of a valid example; ``suppressed`` are the codes that comments in its file name."""
    return Facts(
        id=example.id,
        language=intern(example.language),
        level=intern(example.level),
        kind=intern(example.kind),
        mode=intern(example.mode),
        tags=tuple([intern(str(tag)) for tag in example.tags]),
        family=example.family,
        status=example.status,
        question=same_question(example.question),
        scene=_scene(example.answer),
        opened="\n".join([_opening(example.answer.bodies[key]) for key in STEP_KEYS]),
        suppressed=tuple(sorted({*suppressed})),
        text=answer_text(example.answer) if with_text else "",
    )


def same_question(question: str) -> str:
    """What is left of a question when white space, a mode's tag, a capital at the start and final marks don't count.

    Case counts otherwise, and so do all other marks: ``x++`` is not ``x--``.
    """
    asked, _ = split_mode_tag(" ".join(question.split()))
    asked = asked.rstrip(" ?!.")
    return asked[:1].lower() + asked[1:]


def answer_text(answer: Answer) -> str:
    """The steps as they are trained on, without their headings, which all answers have in common."""
    return "\n\n".join(_exported(answer, key) for key in STEP_KEYS if key in answer.bodies)


def _exported(answer: Answer, key: str) -> str:
    body = answer.bodies[key]
    plain = all(fence.info_words == (fence.language,) for fence in answer.fences(key))
    return str(body) if plain else export_body(body)


def _scene(answer: Answer) -> str:
    first = next((sentence for _, sentence in sentences(answer.bodies[ANALOGY_STEP][:LONGEST_SENTENCE])), "")
    return " ".join(sorted(subject_words(first)))


def _opening(body: str) -> str:
    start = body.lstrip() if body[:1].isspace() else body
    line = start[:LONGEST_OPENING].partition("\n")[0].lower()
    if line.startswith(("```", "~~~")):
        return ""
    words = find_words(line[:_MOSTLY_ENOUGH])
    if len(words) <= OPENING_WORDS:  # the last of them may go on
        words = find_words(line)
    return " ".join(words[:OPENING_WORDS])
