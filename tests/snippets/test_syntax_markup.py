from __future__ import annotations

import pytest

from codetutor_lint.snippets.syntax import check_syntax


@pytest.mark.parametrize(
    "code",
    [
        '<!DOCTYPE html>\n<html lang="en">\n<head><title>a < b & c</title></head>\n<body>5 > 3</body>\n</html>\n',
        "<ul><li>one<li>two</ul><p>a<p>b<table><tr><td>x</table>",
        "<img src=a.png alt='It is \"a\"'><br><input disabled required/>",
        "<button onclick=\"if (a > b) { go('x') }\">Go</button>",
        "<!-- <b> --><?xml version='1.0'?>",
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><my-part/>',
        "<script>if (a < b && c) { d(); }</script><style>a > b { color: red; }</style>",
        '<script type="text/template"><b></script><script type="application/json">{"a": 1}</script>',
        "<script>let x = {{ value }};</script>",
        "<p ...>…</p>",
    ],
)
def test_good_pages(code: str) -> None:
    assert check_syntax("html", code) == []


@pytest.mark.parametrize(
    ("code", "at", "message"),
    [
        ("<p>a <b>x</p>", "<b>", "'<b>' was never closed"),
        ("<div>\n<p>x</p>\n", "<div>", "'<div>' was never closed"),
        ("<p>x</p></div>", "</div>", "'</div>' has no '<div>' before it"),
        ("<br></br>", "</br>", "'<br>' has no end tag"),
        ('<a href="x>y</a>\n<p class="z">k</p>', '"', 'the attribute value that starts with " was never closed'),
        ('<img src="a.png" alt="b>\n', '"', 'the attribute value that starts with " was never closed'),
        ("<div <p>x</p></div>", "<div", "missing '>' after '<div'"),
        ("<p>hi</p\n<p>", "</p", "missing '>' after '</p'"),
        ('<p class="a"id="b">x</p>', '"', "missing a space after \" in '<p'"),
        ("<p =x>y</p>", "=", "unexpected '=' in '<p'"),
        ("<!-- never", "<!--", "the comment that starts with <!-- was never closed"),
        ("<style>a { color red; }</style>", "color", "missing ':' after 'color'"),
        ("<p></p><script>f(1;</script>", "(", "'(' was never closed"),
        ("<script>f()", "<script>", "'<script>' was never closed"),
    ],
)
def test_refused(code: str, at: str, message: str) -> None:
    [fault] = check_syntax("html", code)
    assert (code[fault.start : fault.end], fault.message) == (at, message)


@pytest.mark.parametrize("code", ["<div>\n", "</div>\n", "<li><a href='x'>"])
def test_fragments(code: str) -> None:
    assert check_syntax("html", code, fragment=True) == []
    assert check_syntax("html", code) != []
