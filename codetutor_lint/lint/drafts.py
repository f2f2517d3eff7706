"""A question and an answer from elsewhere as the text of an example file."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from codetutor_lint.model.fences import scan_fences
from codetutor_lint.model.languages import NO_LANGUAGE, is_code
from codetutor_lint.model.modes import DEFAULT_MODE
from codetutor_lint.model.steps import CODE_STEPS, STEP_KEYS, VISUAL_STEP
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codetutor_lint.model.fences import Fence

# What code is known by that can't run without its surroundings.
_NEEDS = (
    (("csharp",), re.compile(r"\b(UnityEngine|MonoBehaviour)\b"), "needs=unity"),
    (("javascript", "typescript", "jsx", "tsx"), re.compile(r"\b(document|window)\."), "needs=browser"),
)
# Lines up to a blank one that no further indented line follows.
_DRAWING = re.compile(r"(?:[^\n]+(?:\n|\Z)|\n+(?=[ \t]))+")


class Draft(NamedTuple):
    """An example that was imported and waits for a person to read it."""

    question: str
    language: str
    level: str
    kind: str
    mode: str
    bodies: Mapping[str, str]


def draft_text(draft: Draft, schema_comment: str = "") -> str:
    """The file's text, with ``status: draft``."""
    lines = [
        *schema_comment.splitlines(),
        "question: |",
        *_block(draft.question, "  "),
        f"language: {draft.language}",
        f"level: {draft.level}",
        f"kind: {draft.kind}",
        *([f"mode: {draft.mode}"] if draft.mode != DEFAULT_MODE else []),
        "status: draft",
        "answer:",
    ]
    for key in STEP_KEYS:
        if key in draft.bodies:
            body = _flagged(_labelled(_margin_free(draft.bodies[key], drawn=key == VISUAL_STEP), key, draft.language))
            lines += [f"  {key}: |", *_block(body, "    ")]
    return "\n".join(lines) + "\n"


def _block(text: str, indent: str) -> list[str]:
    return [indent + line if line.strip() else "" for line in _margin_free(text).strip("\n").split("\n")]


def _margin_free(text: str, *, drawn: bool = False) -> str:
    """A text whose first line is not indented: YAML would take that for the block's own indentation.

    A drawing at its beginning goes into a fence: lines indented as code, or, where something is to be
    ``drawn``, by any amount. A paragraph's margin means nothing.
    """
    text = dedent(text.strip("\n")).rstrip()
    least = " " if drawn else "    "
    if not text.startswith((" ", "\t")):
        return text
    drawing = _DRAWING.match(text)
    if not drawing or not text.startswith((least, "\t")) or "```" in drawing.group():
        return text.lstrip()
    rest = text[drawing.end() :].lstrip("\n")
    return f"```text\n{dedent(drawing.group()).rstrip()}\n```" + (f"\n\n{rest}" if rest else "")


def _labelled(body: str, key: str, language: str) -> str:
    """Bare fences with the language that they can be said to hold: output, code of an example step, or text."""
    parts = []
    at = 0
    code: Fence | None = None
    fences = scan_fences(body)
    may_teach = key in CODE_STEPS and language != NO_LANGUAGE
    may_teach = may_teach and not any(fence.info_words and is_code(fence.language) for fence in fences)
    for fence in fences:
        word = fence.language
        if not fence.info_words and fence.closed:
            follows_code = code is not None and not body[code.end : fence.start].strip()
            word = language if may_teach else "output" if follows_code else "text"
            may_teach = False
            parts += [body[at : fence.info], word]
            at = fence.info
        code = fence if word and is_code(word) else None
    return "".join(parts) + body[at:]


def _flagged(body: str) -> str:
    """Code that plainly needs a browser or Unity says so."""
    parts = []
    at = 0
    for fence in scan_fences(body):
        needs = [need for names, pattern, need in _NEEDS if fence.language in names and pattern.search(fence.code)]
        if needs and len(fence.info_words) == 1:
            end = fence.info + len(fence.info_words[0])
            parts += [body[at:end], f" {needs[0]}"]
            at = end
    return "".join(parts) + body[at:]
