"""Code in colors: Pygments at the time the page is made, light and dark in one style sheet."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError

try:
    from pygments import highlight
    from pygments.filter import Filter
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.styles import get_style_by_name
    from pygments.token import STANDARD_TYPES, Token
    from pygments.util import ClassNotFound
except ImportError:
    raise UsageError("the page needs more than the figures: pip install 'codetutor-lint[html]'") from None

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pygments.lexer import Lexer
    from pygments.token import _TokenType

# The styles whose colors all keep a contrast of 4.5 : 1 on the page's code backgrounds.
LIGHT, DARK = "xcode", "one-dark"
_NAMES = {"csharp": "c#", "jsx": "javascript", "tsx": "typescript"}


def highlighted(code: str, language: str) -> Markup:
    """Code as HTML spans; in a language without a lexer it is only escaped."""
    lexer = _lexer(language)
    if lexer is None:
        return escape(code)
    return Markup(highlight(code, lexer, HtmlFormatter(nowrap=True)).removesuffix("\n"))


def highlight_css() -> str:
    """The rules for both themes, under ``.code``."""
    return "\n".join(_rules())


class _Plain(Filter):
    """Makes text of what has no color of its own: without spans for it the page is half as large."""

    def filter(self, lexer: Lexer | None, stream: Iterable[tuple[_TokenType, str]]) -> Iterator[tuple[_TokenType, str]]:
        return ((ttype if _is_colored(ttype) else Token.Text, value) for ttype, value in stream)


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(_NAMES.get(language, language), stripnl=False, ensurenl=False, filters=[_Plain()])
    except ClassNotFound:
        return None


@cache
def _is_colored(ttype: _TokenType) -> bool:
    return any(_color(style, ttype) != _color(style, Token) for style in (LIGHT, DARK))


@cache
def _color(style: str, ttype: _TokenType) -> str:
    return get_style_by_name(style).style_for_token(ttype)["color"] or ""


def _rules() -> Iterator[str]:
    for ttype, name in STANDARD_TYPES.items():
        if name and _is_colored(ttype):
            light, dark = (f"#{color}" if (color := _color(style, ttype)) else "inherit" for style in (LIGHT, DARK))
            color = light if light == dark else f"light-dark({light}, {dark})"
            yield f".code .{name} {{ color: {color}; }}"
