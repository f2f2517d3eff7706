"""The mistakes that real files have, made in shipped examples: found at their place, and repaired to the letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.config import load_config
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.fixer import fix_document
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source
from codetutor_lint.model.steps import STEP_KEYS
from codetutor_lint.rules.yaml_mistakes import _Walk, find_mistakes

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*/*.yaml"))
SOME = EXAMPLES[::7]
CONFIG = load_config(ROOT / "tests")
LINTER = Linter(CONFIG, select_rules(CONFIG, ["CT1", "CT2"]))
PROSE = ("question", *STEP_KEYS, "solution")
CHOICES = ("language", "level", "kind", "mode")


class Damaged:
    """An example with one mistake: its text, the rule that finds it, and where."""

    def __init__(self, name: str, code: str, text: str, place: tuple[int, int]) -> None:
        self.name, self.code, self.text, self.place = name, code, text, place


class Block:
    """A key's block in a text: its lines, and how to write others in their place."""

    def __init__(self, text: str, key: str, match: re.Match[str]) -> None:
        self.text, self.key = text, key
        self.begin, self.end = match.span()
        self.indent = len(match.group(1))
        self.lines = match.group(2).removesuffix("\n").split("\n")
        self.row = text.count("\n", 0, self.begin) + 1

    def damaged(self, name: str, code: str, head: str, lines: list[str], place: tuple[int, int]) -> Damaged:
        """The text with another first line and other lines below it; the place counts rows from the key's."""
        text = self.text[: self.begin] + "\n".join([head, *lines]) + "\n" + self.text[self.end :]
        return Damaged(f"{name}: {self.key}", code, text, (self.row + place[0], place[1]))


def block_of(text: str, key: str) -> Block | None:
    match = re.search(rf"^( *){key}: \|\n((?:\1  .*\n|\n)+)", text, re.MULTILINE)
    return Block(text, key, match) if match else None


def shifted(lines: list[str], by: int) -> list[str]:
    return [(" " * by + line if by > 0 else line[-by:]) if line else line for line in lines]


def text_on_the_block_line(block: Block) -> Iterator[Damaged]:
    margin, (first, *rest) = " " * block.indent, block.lines
    if rest and not rest[0] and all(len(line) - len(line.lstrip()) > block.indent + 2 for line in rest if line):
        return  # nothing tells any longer how far the text was indented
    for gap in (" ", "", "   "):
        head = f"{margin}{block.key}: |{gap}{first.strip()}"
        yield block.damaged(f"text behind |{gap!r}", "CT110", head, rest, (0, len(head) - len(first.strip()) + 1))


def text_not_indented(block: Block) -> Iterator[Damaged]:
    head = f"{' ' * block.indent}{block.key}: |"
    if any(re.match(r"\s*[\w-]+[ \t]*:(\s|$)", line) for line in block.lines) or _has_deep_paragraph(block):
        return  # a line that could be a key, or one that may be indented as it belongs: moved only when asked to
    for column in {0, block.indent}:
        lines = shifted(block.lines, column - block.indent - 2)
        yield block.damaged(f"text at column {column}", "CT111", head, lines, (1, column + 1))


def _has_deep_paragraph(block: Block) -> bool:
    lines = [line[block.indent + 2 :] for line in block.lines]
    return any(before == "" and line.startswith("    ") for before, line in pairwise(lines))


def last_paragraph_not_indented(block: Block) -> Iterator[Damaged]:
    if "" not in block.lines or "```" in "".join(block.lines) or _has_deep_paragraph(block):
        return
    at = len(block.lines) - block.lines[::-1].index("")
    if any(re.match(r"\s*([\w-]+(?: [\w-]+){0,2}[ \t]*:(\s|$)|#)", line) for line in block.lines[at:]):
        return  # a line that could be a key or a comment
    head = f"{' ' * block.indent}{block.key}: |"
    lines = block.lines[:at] + shifted(block.lines[at:], -block.indent - 2)
    yield block.damaged("last paragraph", "CT111", head, lines, (at + 1, 1))


def colon_missing(block: Block) -> Iterator[Damaged]:
    margin = " " * block.indent
    place = (0, block.indent + 1)
    yield block.damaged("no colon", "CT111", f"{margin}{block.key} |", block.lines, place)
    yield block.damaged("no space", "CT111", f"{margin}{block.key}:|", block.lines, place)


