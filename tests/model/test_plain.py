"""The plain reader reads exactly what the YAML parser reads, values and places, or leaves it to the parser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.model.document import Document
from codetutor_lint.model.loading import load
from codetutor_lint.model.places import Places
from codetutor_lint.model.plain import read_plain
from codetutor_lint.model.source import Source, Text

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*/*.yaml"))
BASE = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")


def described(value: Any) -> Any:
    """A value with its type and the places of its characters."""
    if isinstance(value, Text):
        places = [value.at(at, at + 1) for at in range(0, len(value), 7)] + [value.at(0)]
        return ("text", str(value), value.literal, value.span.start, places)
    if isinstance(value, dict):
        return {key: described(item) for key, item in value.items()}
    return [described(item) for item in value] if isinstance(value, list) else value


def agree(text: str) -> bool:
    """Whether the plain reader reads a text; if so, as the parser does."""
    source = Source("x.yaml", text)
    plain = read_plain(source)
    if plain is None:
        return False
    loaded, root = load(source)
    assert (loaded.faults, loaded.duplicates) == ([], [])
    assert described(plain.data) == described(loaded.data)
    places = Places(source, root)
    assert plain.keys == {path: places.keys_at(*path) for path in plain.keys}
    return True


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_example_is_read_the_same(path: Path) -> None:
    agree(path.read_text(encoding="utf-8"))


def test_an_example_as_new_writes_it_is_plain() -> None:
    assert agree(BASE)
    assert agree("# A comment.\n\n" + BASE)
    assert agree("\ufeff" + BASE.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    ("found", "by"),
    [
        ("level: beginner", "level: 42"),
        ("level: beginner", "level: null"),
        ("level: beginner", "level: true"),
        ("level: beginner", "level: beginner  # easy"),
        ("level: beginner", "level: beginner "),
        ("level: beginner", "level: 'beginner'"),
        ("level: beginner", "level: beginner\nlevel: advanced"),
        ("level: beginner", "level: beginner\n  and more"),
        ("level: beginner", "level: &a beginner"),
        ("level: beginner", "level: beginner\n---"),
        ("tags: [loops]", "tags: [loops,lists]"),
        ("tags: [loops]", "tags: [loops, null]"),
        ("tags: [loops]", "tags: []"),
        ("tags: [loops]", "tags:\n  - loops"),
        ("question: |", "question: |-"),
        ("question: |", "question: >"),
        ("question: |", "question: |2"),
        ("question: |", "question: |  # often"),
        ("question: |\n", "question: |\n\n"),
        ("question: |\n", "question: |\n   "),
        ("question: |\n", "question: |\n\t"),
        ("question: |\n  How", "question: |\n   How"),
        ("Python?\n", "Python?\n# comment\n"),
        ("Python?\n", "Python?\n  \n"),
        ("Python?\n", "Python?\n   \n"),
        ("Python?\n", "Python?\n\n\n"),
        ("Python?\n", "Python?\n more\n"),
        ("Python?\n", "Python?\nmore\n"),
        ("Python?\n", "Python?  \n\ttab\n"),
        ("answer:\n", "answer:\n\n"),
        ("answer:\n", "answer:\n  # comment\n"),
        ("answer:\n", "answer: {}\nother:\n"),
        ("its own line.\n", "its own line."),
        ("its own line.\n", "its own line.\n\n\n"),
        ("its own line.\n", "its own line.\n...\n"),
        ("its own line.\n", "its own line.\n  # more\n"),
        ("music", "mu\u2028sic"),
        ("music", "mu\0sic"),
    ],
)
def test_what_is_written_in_another_way_is_read_the_same_or_left_to_the_parser(found: str, by: str) -> None:
    assert found in BASE
    agree(BASE.replace(found, by))


SPOTS = st.lists(
    st.tuples(
        st.integers(0, len(BASE)),
        st.integers(0, 3),
        st.sampled_from(["", " ", "\n", "  ", "\t", ":", "|", "#", "-", "~", "x", "\r"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=600, deadline=None)
@given(SPOTS)
def test_any_damage_is_read_the_same_or_left_to_the_parser(spots: list[tuple[int, int, str]]) -> None:
    text = BASE
    for at, length, by in spots:
        text = text[:at] + by + text[at + length :]
    agree(text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "a:",
                "a: |",
                "b: x",
                "answer:",
                "  a: |",
                "  x",
                "    x",
                "   x",
                "",
                "  ",
                "# c",
                "b: [x, y]",
                "b: 1",
            ]
        ),
        max_size=7,
    )
)
def test_any_lines_are_read_the_same_or_left_to_the_parser(lines: list[str]) -> None:
    agree("\n".join([*lines, ""]))


def test_places_are_found_later_on_demand() -> None:
    document = Document(Source("x.yaml", BASE), "loops/repeat")
    assert document.is_plain
    assert BASE[slice(*document.key_span("answer", "analogy"))] == "analogy"
    assert BASE[slice(*document.value_span("tags", 0))] == "loops"
