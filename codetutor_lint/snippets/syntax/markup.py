"""Checking HTML: its tags and attributes, which elements are closed, and the code inside it.

An HTML grammar takes what browsers take, which is anything; what a learner gets wrong is told here.
The element lists are those of the HTML standard: void elements, and those whose end tag may be left
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets.syntax.fault import Fault

_VOID = "area base br col embed hr img input link meta param source track wbr"
_MAY_STAY_OPEN = "html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th"
VOID = frozenset(_VOID.split())
MAY_STAY_OPEN = frozenset(_MAY_STAY_OPEN.split())
_ATTRIBUTE = r"""[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
_MARKUP = re.compile(
    rf"""
    <!--(?:.*?-->|(?P<comment>)) | <\?.*?\?> | <![a-zA-Z][^>]*> | <!\[CDATA\[.*?\]\]>
    | </(?P<end>[a-zA-Z][^\s/>]*)\s*>
    | <(?P<start>[a-zA-Z][^\s/><"'=]*)(?P<attributes>(?:\s+{_ATTRIBUTE}|\s*/(?!>))*+)\s*(?P<closed>/)?>
    | (?P<bad></?[a-zA-Z])
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTES = re.compile(rf"(?:\s+{_ATTRIBUTE}|\s*/(?!>))*+\s*")
_SCRIPT_TYPE = re.compile(r"""\btype\s*=\s*["']?([^\s"'>]+)""")
_SCRIPTS = {
    "module": "javascript",
    "text/javascript": "javascript",
    "application/javascript": "javascript",
    "importmap": "json",
    "application/json": "json",
    "application/ld+json": "json",
}
_TEMPLATE = re.compile(r"\{\{|\{%|<%|<\?")
_RAW = ("script", "style", "textarea", "title")


class Tag(NamedTuple):
    """An opening tag whose element is not closed yet."""

    name: str
    start: int
    end: int


def check(language: str, code: str, *, fragment: bool = False, dialect: str | None = None) -> list[Fault]:
    """The first fault of a page or a part of one; a fragment may leave its elements open."""
    fault = next(_faults(code, fragment), None)
    return [fault] if fault else []


def _faults(code: str, fragment: bool) -> Iterator[Fault]:
    opened: list[Tag] = []
    at = 0
    while match := _MARKUP.search(code, at):
        at = match.end()
        if match["comment"] is not None:
            yield Fault(match.start(), match.end(), "the comment that starts with <!-- was never closed")
        elif match["bad"]:
            yield _bad_tag(code, match)
        elif match["start"] and match["start"].lower() in _RAW and not match["closed"]:
            at, faults = _raw_text(code, match)
            yield from faults
        elif match["start"]:
            if match["start"].lower() not in VOID and not match["closed"]:
                opened.append(Tag(match["start"].lower(), *match.span()))
        elif match["end"] and not fragment:
            yield from _close(match, opened)
    if not fragment:
        yield from (_unclosed(tag) for tag in opened if tag.name not in MAY_STAY_OPEN)


def _close(match: re.Match[str], opened: list[Tag]) -> Iterator[Fault]:
    """Take the elements that an end tag closes from the open ones."""
    name = match["end"].lower()
    if name in VOID:
        yield Fault(*match.span(), f"'<{name}>' has no end tag")
    elif all(tag.name != name for tag in opened):
        yield Fault(*match.span(), f"'</{name}>' has no '<{name}>' before it")
    else:
        while (tag := opened.pop()).name != name:
            if tag.name not in MAY_STAY_OPEN:
                yield _unclosed(tag)


def _unclosed(tag: Tag) -> Fault:
    return Fault(tag.start, tag.end, f"'<{tag.name}>' was never closed")


def _raw_text(code: str, match: re.Match[str]) -> tuple[int, list[Fault]]:
    """Where the text of a script, style and so on ends, and the faults of the code in it."""
    name = match["start"].lower()
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(code, match.end())
    if closing is None:
        return len(code), [Fault(*match.span(), f"'<{name}>' was never closed")]
    language = {"style": "css", "script": "javascript"}.get(name)
    kind = _SCRIPT_TYPE.search(match["attributes"]) if name == "script" else None
    if kind:
        language = _SCRIPTS.get(kind[1].lower())
    if language is None or _TEMPLATE.search(code, match.end(), closing.start()):
        return closing.end(), []
    from codetutor_lint.snippets.syntax import check_syntax

    start = match.end()
    faults = check_syntax(language, code[start : closing.start()])
    return closing.end(), [fault._replace(start=fault.start + start, end=fault.end + start) for fault in faults]


def _bad_tag(code: str, match: re.Match[str]) -> Fault:
    """What is wrong with a tag that the pattern of a tag does not match."""
    name = re.compile(r"</?[a-zA-Z][^\s/><\"'=]*").match(code, match.start())
    assert name is not None
    attributes = _ATTRIBUTES.match(code, name.end())
    assert attributes is not None
    stopped = attributes.end()
    last = re.compile(r"""=\s*(["'])(?:(?!\1).)*\1\s*$""", re.DOTALL).search(code, name.end(), stopped)
    if last and re.search(r"[\n<>]", last[0]):
        return _open_value(last.start(1), last[1])
    following = re.compile(r"""=\s*(["'])|["'=]""").match(code, stopped)
    if following and following[1]:
        return _open_value(following.start(1), following[1])
    if following:
        return Fault(*following.span(), f"unexpected '{following[0]}' in '{name[0]}'")
    if stopped < len(code) and code[stopped] not in "<>" and code[stopped - 1] in "\"'":
        return Fault(stopped - 1, stopped, f"missing a space after {code[stopped - 1]} in '{name[0]}'")
    return Fault(*name.span(), f"missing '>' after '{name[0]}'")


def _open_value(start: int, quote: str) -> Fault:
    return Fault(start, start + 1, f"the attribute value that starts with {quote} was never closed")
