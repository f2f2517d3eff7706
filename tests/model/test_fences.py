"""Fences found by a line scan, as a whole Markdown parser finds them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from codetutor_lint.model import fences
from codetutor_lint.model.fences import Fence, outside_fences, scan_fences

# Lines of prose, code and lists; lines that open, close or nearly open or close a fence. An indented
# line may not open one at the left edge, and no container begins a fence: those are told by a rule.
TEXT = st.sampled_from(["", "text", "- item", "1. item", "  more", "> quote", "# Title", "    code", "a ``` b", "`x`"])
OPENING = st.sampled_from(
    ["```", "````", "~~~", "```python", "``` py flag", "~~~~ text", "```a`b", "~~~a`b~", "``", "~~"]
)
CLOSING = st.sampled_from(["```", "````", "~~~", "~~~~~", "``` ", "```\t", " ```", "   ```", "    ```", "   ~~~"])
CODE = st.sampled_from(["x = 1", "", "  y", "```x", "~~~ y", "# no title", "- no item"])
MARKDOWN = st.lists(
    st.one_of(
        TEXT, st.builds(lambda a, lines, b: "\n".join([a, *lines, b]), OPENING, st.lists(CODE, max_size=3), CLOSING)
    ),
    max_size=6,
).map("\n".join)


def by_parser(text: str) -> list[tuple[str, str]]:
    """The info string and the code of each top-level fence, as CommonMark has it."""
    tokens = MarkdownIt("commonmark").parse(text)
    return [(token.info.strip(), token.content) for token in tokens if token.type == "fence" and token.level == 0]


def by_scan(text: str) -> list[tuple[str, str]]:
    found = [fence for fence in scan_fences(text) if not fence.indent]
    return [(" ".join(fence.info_words), fence.code) for fence in found]


def normalized(fences: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without what the last, open fence may end with: the parser always ends it with a line feed."""
    return [(" ".join(info.split()), code.rstrip("\n")) for info, code in fences]


@settings(max_examples=500)
@given(MARKDOWN)
def test_top_level_fences_are_those_of_a_markdown_parser(text: str) -> None:
    scanned = scan_fences(text)
    if any(fence.indent for fence in scanned):  # such a fence is read otherwise on purpose, with all behind it
        text = text[: next(fence.start for fence in scanned if fence.indent)]
    assert normalized(by_scan(text)) == normalized(by_parser(text))


def only(text: str) -> Fence:
    [fence] = scan_fences(text)
    return fence


def test_a_fence_knows_its_parts() -> None:
    text = "before\n```py fails file=a.py\nx = 1\n```\nafter\n"
    fence = only(text)
    assert (fence.language, fence.flags, fence.code, fence.closed) == (
        "python",
        ("fails", "file=a.py"),
        "x = 1\n",
        True,
    )
    assert fence.flag_value("file") == "a.py"
    assert fence.flag_value("needs") is None
    assert text[fence.start : fence.end] == "```py fails file=a.py\nx = 1\n```"
    assert text[fence.info :].startswith("py fails")
    assert text[fence.code_start :].startswith("x = 1")


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("```\nx\n```", True),
        ("```\nx\n   ```", True),
        ("```\nx\n    ```", False),
        ("````\nx\n```", False),
        ("```\nx\n`````", True),
        ("```\nx\n```python", False),
        ("```\nx\n~~~", False),
        ("~~~\n```\n~~~", True),
        ("```", False),
        ("```\n", False),
        ("```\n```", True),
    ],
)
def test_a_fence_is_closed_by_a_line_of_its_own_kind(text: str, closed: bool) -> None:
    assert only(text).closed == closed


def test_an_open_fence_reaches_to_the_end() -> None:
    fence = only("```python\nx\n\ny")
    assert (fence.code, fence.end) == ("x\n\ny", 14)


@pytest.mark.parametrize("text", ["a ``` b", "``x``", "```a`b", "`` ` ``", "~~ no ~~", ""])
def test_what_only_resembles_a_fence_is_none(text: str) -> None:
    assert scan_fences(text) == []


@pytest.mark.parametrize(
    ("text", "indent", "code"),
    [
        ("- item\n  ```python\n  x\n  ```\n", 2, "  x\n"),
        ("      ```python\n      x\n      ```\n", 6, "      x\n"),
        ("- ```python\n  x\n  ```\n", 2, "  x\n"),
        ("1. - ```python\n     x\n     ```\n", 5, "     x\n"),
        ("> ```python\n> x\n> ```\n", 2, "> x\n"),
        ("\t```python\n\tx\n\t```\n", 1, "\tx\n"),
    ],
)
def test_an_indented_fence_is_found_as_such(text: str, indent: int, code: str) -> None:
    fence = only(text)
    assert (fence.indent, fence.code, fence.closed) == (indent, code, True)


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("", ""),
        ("py", "python"),
        ("C#", "csharp"),
        ("PYTHON", "python"),
        ("cobol", "cobol"),
        ("c++", "cpp"),
        ("h", "c"),
    ],
)
def test_a_language_has_one_name(info: str, language: str) -> None:
    assert only(f"```{info}\n```").language == language


@given(MARKDOWN)
def test_fences_and_what_is_outside_make_up_the_text(text: str) -> None:
    fences = scan_fences(text)
    inside = [(fence.start, text[fence.start : fence.end]) for fence in fences]
    assert "".join(part for _, part in sorted(inside + outside_fences(text))) == text


@pytest.mark.parametrize(
    "text",
    [
        "`" * 200_000,
        "`" * 200_000 + "x`",
        "``` a" + " " * 200_000 + "b",
        " " * 200_000 + "```",
        "- " * 100_000 + "```",
        "```\n" * 60_000,
        "~~~ `\n" * 40_000,
    ],
    ids=len,
)
def test_hostile_text_is_scanned_in_no_time(text: str) -> None:
    started = time.perf_counter()
    scan_fences(text)
    assert time.perf_counter() - started < 5


LINES = st.lists(
    st.sampled_from(
        ["```", "```python", "```js fails", "``` text", "````", "  ```", "x", "", "a `b` c", "- ```", "```a`b"]
    )
)


@given(LINES.map("\n".join), st.sampled_from(["", "\n"]))
def test_simple_fences_are_found_as_all_others(text: str, end: str) -> None:
    simple = fences.scan_fences(text + end), fences.outside_fences(text + end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fences, "_split_simple", lambda text: None)
        assert (fences.scan_fences(text + end), fences.outside_fences(text + end)) == simple
