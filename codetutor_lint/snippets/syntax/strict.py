"""What a grammar takes although the language does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.snippets.syntax import lexis
from codetutor_lint.snippets.syntax.fault import Fault
from codetutor_lint.snippets.syntax.misspelling import misspelled, swaps
from codetutor_lint.snippets.syntax.parsing import Attempt, keywords_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node, Tree

_WORD = re.compile(r"[A-Za-z]{3,}")
_COMMAS = re.compile(r"[,({]\s*,")
_COMMA_LISTS = frozenset(
    {"arguments", "object", "formal_parameters", "object_pattern", "named_imports", "export_clause", "object_type"}
)
_SCRIPTS = ("javascript", "jsx", "typescript", "tsx")
_NEXT_PROPERTY = re.compile(r":[^;{}:]*\s[\w-]+:(?!:)")
_PROPERTY = re.compile(r"[\w-]+:")
_BEFORE_STATEMENT = ("", "\n", ";", "{", "}", "(", ",")
_MACRO_LINE = re.compile(r"\w!\s*[(\[].*[)\]][ \t]*\n")


def overlooked(language: str, attempt: Attempt, tree: Tree) -> Fault | None:
    """A fault that the grammar let pass, or None."""
    text, root = attempt.text, tree.root_node
    fault = _swapped_keyword(language, attempt)
    if fault is None and language in _SCRIPTS and _COMMAS.search(text):
        fault = _doubled_comma(attempt, root)
    if fault is None and language in _SCRIPTS and "</" in text:
        fault = _mismatched_element(attempt, root)
    if fault is None and language == "css":
        fault = _css(attempt, root)
    if fault is None and language == "rust" and _MACRO_LINE.search(text):
        fault = _unended_macro(attempt, root)
    return fault


def _swapped_keyword(language: str, attempt: Attempt) -> Fault | None:
    """A name that is a keyword with two letters swapped: ``retrun x;`` declares an ``x`` in C."""
    keywords = keywords_of(attempt.grammar)
    if swaps(keywords).keys().isdisjoint(_WORD.findall(attempt.text)):
        return None
    for token, keyword in misspelled(lexis.tokens(language, attempt.text), keywords):
        if len(keyword) > 3 or _leads(attempt.text, token):
            message = f"'{token.text}' is not a keyword; did you mean '{keyword}'?"
            return Fault(token.start, token.end, message)
    return None


def _leads(code: str, token: lexis.Token) -> bool:
    """Whether a word begins a statement in which another word or a parenthesis comes next."""
    before = code[: token.start].rstrip(" \t")
    after = code[token.end : token.end + 2]
    return before[-1:] in _BEFORE_STATEMENT and after[:1] == " " and (after[1:].isalpha() or after[1:] in "({[$\"'")


def _doubled_comma(attempt: Attempt, root: Node) -> Fault | None:
    for node in _walk(root):
        if node.type in _COMMA_LISTS:
            previous = "("
            for child in node.children:
                if child.type == "," and previous in ",({":
                    start = attempt.place(_code_point(attempt, child.start_byte))
                    return Fault(start, start + 1, f"unexpected ',' after '{previous}'")
                previous = previous if child.is_extra else child.type
    return None


def _mismatched_element(attempt: Attempt, root: Node) -> Fault | None:
    for node in _walk(root):
        if node.type == "jsx_element":
            opening, closing = (_tag_name(child) for child in (node.children[0], node.children[-1]))
            if opening != closing:
                start, end = (
                    attempt.place(_code_point(attempt, offset))
                    for offset in (node.children[-1].start_byte, node.children[-1].end_byte)
                )
                return Fault(start, end, f"'</{closing}>' does not match '<{opening}>'")
    return None


def _tag_name(tag: Node) -> str:
    name = tag.child_by_field_name("name")
    return (name.text or b"").decode("utf-8", "replace") if name else ""


def _unended_macro(attempt: Attempt, root: Node) -> Fault | None:
    """A macro call without a semicolon that something follows in its block."""
    for node in _walk(root):
        if node.type == "macro_invocation" and node.parent and node.parent.type in ("block", "source_file"):
            after = node.next_sibling
            while after and after.is_extra:
                after = after.next_sibling
            if after and after.is_named and (node.text or b"")[-1:] in b")]":
                end = attempt.place(_code_point(attempt, node.end_byte))
                return Fault(end - 1, end, f"missing ';' after '{attempt.text[end - 1]}'")
    return None


def _css(attempt: Attempt, root: Node) -> Fault | None:
    """A string that runs on into the next line, or a property where the grammar sees a value."""
    text = attempt.text
    if text.count('"') % 2 or text.count("'") % 2:
        fault = lexis.unclosed_string("css", text, len(text))
        if fault:
            return fault
    if not _NEXT_PROPERTY.search(text):
        return None
    for node in _walk(root):
        value = (node.text or b"").decode("utf-8", "replace")
        if node.type == "plain_value" and _PROPERTY.match(value) and node.parent and node.prev_named_sibling:
            before = node.prev_named_sibling
            if node.parent.type == "declaration" and before.type != "property_name":
                end = attempt.place(_code_point(attempt, before.end_byte))
                return Fault(end - 1, end, f"missing ';' after '{(before.text or b'').decode()}'")
    return None


def _walk(root: Node) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.children))


def _code_point(attempt: Attempt, offset: int) -> int:
    return len(attempt.whole.encode()[:offset].decode())
