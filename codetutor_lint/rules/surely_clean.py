"""Most files have nothing wrong with their shape and structure: whether that is sure, told in one go."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from codetutor_lint.model.fences import fences_of, has_simple_fences
from codetutor_lint.model.headings import find_headings, may_hold_headings
from codetutor_lint.model.marks import RIGHT, WRONG
from codetutor_lint.model.steps import STEP_KEYS
from codetutor_lint.rules.bodies import is_closed
from codetutor_lint.rules.files import is_kebab
from codetutor_lint.rules.shape import has_shape
from codetutor_lint.rules.suppressions import has_comments

if TYPE_CHECKING:
    from codetutor_lint.model.answer import Answer
    from codetutor_lint.model.document import Document
    from codetutor_lint.model.source import Text


def is_surely_clean(document: Document, answer: Answer) -> bool:
    """Whether no rule of CT1xx and CT2xx on documents and answers has anything to say.

    False means only that the rules have to be asked. They need not be imported for this.
    """
    data = document.data
    return (
        document.is_plain
        and data is not None
        and not has_comments(document)
        and (not document.in_root or _is_named_well(document.id))
        and has_shape(document)
        and tuple(answer.bodies) == STEP_KEYS
        and all(_is_closed_block(data[key]) for key in ("question", "solution") if key in data)
        and all(map(_is_closed_block, answer.bodies.values()))
        and (not may_hold_headings(document.source.text) or not _has_headings(answer))
        and _alternates(answer)
    )


def _is_closed_block(value: Text) -> bool:
    return value.literal and (has_simple_fences(value) or is_closed(fences_of(value)))


def _has_headings(answer: Answer) -> bool:
    return any(find_headings(body, answer.fences(key)) for key, body in answer.bodies.items())


def _is_named_well(identity: str) -> bool:
    topic, _, slug = identity.partition("/")
    return is_kebab(topic) and is_kebab(slug)


def _alternates(answer: Answer) -> bool:
    """Whether the mistakes are pairs, each with text behind its mark."""
    marks = answer.marks()
    return (
        bool(marks)
        and marks[-1].sign == RIGHT
        and all(mark.text and mark.sign == sign for mark, sign in zip(marks, cycle((WRONG, RIGHT)), strict=False))
    )
