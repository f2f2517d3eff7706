"""CT42x: whether the code in an example parses, and what keeps it from doing so."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.fences import prose_of
from codetutor_lint.model.languages import COMPANIONS, DIALECTS, LANGUAGES, NO_LANGUAGE, teaches
from codetutor_lint.model.source import Span
from codetutor_lint.rules.diagnostic import WARNING, Edit, Fix, Problem
from codetutor_lint.rules.registry import EXAMPLE, rule
from codetutor_lint.snippets.blocks import find_blocks
from codetutor_lint.snippets.syntax import check_syntax
from codetutor_lint.snippets.syntax.indentation import find_mixed_indentation
from codetutor_lint.snippets.syntax.smart_quotes import find_smart_quotes, straight, straighten
from codetutor_lint.snippets.syntax.transcripts import find_transcript, typed_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.example import Example
    from codetutor_lint.snippets.blocks import Block
    from codetutor_lint.snippets.syntax import Fault

_TABS = "inconsistent use of tabs and spaces"
_UNINDENTED = ("console", "diff", "http", "yaml")


@rule("CT420", on=EXAMPLE)
def syntax_error(example: Example) -> Iterator[Problem]:
    """A block of code does not parse.

    Whoever types it gets an error before anything runs. A lone method, a JSX fragment, a `...` for
    what is left out are understood; a piece that is none of these says `fragment`, code that is meant
    not to parse says `broken`. Under a ❌ code may be wrong.

    Bad: `print("Hello"`

    Good: `print("Hello")`
    """
    for block in _blocks(example):
        if "broken" in block.flags or (block.mark == "❌" and "fails" not in block.flags):
            continue
        faults = _errors(block, block.code)
        if faults and not _explained(block):
            yield Problem(_place(block, faults[0].start, faults[0].end), faults[0].message, _remedy(block))


@rule("CT421", on=EXAMPLE)
def broken_code_parses(example: Example) -> Iterator[Problem]:
    """A block is marked `broken`, and parses.

    `broken` says that code can't be read at all. Code that is read and then fails is marked `fails`,
    and its error is compared as well.

    Bad: `broken` on `print(total)` where no `total` is

    Good: `broken` on `print("Hello"`
    """
    for block in _blocks(example):
        if "broken" in block.flags and block.fence.closed and not _errors(block, block.code):
            place = block.body.at(block.fence.start)
            yield Problem(place, "marked 'broken', but it parses", "write 'fails', or no flag")


@rule("CT422", on=EXAMPLE, severity=WARNING)
def newer_python(example: Example) -> Iterator[Problem]:
    """A block uses syntax that is newer than the Python that runs the check.

    It can't be tried here. It is no error: run the check with a newer Python.

    Bad: `type Name = str` checked by Python 3.11

    Good: the same code checked by Python 3.12 or later
    """
    for block in _blocks(example):
        if "broken" not in block.flags:
            for fault in check_syntax(block.language, block.code, fragment="fragment" in block.flags):
                if fault.note:
                    yield Problem(_place(block, fault.start, fault.end), fault.message, "check it with a newer Python")


@rule("CT423", on=EXAMPLE, severity=WARNING)
def other_language(example: Example) -> Iterator[Problem]:
    """A block is in another language than the example's, and nothing says why.

    Bash, JSON, YAML, HTTP, diffs and console sessions may stand beside any language. Another one has
    a reason if the example is a comparison, or if the question or the text of the step names it.

    Bad: a block of Java in an example about Python

    Good: "In Java the same method needs a type:" before it
    """
    if example.language == NO_LANGUAGE or example.kind == "comparison":
        return
    for block in _blocks(example):
        language = block.language
        unknown = language not in LANGUAGES and language not in DIALECTS  # another rule's matter
        if unknown or language in COMPANIONS or teaches(language, example.language):
            continue
        if not any(_names(text, language) for text in (example.question, _prose(block))):
            name = LANGUAGES[DIALECTS.get(language, language)].name if language not in DIALECTS else language.upper()
            yield Problem(
                block.body.at(block.fence.start),
                f"{name} in an example about {LANGUAGES[example.language].name}",
                f"say why: name {name} in the text before it, or write it in {LANGUAGES[example.language].name}",
            )


@rule("CT424", on=EXAMPLE)
def mixed_indentation(example: Example) -> Iterator[Problem]:
    """A block of code indents with both tabs and spaces.

    It looks different in every editor, and Python may refuse it. A tab followed by spaces that align
    is no mixture.

    Bad: one line indented by a tab, the next by four spaces

    Good: every line indented in the same way
    """
    for block in _blocks(example):
        mixed = find_mixed_indentation(block.language, block.code) if _must_be_right(block) else None
        if mixed and block.language not in _UNINDENTED:
            what = "a space before a tab" if " \t" in block.code[slice(*mixed)] else "tabs and spaces mixed"
            yield Problem(_place(block, *mixed), f"{what} in the indentation", "indent every line in the same way")


@rule("CT425", on=EXAMPLE, fixable=True)
def smart_quotes(example: Example) -> Iterator[Problem]:
    """Typographic quotes stand where code needs straight ones.

    They come from word processors and are no quotes to a compiler. Inside strings, comments and the
    text of a page they are fine.

    Bad: `print(“Hello”)`

    Good: `print("Hello")`
    """
    for block in _blocks(example):
        quotes = _stray_quotes(block) if _must_be_right(block) else []
        if quotes:
            found = block.code[quotes[0]]
            edits = tuple(Edit(_place(block, at, at + 1), straight(block.code[at])) for at in quotes)
            parses = block.body.literal and not _errors(block, straighten(block.code, quotes))
            yield Problem(
                _place(block, quotes[0], quotes[0] + 1),
                f"typographic quote '{found}' in code",
                f"write {straight(found)}",
                Fix("write straight quotes", edits) if parses else None,
            )


@rule("CT426", on=EXAMPLE, fixable=True)
def prompt_in_code(example: Example) -> Iterator[Problem]:
    """Code begins with the prompt of a session.

    Nobody can run it as it stands, and what was typed and what was printed look alike. Write the code
    alone, and what it prints in an `output` fence; a whole session goes into a `console` fence.

    Bad: `>>> print(1)`

    Good: `print(1)`
    """
    for block in _blocks(example):
        transcript = find_transcript(block.language, block.code) if _must_be_right(block) else None
        if transcript and transcript.prompts:
            start, end = transcript.prompts[0]
            found = block.code[start:end].strip()
            message = f"prompt '{found}' in code" + (", mixed with output" if transcript.output else "")
            help_text = "write the code alone and its output in an output fence; or make it a console fence"
            yield Problem(_place(block, start, end), message, help_text, _without_prompts(block))


@lru_cache(maxsize=1)  # each of these rules goes through the blocks of the same example
def _blocks(example: Example) -> tuple[Block, ...]:
    answer = example.answer
    blocks = [block for key, body in answer.bodies.items() for block in find_blocks(body, key)]
    if example.solution is not None:
        blocks += find_blocks(example.solution, "solution")
    return tuple(blocks)


def _must_be_right(block: Block) -> bool:
    return "broken" not in block.flags and block.mark != "❌"


def _errors(block: Block, code: str) -> list[Fault]:
    faults = check_syntax(block.language, code, fragment="fragment" in block.flags)
    return [fault for fault in faults if not fault.note]


def _explained(block: Block) -> bool:
    """Whether another rule of this family names the cause: then the parser's word is its echo."""
    if not _must_be_right(block):
        return False
    quotes = find_smart_quotes(block.language, block.code)
    if quotes and not _errors(block, straighten(block.code, quotes)):
        return True
    if find_transcript(block.language, block.code):
        return True
    return _errors(block, block.code)[0].message.startswith(_TABS)


