"""What is read without a YAML parser is what the YAML parser reads, and the parser has the last word on all else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.model.loading import load
from codetutor_lint.model.places import find_places
from codetutor_lint.model.plain import find_keys, read_plain
from codetutor_lint.model.source import Source, Text

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")
EXAMPLES = sorted((ROOT / "examples").glob("*/*.yaml"))
# What changes the meaning of YAML, or comes close to it.
PIECES = (
    *(
        "\n",
        " ",
        "  ",
        "    ",
        "\t",
        "#",
        "# x",
        ": ",
        ":",
        "|",
        "|-",
        "|+",
        "|2",
        ">",
        "- ",
        "[",
        "]",
        "[a, b]",
        ",",
        ", ",
    ),
    *("'", '"', "null", "true", "~", "42", "1e3", "a", "a-b", "&a", "*a", "!a", "---", "...", "%", "?", "{", "}", "@"),
    *(
        "\u0085",
        "\u2028",
        "\u00a0",
        "\ufeff",
        "\x00",
        "\r",
        "❌",
        "answer:\n",
        "answer: |\n",
        "  x: y\n",
        "  analogy: |\n",
        "level: beginner\n",
    ),
)


def placed(value: Any) -> Any:
    """Values with the places of all texts and of their lines."""
    if isinstance(value, dict):
        return {key: placed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [placed(item) for item in value]
    if isinstance(value, Text):
        return str(value), value.span, value.literal, [value.at(at) for at in range(0, len(value), 40)]
    return value


def assert_same(text: str) -> None:
    source = Source("x.yaml", text)
    plain = read_plain(source)
    if plain is not None:
        loaded, _ = load(source)
        assert (loaded.faults, loaded.duplicates) == ([], [])
        assert loaded.data is not None
        assert placed(plain) == placed(loaded.data)
        assert list(plain) == list(loaded.data)
        places = find_places(source)
        assert all(places.keys_at(*path) == keys for path, keys in find_keys(source).items())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_is_plain_and_read_as_the_parser_reads_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read_plain(Source("x.yaml", text)) is not None
    assert_same(text)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_text_that_was_tampered_with_is_read_as_the_parser_reads_it(data: st.DataObject) -> None:
    text = BASE
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        end = at + data.draw(st.sampled_from((0, 0, 1, 2, 7)))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[end:]
    assert_same(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from((*PIECES, "question: |\n", "  text\n", "tags: [", "family: ")), max_size=12))
def test_a_text_of_pieces_is_read_as_the_parser_reads_it(pieces: list[str]) -> None:
    assert_same("".join(pieces))


@pytest.mark.parametrize(
    "text",
    [
        "question: some text\n",
        "level: beginner\nlevel: advanced\n",
        "question: |\n  text",
        "question: |\n    text\n  less\n",
        "question: |2\n  text\n",
        "tags: [null]\n",
        "tags: [a,b]\n",
        "answer:\n",
        "answer: |\n",
        "  x: y\n",
        "",
    ],
)
def test_what_is_not_surely_plain_is_left_to_the_parser(text: str) -> None:
    assert read_plain(Source("x.yaml", text)) is None


def test_an_answer_that_is_text_has_no_keys() -> None:
    text = "question: |\n  q\nanswer: |\n  analogy: a\n"
    assert_same(text)
    assert list(find_keys(Source("x.yaml", text))) == [()]
