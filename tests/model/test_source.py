"""Places in a file: counted as people count, kept through line ends and marks, and edits that touch nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model.source import Source, Span, Text

NEWLINES = ("\n", "\r\n", "\r")
LINES = st.lists(st.text(alphabet="ab \t🐍é{}:|", max_size=6), min_size=1, max_size=8)
FILES = st.builds(
    lambda lines, ends, bom: (
        ("\ufeff" if bom else "") + "".join(f"{a}{b}" for a, b in zip(lines, ends, strict=False)) + lines[-1]
    ),
    LINES,
    st.lists(st.sampled_from(NEWLINES), min_size=8, max_size=8),
    st.booleans(),
)


@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_lines_and_columns_do_not_depend_on_line_ends_and_marks(newline: str, bom: str) -> None:
    source = Source("x.yaml", f"{bom}a🐍b{newline}{newline}c")
    places = [source.location(source.text.index(letter)) for letter in "abc"]
    assert places == [(1, 1), (1, 3), (3, 1)]


def test_an_empty_file_begins_at_one_one() -> None:
    assert Source("x.yaml", "").location(0) == (1, 1)
    assert Source("x.yaml", "\ufeff").location(0) == (1, 1)


def test_the_end_of_the_text_is_a_place() -> None:
    assert Source("x.yaml", "a\n").location(2) == (2, 1)


def test_only_line_feeds_and_returns_end_lines() -> None:
    source = Source("x.yaml", "a\u2028b\u0085c\x0cd\ne")
    assert source.location(source.text.index("e")) == (2, 1)
    assert source.line(1) == "a\u2028b\u0085c\x0cd"


def test_offset_is_clamped_to_the_text() -> None:
    source = Source("x.yaml", "ab\nc")
    assert [source.offset(2, 1), source.offset(9, 9)] == [3, 4]


@given(FILES)
def test_offsets_and_locations_are_inverse(text: str) -> None:
    source = Source("x.yaml", text)
    assert all(source.offset(*source.location(at)) == at for at in range(len(source.text) + 1))


@given(FILES)
def test_rewriting_nothing_gives_the_file_back(text: str) -> None:
    assert Source("x.yaml", text).rewrite([]) == text


@given(FILES, st.data())
def test_rewriting_touches_nothing_else(text: str, data: st.DataObject) -> None:
    source = Source("x.yaml", text)
    places = sorted(data.draw(st.lists(st.integers(0, len(source.text)), min_size=2, max_size=6)))
    edits = [(a, b, "«new»") for a, b in zip(places[::2], places[1::2], strict=False)]
    written = source.rewrite(edits)
    pieces = written.split("«new»")
    at = 0
    for piece in pieces:  # what stands between the edits stands in the file, byte for byte and in order
        at = text.index(piece, at) + len(piece)
    expected = "".join(
        f"{source.text[a:b]}{'«new»' if number < len(edits) else ''}"
        for number, (a, b) in enumerate(
            zip([0, *(end for _, end, _ in edits)], [*(start for start, _, _ in edits), None], strict=True)
        )
    )
    assert Source("x.yaml", written).text == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\r\nb\r\n", "a\r\nx\r\ny\r\n"),
        ("a\nb\n", "a\nx\ny\n"),
        ("a\rb\r", "a\rx\ry\r"),
        ("a\nb\nc\rd\n", "a\nx\ny\nc\rd\n"),
    ],
)
def test_new_lines_end_as_most_lines_do(text: str, written: str) -> None:
    source = Source("x.yaml", text)
    at = source.text.index("b")
    assert source.rewrite([(at, at + 1, "x\ny")]) == written


@pytest.mark.parametrize(
    "block",
    [
        "key: |\n  one\n  two\n",
        "key: |\n\n    🐍 one\n\n      two\n",
        "key: |  # why\n  one\n   \n  two  \n",
        "key: |-\n  one\n  two",
        "key:\n  |\n  one\n",
        "key: |2\n    one\n  two\n",
    ],
)
def test_each_character_of_a_block_knows_its_place(block: str) -> None:
    from codetutor_lint.model.document import Document

    document = Document(Source("x.yaml", block), "a/b")
    assert document.data is not None
    value = document.data["key"]
    for at, character in enumerate(value):
        span = value.at(at, at + 1)
        assert block[span.start] == character, (at, character)


def test_a_quoted_value_stands_at_its_whole_span() -> None:
    value = Text.plain("a\nb", Source("x.yaml", '"a\\nb"'), 0, 6)
    assert value.at(0, 1) == value.at(2, 3) == Span(0, 6)


def test_a_place_without_an_end_reaches_to_the_end_of_its_line() -> None:
    text = Text.whole(Source("<reply>", "one\ntwo\nthree"))
    assert text.at(4) == Span(4, 7)


@given(st.text(alphabet="ab \n", max_size=30), st.data())
def test_a_part_knows_the_same_places_as_the_whole(value: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(value))] * 2)))
    indented = "".join(f"  {line}\n" if line.strip() else f"{line}\n" for line in f"x{value}x".split("\n"))
    source = Source("x.yaml", f"key: |\n{indented}")
    whole = Text.block(f"x{value}x\n", source, 5, len(source.text))
    part = whole.part(start + 1, end + 1)
    assert [part.at(at, at + 1) for at in range(len(part))] == [
        whole.at(start + 1 + at, start + 2 + at) for at in range(len(part))
    ]
