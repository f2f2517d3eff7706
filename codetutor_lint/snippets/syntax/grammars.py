"""The tree-sitter grammars: which wheel parses which language, and what each needs to know."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Parser


class Grammar(NamedTuple):
    """One grammar: its wheel and the function in it that hands out the language.

    ``wrappers`` are (prefix, suffix) pairs that make a whole of what teaching code legitimately
    leaves out, such as the class around a method; ``fragments`` are tried only for a block that says
    it is a fragment. ``dialects`` are the grammars to try, where it is more than the one.
    """

    package: str
    function: str = "language"
    wrappers: tuple[tuple[str, str], ...] = ()
    fragments: tuple[tuple[str, str], ...] = ()
    dialects: tuple[str, ...] = ()


JSX_OPENING = "<>"
_ELEMENTS = (JSX_OPENING, "</>")
_CLASS = ("class _X { ", "\n}")
_METHOD = ("class _X { void _x() { ", "\n} }")
# What braces can hold a piece of: a value, arguments, the branches of a statement.
_PIECES = (
    ("_x = ", "\n;"),
    ("_x(", "\n);"),
    ("switch (_x) { ", "\n}"),
    ("try { } ", "\n"),
    ("if (_x) { } ", "\n"),
    ("if (_x) ", "\n"),
    ("", "\n;"),
)
_SCRIPT = (_CLASS, ("_x = { ", "\n};"), *_PIECES, ("_x = [", "\n];"), ("interface _X { ", "\n}"))
_TYPED = (("type _X = ", "\n;"),)


def _inside(opening: str, closing: str, pieces: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((opening + before, after + closing) for before, after in pieces)


_MEMBERS = (
    *_inside("class _X { void _x() { ", " } }", _PIECES),
    ("class _X { void _x(", "\n) { } }"),
    ("class _X { ", "\n _x; }"),
    ("class _X { ", "\n; }"),
)
_CSHARP = (*_MEMBERS, ("class _X { int _x() ", "\n}"), ("class _X<T> ", "\n{ }"))
_C = (*_inside("void _x(void) { ", " }", _PIECES), ("void _x(", "\n);"))
_CPP = (*_C, ("", "\nvoid _x();"), ("", "\nclass _X;"))
_GO = (
    ("func _x() { _x = ", "\n}"),
    ("func _x() { _x(", ",\n) }"),
    ("func _x() { switch { ", "\n} }"),
    ("func _x() { if _x { } ", "\n}"),
    ("func _x() { if _x ", "\n}"),
    ("type _X struct {\n", "\n}"),
    ("type _X interface {\n", "\n}"),
    ("type _X ", "\n"),
    ("", "\n{ }"),
)
_RUST = (
    ("fn _f() { match _x { ", "\n} }"),
    ("fn _f() { _x(", "\n); }"),
    ("fn _f() { if _x { } ", "\n}"),
    ("fn _f() { if _x ", "\n}"),
    ("impl _X { ", "\n}"),
    ("struct _X { ", "\n}"),
    ("enum _X { ", "\n}"),
    ("type _X = ", "\n;"),
    ("", "\n{ }"),
)

GRAMMARS: dict[str, Grammar] = {
    "javascript": Grammar("tree_sitter_javascript", wrappers=(_ELEMENTS,), fragments=_SCRIPT),
    "jsx": Grammar("tree_sitter_javascript", wrappers=(_ELEMENTS,), fragments=_SCRIPT),
    "typescript": Grammar(
        "tree_sitter_typescript",
        "language_typescript",
        fragments=(*_SCRIPT, *_TYPED),
        dialects=("typescript", "tsx"),
    ),
    "tsx": Grammar("tree_sitter_typescript", "language_tsx", wrappers=(_ELEMENTS,), fragments=(*_SCRIPT, *_TYPED)),
    "java": Grammar("tree_sitter_java", wrappers=(_CLASS, _METHOD), fragments=_MEMBERS),
    "csharp": Grammar("tree_sitter_c_sharp", wrappers=(_CLASS, _METHOD), fragments=_CSHARP),
    "c": Grammar("tree_sitter_c", wrappers=(("void _x(void) { ", "\n}"),), fragments=(("struct _X { ", "\n};"), *_C)),
    "cpp": Grammar("tree_sitter_cpp", wrappers=(("void _x() { ", "\n}"), ("class _X { ", "\n};")), fragments=_CPP),
    "go": Grammar("tree_sitter_go", fragments=_GO),
    "rust": Grammar("tree_sitter_rust", wrappers=(("fn _f() { ", "\n}"),), fragments=_RUST),
    "bash": Grammar("tree_sitter_bash", fragments=(("if true; ", "\n"), ("case _x in ", "\nesac"))),
    "css": Grammar(
        "tree_sitter_css",
        wrappers=(("_ { ", "\n}"),),
        fragments=(("@keyframes _x { ", "\n}"), ("", "\n{ }"), ("_ { _: ", "\n}")),
    ),
}


@cache
def parser_for(key: str) -> Parser:
    """The parser of a grammar; the wheel is imported the first time it is asked for."""
    from tree_sitter import Language, Parser

    grammar = GRAMMARS[key]
    return Parser(Language(getattr(import_module(grammar.package), grammar.function)()))