def _stray_quotes(block: Block) -> list[int]:
    """The typographic quotes that are wrong: in a shell and in HTML they would even be understood."""
    quotes = find_smart_quotes(block.language, block.code)
    return quotes if quotes and (block.language in ("bash", "html") or _errors(block, block.code)) else []


def _remedy(block: Block) -> str:
    if "fails" in block.flags:
        return "'fails' is for code that parses; write 'broken' if it is meant not to"
    return "correct it; mark it 'broken' if it is meant not to parse, 'fragment' if it is a piece of something"


def _without_prompts(block: Block) -> Fix | None:
    """Delete the prompts; what was printed after all that was typed becomes the block's output.

    Only a shell prints in a script what it prints in a session.
    """
    transcript = find_transcript(block.language, block.code)
    if transcript is None or not block.body.literal or _errors(block, typed_code(block.code, transcript)):
        return None
    edits = [Edit(_place(block, start, end), "") for start, end in transcript.prompts]
    if transcript.output:
        if block.language != "bash" or block.output or not transcript.output_follows:
            return None
        marker = block.fence.marker
        start = _place(block, transcript.output[0], transcript.output[0])
        column = block.body.source.location(start.start).column
        newline = "\n" + " " * (column - 1)
        edits.append(Edit(start, f"{marker}{newline}{marker}output{newline}"))
    return Fix("delete the prompts", tuple(edits))


def _prose(block: Block) -> str:
    return " ".join(text for _, text in prose_of(block.body))


def _names(text: str, language: str) -> bool:
    """Whether a text names a language, by its name or by one that its fences go by."""
    known = DIALECTS.get(language, language)
    aliases = [alias for alias in LANGUAGES[known].aliases if len(alias) > 2]
    words = [LANGUAGES[known].name, language.upper(), known.upper(), *aliases]
    alternatives = "|".join(re.escape(word) for word in words)
    return re.search(rf"(?<![\w#+])(?:{alternatives})(?![\w#+])", text) is not None


def _place(block: Block, start: int, end: int) -> Span:
    at = block.fence.code_start
    return block.body.at(at + start, at + end)
