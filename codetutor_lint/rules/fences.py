"""CT40x: fences and their flags."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.fences import fences_of
from codetutor_lint.model.languages import (
    ATTACHED,
    FENCE_ALIASES,
    FENCE_LANGUAGES,
    canonical_fence,
    is_code,
)
from codetutor_lint.rules.diagnostic import Edit, Fix, Problem, did_you_mean, quote_list
from codetutor_lint.rules.registry import EXAMPLE, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.example import Example
    from codetutor_lint.model.fences import Fence
    from codetutor_lint.model.source import Span, Text

CODE_FLAGS = ("fails", "broken", "fragment", "continues", "needs", "file")
NEEDS = ("unity", "browser", "network", "server", "package", "hardware")
OUTPUT_FLAGS = ("varies",)
_BARE = frozenset((language,) for language in FENCE_LANGUAGES)


def _bodies(example: Example) -> list[Text]:
    bodies = list(example.answer.bodies.values())
    return bodies if example.solution is None else [*bodies, example.solution]


@lru_cache(maxsize=1)
def _unusual(example: Example) -> list[tuple[Text, Fence]]:
    """The fences that are more than a known language at the left edge: the others are as they should be."""
    return [
        (body, fence)
        for body in _bodies(example)
        for fence in fences_of(body)
        if fence.info_words not in _BARE or fence.indent
    ]


def _word_span(body: Text, fence: Fence, word: int) -> Span:
    at = fence.info
    for skipped in fence.info_words[:word]:
        at = body.index(skipped, at) + len(skipped)
    at = body.index(fence.info_words[word], at)
    return body.at(at, at + len(fence.info_words[word]))


@rule("CT401", on=EXAMPLE)
def fence_without_language(example: Example) -> Iterator[Problem]:
    """A fence does not say what it holds.

    The language decides how a block is shown, parsed and run.

    Bad: three backticks alone

    Good: three backticks and `python`; `text` for a drawing
    """
    for body, fence in _unusual(example):
        if not fence.info_words:
            yield Problem(
                body.at(fence.start),
                "a fence without a language",
                "write the language after the backticks; text for a drawing",
            )


@rule("CT402", on=EXAMPLE)
def unknown_fence_language(example: Example) -> Iterator[Problem]:
    """A fence names a language that is not known here.

    Bad: three backticks and `pyton`

    Good: three backticks and `python`
    """
    for body, fence in _unusual(example):
        if fence.info_words and canonical_fence(fence.info_words[0]) is None:
            word = fence.info_words[0]
            yield Problem(
                _word_span(body, fence, 0),
                f"unknown fence language '{word}'{did_you_mean(word.lower(), [*FENCE_LANGUAGES, *FENCE_ALIASES])}",
                f"allowed are {quote_list(FENCE_LANGUAGES)}",
            )


@rule("CT403", on=EXAMPLE, fixable=True)
def fence_alias(example: Example) -> Iterator[Problem]:
    """A fence names its language by another name than the dataset's one.

    One spelling each: the model learns `python`, not five names for it.

    Bad: three backticks and `py`

    Good: three backticks and `python`
    """
    for body, fence in _unusual(example):
        if fence.info_words and fence.language in FENCE_LANGUAGES and fence.info_words[0] != fence.language:
            span = _word_span(body, fence, 0)
            yield Problem(
                span,
                f"fence language '{fence.info_words[0]}' is written '{fence.language}' here",
                f"write '{fence.language}'",
                Fix(f"write '{fence.language}'", (Edit(span, fence.language),)),
            )


@rule("CT404", on=EXAMPLE, fixable=True)
def indented_fence(example: Example) -> Iterator[Problem]:
    """A fence does not begin at the block's left edge.

    Indented code belongs to a list item for some Markdown readers and is plain text for others.

    Bad: a fence indented below `- `

    Good: a fence at the left edge, after the list
    """
    for body, fence in _unusual(example):
        if fence.indent and fence.closed:
            yield Problem(
                body.at(fence.start),
                "a fence that is indented",
                "move it to the left edge of the block",
                _dedent(body, fence),
            )


@rule("CT405", on=EXAMPLE)
def unknown_flag(example: Example) -> Iterator[Problem]:
    """A fence has a flag that does not exist, or that does not belong there.

    Flags tell the checker what to do with the code; a misspelled one would switch a check off.
    Code takes `fails`, `broken`, `fragment`, `continues`, `needs=…` and `file=…`; output takes
    `varies`; diagrams and input take none.

    Bad: three backticks and `python fail`

    Good: three backticks and `python fails`
    """
    for body, fence in _unusual(example):
        if canonical_fence(fence.info_words[0] if fence.info_words else "") is None:
            continue
        allowed = OUTPUT_FLAGS if fence.language == "output" else CODE_FLAGS if is_code(fence.language) else ()
        for number, flag in enumerate(fence.flags, 1):
            message, remedy = _flag_fault(flag, allowed, fence.language)
            if message:
                yield Problem(_word_span(body, fence, number), message, remedy)


@rule("CT406", on=EXAMPLE)
def conflicting_flags(example: Example) -> Iterator[Problem]:
    """Flags of one fence exclude each other, or stand twice.

    `fails` must parse and `broken` must not; a `fragment` and a block that `needs` something are
    not run, so they can't also fail or go on from another block.

    Bad: three backticks and `python fails broken`

    Good: three backticks and `python fails`
    """
    for body, fence in _unusual(example):
        names = [flag.split("=", 1)[0] for flag in fence.flags]
        for first, second in _CONFLICTS:
            if first in names and second in names:
                span = _word_span(body, fence, names.index(second) + 1)
                yield Problem(span, f"flags '{first}' and '{second}' exclude each other", "keep one of the two")
        for number, name in enumerate(names):
            if name in names[:number] and name != "file":
                yield Problem(_word_span(body, fence, number + 1), f"flag '{name}' again", "delete it")


@rule("CT407", on=EXAMPLE)
def stray_output(example: Example) -> Iterator[Problem]:
    """An input or output fence does not follow code.

    Input and output belong to the block right before them, with only blank lines between: code,
    then at most one input, then at most one output.

    Bad: a sentence between the code and its output

    Good: code, a blank line at most, output
    """
    for body in _bodies(example):
        before: Fence | None = None
        for fence in fences_of(body):
            if fence.language not in ATTACHED:
                before = fence if fence.info_words and is_code(fence.language) else None
            elif before and fence.language != before.language and not body[before.end : fence.start].strip():
                before = fence if fence.language == "input" else None
            else:
                before = None
                yield Problem(
                    body.at(fence.start),
                    f"this {fence.language} does not follow code",
                    "put it right after its code (code, input, output), or use a text fence",
                )


_CONFLICTS = (
    ("fails", "broken"),
    ("fails", "fragment"),
    ("fails", "needs"),
    ("broken", "fragment"),
    ("broken", "needs"),
    ("broken", "continues"),
    ("fragment", "continues"),
    ("fragment", "needs"),
)


def _flag_fault(flag: str, allowed: tuple[str, ...], language: str) -> tuple[str, str]:
    name, equals, value = flag.partition("=")
    if name not in allowed:
        if not allowed:
            return f"flag '{flag}' on a fence of {language}", f"a fence of {language} takes no flags"
        where = (
            f"flag '{name}' on a fence of {language}"
            if name in (*CODE_FLAGS, *OUTPUT_FLAGS)
            else f"unknown flag '{flag}'"
        )
        return f"{where}{did_you_mean(name, allowed)}", f"allowed are {quote_list(allowed)}"
    if name == "needs" and value not in NEEDS:
        found = f"'{value}' can't be needed{did_you_mean(value, NEEDS)}" if value else "'needs' without what it needs"
        return found, f"allowed are {quote_list([f'needs={need}' for need in NEEDS])}"
    if name == "file" and not _plain_file_name(value):
        return (
            f"'{value}' is no plain file name" if value else "'file' without a name",
            "write file=NAME, without folders",
        )
    if equals and name not in ("needs", "file"):
        return f"flag '{name}' takes no value", f"write '{name}'"
    return "", ""


def _plain_file_name(name: str) -> bool:
    return bool(name) and not name.startswith((".", "-")) and all(c.isalnum() or c in "._-" for c in name)


def _dedent(body: Text, fence: Fence) -> Fix:
    """Remove the fence's indentation from each of its lines, as far as they have it."""
    edits = []
    at = fence.start
    for line in body[fence.start : fence.end].split("\n"):
        spaces = min(len(line) - len(line.lstrip(" ")), fence.indent)
        if spaces:
            edits.append(Edit(body.at(at, at + spaces), ""))
        at += len(line) + 1
    return Fix("move the fence to the left edge", tuple(edits))
