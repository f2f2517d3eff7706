"""One loader of YAML: values with places, and everything that is no document named and refused in no time."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.model.document import Document
from codetutor_lint.model.loading import MAX_DEPTH, NotString, plain_type
from codetutor_lint.model.source import Source, Span

# Far more than any of these takes, and far less than what an unguarded parser needs for the hostile ones.
SECONDS = 5


def read(text: str) -> Document:
    return Document(Source("x.yaml", text), "loops/x")


def kinds(text: str) -> list[str]:
    return [fault.kind for fault in read(text).faults]


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("", "empty", (1, 1)),
        ("# only a comment\n", "empty", (1, 1)),
        ("\ufeff", "empty", (1, 1)),
        ("- a\n", "not-a-mapping", (1, 1)),
        ("text\n", "not-a-mapping", (1, 1)),
        ("a: b\n\x00\n", "forbidden-character", (2, 1)),
        ("a: 🐍\x1b\n", "forbidden-character", (1, 5)),
        ("a: x\u2028y\n", "forbidden-character", (1, 5)),
        ("a: x\u0085y\n", "forbidden-character", (1, 5)),
        ("a: x\ufeffy\n", "forbidden-character", (1, 5)),
        ("a: \ud800\n", "forbidden-character", (1, 4)),
        ('a: "x\\u2028"\n', "forbidden-character", (1, 4)),
        ('a: "x\\r"\n', "forbidden-character", (1, 4)),
        ('a: "\\ud800"\n', "syntax", (1, 7)),
        ("a: [b\n", "syntax", (2, 1)),
        ("a:\n\tb: c\n", "syntax", (2, 1)),
        ("a: b\n---\nc: d\n", "several-documents", (2, 1)),
        ("a: &x b\n", "anchor", (1, 4)),
        ("a: *x\n", "alias", (1, 4)),
        ("a: !!str b\n", "tag", (1, 4)),
        ("&k a: b\n", "anchor", (1, 1)),
        ("? [a]\n: b\n", "complex-key", (1, 3)),
        ("? {a: b}\n: c\n", "complex-key", (1, 3)),
    ],
)
def test_what_is_no_document_is_named_with_its_place(text: str, kind: str, place: tuple[int, int]) -> None:
    document = read(text)
    assert document.data is None
    assert document.faults[0].kind == kind
    assert document.source.location(document.faults[0].span.start) == place


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("brackets", "a: " + "[" * 20_000),
        ("braces", "{" * 250_000),
        ("brackets on lines of their own", "[\n" * 100_000),
        ("dashes", "- " * 30_000),
        ("question marks", "? " * 60_000),
        ("deeper and deeper keys", "\n".join(f"{' ' * depth}a:" for depth in range(700))),
        ("an alias bomb", "a: &a [x, x]\n" + "".join(f"a{n}: &a{n} [*a, *a, *a, *a]\n" for n in range(5000))),
        ("an alias bomb of levels", "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9 if n else 'x'}]\n" for n in range(20))),
        ("anchors", "a:\n" + "".join(f"- &a{n} x\n" for n in range(20_000))),
        ("tags", "a:\n" + "- !x y\n" * 30_000),
        ("keys", "".join(f"a{n}: b\n" for n in range(25_000))),
        ("one key again and again", "a: b\n" * 50_000),
        ("one long line", f"a: {'b' * 250_000}"),
        ("a quotation that never ends", 'a: "' + "b\n" * 100_000),
        ("colons", "a: " + "b: " * 80_000),
    ],
)
def test_hostile_text_is_read_or_refused_in_no_time(name: str, text: str) -> None:
    started = time.perf_counter()
    document = read(text)
    assert time.perf_counter() - started < SECONDS, name
    assert document.data is not None or document.faults


@pytest.mark.parametrize("depth", [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1])
def test_depth_has_a_limit_and_the_limit_itself_is_allowed(depth: int) -> None:
    brackets = depth - 2  # the mapping and the text are levels too
    assert ("too-deep" in kinds(f"a: {'[' * brackets}x{']' * brackets}")) == (depth > MAX_DEPTH)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("", "null"),
        ("~", "null"),
        ("null", "null"),
        ("NULL", "null"),
        ("true", "bool"),
        ("False", "bool"),
        ("42", "int"),
        ("-1", "int"),
        ("010", "int"),
        ("0x1f", "int"),
        ("0o17", "int"),
        ("1.5", "float"),
        (".5", "float"),
        ("1e3", "float"),
        (".inf", "float"),
        (".NaN", "float"),
        ("yes", None),
        ("no", None),
        ("on", None),
        ("1.2.3", None),
        ("1_000", None),
        ("12:30", None),
        ("2026-11-23", None),
        ("tRUE", None),
        ("0b1", None),
    ],
)
def test_plain_scalars_are_what_yaml_1_2_says(written: str, kind: str | None) -> None:
    assert plain_type(written) == kind
    data = read(f"a: {written}\n").data
    assert data is not None
    assert isinstance(data["a"], NotString) == (kind is not None)


@pytest.mark.parametrize("quoted", ['"42"', "'true'", "|\n  null\n", ">\n  1.5\n", '""'])
def test_quoted_scalars_are_text(quoted: str) -> None:
    data = read(f"a: {quoted}\n").data
    assert data is not None
    assert isinstance(data["a"], str)


def test_keys_are_text_whatever_they_look_like() -> None:
    assert list(read("42: a\ntrue: b\n'': c\n").data or ()) == ["42", "true", ""]


def test_the_first_of_two_equal_keys_counts_and_the_second_is_told() -> None:
    document = read("a: 1x\nb:\n  c: x\n  c: y\na: 2x\n")
    assert document.data == {"a": "1x", "b": {"c": "x"}}
    assert [(d.path, d.key, document.source.location(d.span.start)) for d in document.duplicates] == [
        (("b",), "c", (4, 3)),
        ((), "a", (5, 1)),
    ]


DOCUMENT = """\
# first
a: |  # text
  one

  two

