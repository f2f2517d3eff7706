"""The fast path, the pydantic model and the committed schema accept exactly the same examples."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from codetutor_lint.model import example as light
from codetutor_lint.model.document import Document
from codetutor_lint.model.fast_shape import matches
from codetutor_lint.model.languages import LANGUAGES, NO_LANGUAGE
from codetutor_lint.model.loading import NotString
from codetutor_lint.model.modes import MODES
from codetutor_lint.model.schema import example_schema, shape_table
from codetutor_lint.model.shape import ExampleModel, validate
from codetutor_lint.model.shape_table import SHAPE
from codetutor_lint.model.source import Source, Text
from codetutor_lint.model.steps import STEP_KEYS

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*/*.yaml"))
SCHEMA = json.loads((ROOT / "schema" / "example.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
SOURCE = Source("x.yaml", "")


def text(value: str) -> Text:
    return Text.plain(value, SOURCE, 0, 0)


def read(path: Path) -> dict[str, Any]:
    data = Document(Source(str(path), path.read_text(encoding="utf-8")), "a/b").data
    assert data is not None
    return data


def as_json(value: Any) -> Any:
    """What other YAML readers make of a value."""
    if isinstance(value, NotString):
        return {"null": None, "bool": True, "int": 1, "float": 1.5}[value.type]
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    return [as_json(item) for item in value] if isinstance(value, list) else str(value)


WORDS = ["a", "a-b", "a/b", "A", "a_b", "-a", "a-", "a--b", "é", "1", "x" * 60, "x" * 61, "x" * 121, "python", "none"]
WORDS += [
    "beginner",
    "draft",
    "default",
    "concept",
    "",
    " ",
    "\n",
    "\u00a0",
    "\u3000\n",
    "\u200b",
    "a b",
    "🐍",
    "/",
    "a/",
    "a/b/c",
]
TEXTS = st.sampled_from(WORDS).map(text) | st.text(max_size=3).filter(lambda t: not t.endswith("\n")).map(text)
SCALARS = TEXTS | st.builds(NotString, st.sampled_from(["null", "bool", "int", "float"]), st.just("x"))
KEYS = st.sampled_from([*SHAPE, *STEP_KEYS, "levle", "", "Answer"])
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(KEYS, v, max_size=3), max_leaves=5)
BASE = read(ROOT / "tests" / "rules" / "base.yaml")


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A valid example with some of its values replaced, removed or added, on both levels."""
    data = {**BASE, "answer": dict(BASE["answer"])}
    for _ in range(draw(st.integers(0, 3))):
        target = data["answer"] if draw(st.booleans()) and isinstance(data.get("answer"), dict) else data
        key = draw(KEYS)
        if draw(st.booleans()):
            target[key] = draw(VALUES)
        else:
            target.pop(key, None)
    return data


@settings(max_examples=1000)
@given(mutated())
def test_all_three_accept_the_same(data: dict[str, Any]) -> None:
    accepted = matches(data)
    assert (validate(data) == []) == accepted
    assert VALIDATOR.is_valid(as_json(data)) == accepted


@pytest.mark.parametrize("key", SHAPE)
@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_all_three_accept_the_same_words(key: str, word: str) -> None:
    for value in (text(word), [text(word)]):
        data = {**BASE, key: value}
        assert (validate(data) == []) == matches(data) == VALIDATOR.is_valid(as_json(data))


def test_a_name_ends_where_the_text_ends() -> None:
    """Python's ``$`` would let a line feed pass, as in a tag that is written as a block."""
    data = {**BASE, "tags": [text("loops\n")]}
    assert not matches(data)
    assert [error.path for error in validate(data)] == [("tags", 0)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_shipped_examples_are_accepted_by_all_three(path: Path) -> None:
    data = read(path)
    assert matches(data)
    assert validate(data) == []
    assert VALIDATOR.is_valid(as_json(data))


def test_every_fault_is_told_at_once() -> None:
    data = {key: value for key, value in BASE.items() if key != "level"} | {"kind": text("essay"), "note": text("x")}
    faults = [(error.type, error.path) for error in validate(data)]
    assert faults == [
        ("missing", ("level",)),
        ("literal_error", ("kind",)),
        ("extra_forbidden", ("note",)),
    ]


def test_a_choice_tells_what_is_allowed() -> None:
    [error] = validate({**BASE, "level": text("easy")})
    assert error.expected == ("beginner", "intermediate", "advanced")


def test_the_table_is_the_committed_schema() -> None:
    assert shape_table(SCHEMA) == SHAPE
    assert shape_table(example_schema()) == SHAPE


def test_a_schema_that_the_table_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind for"):
        shape_table({"properties": {"a": {"type": "number"}}})


def test_the_words_of_the_model_are_those_of_the_other_modules() -> None:
    assert SHAPE["language"][2] == (*LANGUAGES, NO_LANGUAGE)
    assert SHAPE["level"][2] == light.LEVELS
    assert SHAPE["kind"][2] == light.KINDS
    assert SHAPE["status"][2] == light.STATUSES
    assert SHAPE["mode"][2] == tuple(MODES)
    assert tuple(SHAPE["answer"][2]) == STEP_KEYS


def test_every_key_is_described_for_editors() -> None:
    assert all(field.description for field in ExampleModel.model_fields.values())
    assert all(part.get("description") for part in SCHEMA["properties"].values())


def test_linting_imports_no_validator() -> None:
    """The import of pydantic alone takes longer than linting hundreds of files."""
    heavy = "('pydantic', 'jsonschema', 'dataclasses', 'rich', 'openai', 'mistralai')"
    code = (
        "import sys; from codetutor_lint.cli import main; code = main(['check', sys.argv[1]]); "
        f"print(code, [name for name in {heavy} if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(EXAMPLES[0])], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert run.stdout.splitlines()[-1] == "0 []"