def key_misplaced(block: Block) -> Iterator[Damaged]:
    for by in (1, 2, 3, -1):
        column = block.indent + by
        if column >= 0:
            head = f"{' ' * column}{block.key}: |"
            yield block.damaged(f"key moved by {by}", "CT112", head, block.lines, (0, column + 1))
            yield block.damaged(f"all moved by {by}", "CT112", head, shifted(block.lines, by), (0, column + 1))


def tabs(block: Block) -> Iterator[Damaged]:
    margin, inner = " " * block.indent, "\t" * (block.indent // 2 + 1)
    head = f"{margin}{block.key}: |"
    lines = [inner + line[block.indent + 2 :] if line else line for line in block.lines]
    yield block.damaged("tabs before the text", "CT115", head, lines, (1, 1))
    yield block.damaged("a tab before the key", "CT115", f"\t{block.key}: |", block.lines, (0, 1))
    yield block.damaged("no-break spaces", "CT115", f"\u00a0\u00a0{block.key}: |", block.lines, (0, 1))


BLOCK_DAMAGES: tuple[Callable[[Block], Iterator[Damaged]], ...] = (
    text_on_the_block_line,
    text_not_indented,
    last_paragraph_not_indented,
    colon_missing,
    key_misplaced,
    tabs,
)


def damaged_blocks(text: str) -> Iterator[Damaged]:
    for key in PROSE:
        block = block_of(text, key)
        for damage in BLOCK_DAMAGES if block else ():
            yield from damage(block)


def damaged_lines(text: str) -> Iterator[Damaged]:
    """Mistakes in the keys with short values."""
    for key in (*CHOICES, "tags"):
        match = re.search(rf"^{key}: (.*)\n", text, re.MULTILINE)
        if not match:
            continue
        row, value = text.count("\n", 0, match.start()) + 1, match.group(1)
        for name, code, line, column in (
            ("no colon", "CT111", f"{key} {value}", 1),
            ("no space", "CT111", f"{key}:{value}", 1),
            ("moved by 1", "CT112", f" {key}: {value}", 2),
            ("moved by 2", "CT112", f"  {key}: {value}", 3),
            ("tab", "CT115", f"\t{key}: {value}", 1),
        ):
            damaged = text[: match.start()] + line + "\n" + text[match.end() :]
            yield Damaged(f"{name}: {key}", code, damaged, (row, column))


def damaged_answers(text: str) -> Iterator[Damaged]:
    """Mistakes in the answer's key and in all its steps at once."""
    row = text.count("\n", 0, text.index("\nanswer:\n") + 1) + 1
    yield Damaged("no colon: answer", "CT111", text.replace("\nanswer:\n", "\nanswer\n"), (row, 1))
    yield Damaged("moved: answer", "CT112", text.replace("\nanswer:\n", "\n answer:\n"), (row, 2))
    match = re.search(r"^answer:\n((?:  .*\n|\n)+)", text, re.MULTILINE)
    assert match
    steps = "\n".join(shifted(match.group(1).split("\n"), -2))
    yield Damaged("steps at the left edge", "CT112", text[: match.start(1)] + steps + text[match.end() :], (row + 1, 1))


@pytest.mark.parametrize("path", SOME, ids=lambda path: f"{path.parent.name}/{path.stem}")
@pytest.mark.parametrize("damages", [damaged_blocks, damaged_lines, damaged_answers], ids=lambda f: f.__name__)
def test_each_mistake_is_found_at_its_place_and_repaired_to_the_letter(
    path: Path, damages: Callable[[str], Iterator[Damaged]]
) -> None:
    text = path.read_text(encoding="utf-8")
    for damaged in damages(text):
        document = Document(Source("x.yaml", damaged.text), "loops/x")
        found = [(d.code, d.location) for d in LINTER.check_document(document).diagnostics]
        assert (damaged.code, damaged.place) in found, damaged.name
        assert {code for code, _ in found} == {damaged.code}, damaged.name
        assert fix_document(LINTER, document).content == text, damaged.name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_nothing_is_found_in_a_valid_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    wider = re.sub(r"^( +)", r"\1\1", text, flags=re.MULTILINE)
    for variant in (text, wider, text.replace("tags: [", "tags: [a, "), f"---\n{text}"):
        assert list(_Walk(variant).run()) == []


@pytest.mark.parametrize("path", SOME, ids=lambda path: f"{path.parent.name}/{path.stem}")
@pytest.mark.parametrize(
    ("found", "by", "code"),
    [
        (r"^tags: \[(.*)\]$", r"tags: [\1", "CT119"),
        (r"^level: (.*)$", r'level: "\1', "CT119"),
        (r"^kind: (.*)$", r"kind: \1\n  more: x", "CT119"),
        (r"^kind: (.*)$", r"kinds: \1", "CT120"),
        (r"^  analogy:", r"  analagy:", "CT202"),
    ],
)
def test_another_fault_is_not_taken_for_one_of_these(path: Path, found: str, by: str, code: str) -> None:
    text, count = re.subn(found, by, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count == 1
    document = Document(Source("x.yaml", text), "loops/x")
    assert find_mistakes(document) == ()
    assert [diagnostic.code for diagnostic in LINTER.check_document(document).diagnostics] == [code]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


SPOTS = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from([-4, -2, -1, 1, 2, 4, "\t", ":", "|"])), max_size=4)