# between
b:
  - x
  - "y z"  # last

# after
c:
  d: plain
  # inside
  e: >-
    folded
# end
"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("a",), "a: |  # text\n  one\n\n  two"),
        (("b",), 'b:\n  - x\n  - "y z"'),
        (("c",), "c:\n  d: plain\n  # inside\n  e: >-\n    folded"),
        (("c", "e"), "e: >-\n    folded"),
        (("missing",), ""),
    ],
)
def test_an_extent_reaches_from_the_key_to_the_end_of_its_value(path: tuple[str, ...], text: str) -> None:
    assert DOCUMENT[slice(*read(DOCUMENT).extent(*path))] == text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("a",), "|  # text\n  one\n\n  two"),
        (("b", 1), '"y z"'),
        (("c", "d"), "plain"),
        (("c", "missing"), "c"),
        (("missing",), ""),
        (("b", 9), "b"),
    ],
)
def test_a_value_has_a_place_and_a_missing_one_its_parents_key(path: tuple[str | int, ...], text: str) -> None:
    assert DOCUMENT[slice(*read(DOCUMENT).value_span(*path))] == text


def test_keys_have_places() -> None:
    document = read(DOCUMENT)
    assert [DOCUMENT[slice(*span)] for _, span in document.keys_at()] == ["a", "b", "c"]
    assert [DOCUMENT[slice(*span)] for _, span in document.keys_at("c")] == ["d", "e"]
    assert document.keys_at("b") == document.keys_at("missing") == []
    assert document.key_span("nothing") == Span(0, 0)


def test_text_stands_behind_the_line_of_its_bar() -> None:
    spans = [DOCUMENT[slice(*span)].strip() for span in read(DOCUMENT).text_spans()]
    assert spans == ["one\n\n  two", "x", '"y z"', "plain", "folded"]


SCALARS = st.one_of(
    st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cs", "Cn"], blacklist_characters="\u2028\u2029\ufeff")),
    st.sampled_from(["", "a\n", "a: b", "# c", "- d", "🐍", "|", "true", "42", "\ta", "a  \nb\n\n"]),
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3))


@given(st.dictionaries(SCALARS, VALUES, max_size=4), st.sampled_from(["|", ">", '"', "'"]))
def test_what_another_writer_wrote_is_read_back(data: dict[str, object], style: str) -> None:
    text = yaml.dump(data, allow_unicode=True, default_style=style, Dumper=_NoAliases, sort_keys=False)
    assert read(text).data == data


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


@settings(max_examples=300)
@given(st.text(alphabet="ab:-?#|>\"'[]{},&*! \n\t%@`~0", max_size=60))
def test_any_text_is_read_or_refused_and_never_fails(text: str) -> None:
    document = read(text)
    assert (document.data is None) == bool(document.faults)
    assert all(0 <= fault.span.start <= fault.span.end <= len(text) for fault in document.faults)
