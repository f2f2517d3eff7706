"""Markdown as a learner sees it: rendered, its code highlighted, and nothing in it able to act.

HTML in it is text, images are links, and links lead to the web or to a mail address only.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.page.highlight import highlighted
from codetutor_lint.artifacts.page.templates import render
from codetutor_lint.errors import UsageError
from codetutor_lint.model.languages import LANGUAGES, canonical_fence

try:
    from markdown_it import MarkdownIt
except ImportError:
    raise UsageError("the page needs more than the figures: pip install 'codetutor-lint[html]'") from None

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence
    from typing import Any

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

_SAFE_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_MARKS = {"❌": "wrong", "✅": "right"}
# Headings of the page end at h4; whatever a body has is below them.
_BODY_HEADING = "h5"
_LABELS = {"text": "Diagram", "output": "Output", "input": "Input", "": "Text"}


def rendered(text: str) -> Markup:
    """One body as HTML."""
    return Markup(_markdown().render(text))


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    markdown.validateLink = lambda url: bool(_SAFE_LINK.match(url))  # type: ignore[method-assign]
    markdown.core.ruler.push("lesson", _adapt)
    markdown.add_render_rule("fence", _fence)
    markdown.add_render_rule("code_block", _fence)
    markdown.add_render_rule("image", _image)
    markdown.add_render_rule("table_open", _open_table)
    markdown.add_render_rule("table_close", _close_table)
    return markdown


def _adapt(state: StateCore) -> None:
    """Put headings below the page's own, mark mistakes and remedies, and let links tell nothing."""
    tokens = state.tokens
    for number, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = _BODY_HEADING
        elif token.type == "inline":
            mark = _MARKS.get(token.content[:1])
            if mark:
                opening = tokens[number - 1]
                (tokens[number - 2] if opening.hidden else opening).attrJoin("class", mark)
            for child in token.children or ():
                if child.type == "link_open":
                    child.attrSet("rel", "noopener noreferrer nofollow")


def _fence(
    self: RendererHTML, tokens: Sequence[Token], number: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    token = tokens[number]
    word = token.info.split()[0] if token.info.split() else ""
    language = canonical_fence(word) or word
    code = highlighted(token.content.rstrip("\n"), language)
    return str(render("code.html", language=language, label=label(language), code=code))


def _image(
    self: RendererHTML, tokens: Sequence[Token], number: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return str(render("image.html", alt=tokens[number].content, source=tokens[number].attrGet("src")))


def _open_table(
    self: RendererHTML, tokens: Sequence[Token], number: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """A wide table scrolls by itself, and by keyboard too."""
    return '<div class="scroll" tabindex="0" role="group" aria-label="Table">\n<table>\n'


def _close_table(
    self: RendererHTML, tokens: Sequence[Token], number: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return "</table>\n</div>\n"


def label(language: str) -> str:
    """What a fence is called: ``C#``, ``Output``, or its own word."""
    known = LANGUAGES.get(language)
    return known.name if known else _LABELS.get(language, language)