def spoil(lines: list[str], spots: list[tuple[int, int | str]]) -> list[str]:
    """The lines with some moved, behind a tab, or without their first colon or bar."""
    spoiled = list(lines)
    for number, change in spots:
        at = number % len(lines)
        line = spoiled[at]
        if isinstance(change, int):
            margin = len(line) - len(line.lstrip(" "))
            spoiled[at] = " " * change + line if change > 0 else line[min(-change, margin) :]
        elif change == "\t":
            spoiled[at] = "\t" + line.lstrip(" ")
        else:
            spoiled[at] = line.replace(change, "", 1)
    return spoiled


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SOME), SPOTS, st.booleans())
def test_a_fix_never_loses_a_word_and_never_touches_what_was_right(
    path: Path, spots: list[tuple[int, int | str]], in_one_block: bool
) -> None:
    text = path.read_text(encoding="utf-8")
    before = Document(Source("x.yaml", text), "loops/x").data
    lines = text.split("\n")
    if in_one_block:
        spots = [(number % 12 + len(lines) // 2, change) for number, change in spots]
    spoiled = "\n".join(spoil(lines, spots))
    fixed = fix_document(LINTER, Document(Source("x.yaml", spoiled), "loops/x")).content
    assert [word for word in words(fixed) if word != "text"] == [word for word in words(spoiled) if word != "text"]
    after = Document(Source("x.yaml", fixed), "loops/x").data
    if fixed != spoiled and after is not None and set(after) == set(before or ()):
        assert before is not None
        untouched = {key for key in before if key != "answer" and _lines_of(text, key) == _lines_of(fixed, key)}
        assert all(after[key] == before[key] for key in untouched)


def _lines_of(text: str, key: str) -> list[str]:
    match = re.search(rf"^{key}:.*\n(?:(?: .*)?\n)*(?: .*)?", text, re.MULTILINE)
    return match.group().rstrip("\n").split("\n") if match else []


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aq:|>-# \n\t`\u00a0'\"[", max_size=80), st.sampled_from(["", "answer:\n", "question: |\n"]))
def test_any_text_is_walked_to_its_end(text: str, head: str) -> None:
    keyed = text.replace("q", "question").replace("a", "analogy")
    for mistake in _Walk(head + keyed).run():
        assert 0 <= mistake.problem.span.start <= len(head + keyed)
        assert "\n" not in mistake.problem.message


def test_prose_that_reads_as_keys_for_want_of_its_bar_is_told_to_write_one() -> None:
    text = EXAMPLES[0].read_text(encoding="utf-8")
    without = re.sub(r"^question: \|\n", "question:\n  Why: this\n", text, flags=re.MULTILINE)
    without = re.sub(r"(?<=Why: this\n)(?:  .*\n|\n)+", "", without)
    [found] = LINTER.check_document(Document(Source("x.yaml", without), "loops/x")).diagnostics
    assert (found.code, found.help) == ("CT123", "write 'question: |' and the text below")
