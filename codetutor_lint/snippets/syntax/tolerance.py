"""What teaching code may leave out: the attempts made before code is called wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codetutor_lint.snippets.syntax import lexis
from codetutor_lint.snippets.syntax.gaps import without_gaps
from codetutor_lint.snippets.syntax.grammars import GRAMMARS, JSX_OPENING
from codetutor_lint.snippets.syntax.parsing import Attempt

_ELLIPSIS = re.compile(r"(?<![.\w)\]])(?:\.\.\.|…)(?![\w.$@({\[\"'*&])|(?<=[\w)\]])\s(?:\.\.\.|…)(?=\s|$)")
_VALUE_BEFORE = re.compile(r"(?:[=([,?&|+*/<:-]|=>|->|\breturn)\s*$")
_CUT_OFF = re.compile(r"(?:^|\n)[ \t]*(?://|#|/\*|\{/\*|--)?[ \t]*(?:\.\.\.|…)[^\n]*\s*$")
_PLACEHOLDER = re.compile(r"<\w[\w .:/-]*>")
_ELEMENTS = ("javascript", "jsx", "tsx")
_TAG = re.compile(r"<(/?)([A-Za-z][\w.]*)(?:=>|[^<>])*?(/?)>")
_COMMENT = re.compile(r"(?:^|(?<=>))[ \t]*//[^\n]*", re.MULTILINE)
_HEADER = re.compile(r"(?:[ \t]*+(?:using\b[^;\n(]*;|import\b[^;\n]*;|package\b[^;\n]*;|#\w[^\n]*|//[^\n]*)?[ \t]*\n)*")


def attempts(language: str, code: str, fragment: bool) -> Iterator[Attempt]:
    """The ways to read a code, from the strictest on; the first is the code as it stands."""
    if fragment and language == "bash":
        code = _PLACEHOLDER.sub(lambda match: "_" * len(match[0]), code)
    for text in _texts(language, code):
        for key in GRAMMARS[language].dialects or (language,):
            yield Attempt(key, text)
            yield from _completed(key, text, fragment)


def _completed(key: str, text: str, fragment: bool) -> Iterator[Attempt]:
    grammar = GRAMMARS[key]
    header = _HEADER.match(text)
    at = header.end() if header else 0
    for prefix, suffix in grammar.wrappers:
        if prefix != JSX_OPENING:
            yield Attempt(key, text, at, prefix, suffix)
        elif text.startswith("<", at):
            elements = _COMMENT.sub(lambda match: " " * len(match[0]), text)
            yield Attempt(key, elements, at, prefix, suffix)
    if not fragment and not _CUT_OFF.search(text):
        return
    for before, after in _ends(key, text):
        yield Attempt(key, text, 0, before, "\n" + after)
        for prefix, suffix in (*grammar.wrappers, *grammar.fragments) if fragment else ():
            yield Attempt(key, text, at, prefix + before, "\n" + after + suffix)


def _ends(key: str, text: str) -> Iterator[tuple[str, str]]:
    """What may have been cut off a text before and after it: nothing, brackets, elements."""
    yield "", ""
    brackets = lexis.open_brackets(key, text)
    if brackets and any(brackets):
        yield brackets
    if "<" in text and key in _ELEMENTS:
        opened: list[str] = []
        for closing, name, closed in _TAG.findall(text):
            if closing and opened:
                opened.pop()
            elif not closing and not closed:
                opened.append(name)
        yield "", "".join(f"</{name}>" for name in reversed(opened))


def _texts(language: str, code: str) -> Iterator[str]:
    """The code, then with what a grammar doesn't know yet replaced, then also without its ellipses."""
    seen = set()
    for text in _rewritten(language, code):
        if text not in seen:
            seen.add(text)
            yield text


def _rewritten(language: str, code: str) -> Iterator[str]:
    yield code
    code = without_gaps(language, code)
    yield code
    yield from without_ellipses(code)


def without_ellipses(code: str) -> Iterator[str]:
    """The code with each ``...`` as a value or nothing by its place, all as nothing, all as values."""
    if "..." in code or "…" in code:
        yield _ELLIPSIS.sub(lambda match: _placeholder(code, match), code)
        yield _ELLIPSIS.sub(lambda match: " " * len(match[0]), code)
        yield _ELLIPSIS.sub(lambda match: "_" * len(match[0]), code)


def _placeholder(code: str, match: re.Match[str]) -> str:
    fill = "_" if _VALUE_BEFORE.search(code, max(0, match.start() - 40), match.start()) else " "
    return fill * len(match[0])
