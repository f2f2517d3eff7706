"""The tree-sitter grammars: which wheel parses which language, and what each needs to know."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

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
_FRAGMENT = (JSX_OPENING, "</>")
_CALL = ("_x(", "\n);")
_ARRAY = ("_x = [", "\n];")
_CLASS = ("class _X { ", "\n}")
_METHOD = ("class _X { void _x() { ", "\n} }")
_EXPRESSION = ("_x = ", "\n;")
_SWITCH = ("switch (_x) { ", "\n}")
_CATCH = ("try { } ", "\n")
_ELSE = ("if (_x) { } ", "\n")

_CURLY = (_EXPRESSION, _CALL, _SWITCH, _CATCH, _ELSE)
_SCRIPT = (_CLASS, ("_x = { ", "\n};"), *_CURLY, _ARRAY, ("interface _X { ", "\n}"))
_JAVA = tuple(("class _X { void _x() { " + a, b + " } }") for a, b in _CURLY)
_C_BODY = tuple(("void _x(void) { " + a, b + " }") for a, b in _CURLY)
_GO_BODY = tuple(
    ("package _x; func _x() { " + a, b + " }")
    for a, b in (("", "\n"), ("_ = ", "\n"), ("_x(", ",\n)"), ("switch { ", "\n}"), ("if _x { } ", "\n"))
)
_RUST_BODY = tuple(
    ("fn _f() { " + a, b + " }") for a, b in (("match _x { ", "\n}"), ("_x(", "\n);"), ("if _x { } ", "\n"))
)

GRAMMARS: dict[str, Grammar] = {
    "javascript": Grammar("tree_sitter_javascript", "language", (_FRAGMENT,), _SCRIPT),
    "jsx": Grammar("tree_sitter_javascript", "language", (_FRAGMENT,), _SCRIPT),
    "typescript": Grammar("tree_sitter_typescript", "language_typescript", (), _SCRIPT, ("typescript", "tsx")),
    "tsx": Grammar("tree_sitter_typescript", "language_tsx", (_FRAGMENT,), _SCRIPT),
    "java": Grammar("tree_sitter_java", "language", (_CLASS, _METHOD), _JAVA),
    "csharp": Grammar("tree_sitter_c_sharp", "language", (_CLASS, _METHOD), _JAVA),
    "c": Grammar("tree_sitter_c", "language", (("void _x(void) { ", "\n}"),), (("struct _X { ", "\n};"), *_C_BODY)),
    "cpp": Grammar("tree_sitter_cpp", "language", (("void _x() { ", "\n}"), ("class _X { ", "\n};")), _C_BODY),
    "go": Grammar(
        "tree_sitter_go", "language", (), (*_GO_BODY, ("type _X struct { ", "\n}"), ("type _X interface { ", "\n}"))
    ),
    "rust": Grammar(
        "tree_sitter_rust",
        "language",
        (("fn _f() { ", "\n}"),),
        (*_RUST_BODY, ("impl _X { ", "\n}"), ("struct _X { ", "\n}"), ("enum _X { ", "\n}")),
    ),
    "bash": Grammar("tree_sitter_bash", "language", (), (("if true; then ", "\nfi"), ("case _ in ", "\nesac"))),
    "css": Grammar("tree_sitter_css", "language", (("_ { ", "\n}"),), ()),
}


@cache
def parser_for(key: str) -> Parser:
    """The parser of a grammar; the wheel is imported the first time it is asked for."""
    from tree_sitter import Language, Parser

    grammar = GRAMMARS[key]
    return Parser(Language(getattr(import_module(grammar.package), grammar.function)()))
