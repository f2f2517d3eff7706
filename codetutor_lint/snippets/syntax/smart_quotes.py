"""Typographic quotes where code needs straight ones."""

from __future__ import annotations

import re

from codetutor_lint.model.lazy import lazy

_DOUBLE = "“”„‟"
_SINGLE = "‘’‚‛"
_ATTRIBUTE = lazy(rf"=\s*([{_DOUBLE}{_SINGLE}])[^<>]*?([{_DOUBLE}{_SINGLE}])(?=[\s/>])")
_WORD_BEGINNING = lazy(r"(?:^|[\s=(])[“‘]", re.MULTILINE)
_TAG = lazy(r"<[a-zA-Z][^<>]*>")


def find_smart_quotes(language: str, code: str) -> list[int]:
    """Where typographic quotes stand as if they were delimiters: outside strings, comments and text."""
    if code.isascii() or not any(quote in code for quote in _DOUBLE + _SINGLE):
        return []
    if language == "html":
        return [
            match.start(n) + tag.start()
            for tag in _TAG.finditer(code)
            for match in _ATTRIBUTE.finditer(tag[0])
            for n in (1, 2)
        ]
    if language == "bash" and not _WORD_BEGINNING.search(code):
        return []  # an apostrophe in a word that is no string
    found = _standing_alone(language, code, _DOUBLE)
    return sorted(found + _standing_alone(language, _replaced(code, found), _SINGLE))


def straighten(code: str, quotes: list[int]) -> str:
    """The code with the quotes at these offsets made straight."""
    return _replaced(code, quotes)


def straight(quote: str) -> str:
    """The straight quote for a typographic one."""
    return '"' if quote in _DOUBLE else "'"


def _standing_alone(language: str, code: str, quotes: str) -> list[int]:
    from codetutor_lint.snippets.syntax import lexis

    return [token.start for token in lexis.tokens(language, code) if token.text in quotes]


def _replaced(code: str, quotes: list[int]) -> str:
    characters = list(code)
    for at in quotes:
        characters[at] = straight(characters[at])
    return "".join(characters)
