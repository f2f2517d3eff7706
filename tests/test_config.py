"""The configuration: found upward, checked key by key, and every fault told in one line that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from codetutor_lint.config import Config, load_config
from codetutor_lint.errors import UsageError


def write(folder: Path, table: str, head: str = "[tool.codetutor-lint]\n") -> Config:
    (folder / "pyproject.toml").write_text(head + table, encoding="utf-8")
    return load_config(folder)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    assert (config.root, config.file) == (tmp_path, None)
    assert (config.examples, config.out) == (tmp_path / "examples", tmp_path / "datasets")
    assert (config.validation, config.test, config.select) == (5, 10, ("CT",))
    assert set(config.origins.values()) == {"default"}


def test_the_nearest_file_upward_holds(tmp_path: Path) -> None:
    write(tmp_path, 'examples = "lessons"\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    config = load_config(below)
    assert (config.root, config.examples) == (tmp_path, tmp_path / "lessons")
    assert config.origins["examples"] == str(tmp_path / "pyproject.toml")
    assert config.origins["out"] == "default"


def test_a_file_without_the_table_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, 'out = "built"\n')
    below = tmp_path / "below"
    below.mkdir()
    assert write(below, "", '[project]\nname = "codetutor-lint"\n').root == tmp_path


def test_a_named_file_must_have_the_table(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_text("[project]\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"other\.toml: has no \[tool\.codetutor-lint\]"):
        load_config(file=path)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('exampels = "x"', "unknown key 'exampels'; did you mean 'examples'?"),
        ("colour = 1", "unknown key 'colour'; allowed are examples, out, select"),
        ("examples = 1", "'examples' is 1; expected a string"),
        ('examples = ""', "'examples' is ''; expected a string"),
        ('examples = "a\\u0000b"', "'examples' is 'a\\x00b'; expected a string"),
        ('languages = ["pyhton"]', "languages: unknown language 'pyhton'; did you mean 'python'?"),
        ('select = "CT1"', "'select' is 'CT1'; expected a list of strings"),
        ("ignore = [1]", "'ignore' is [1]; expected a list of strings"),
        ("split = 5", "'split' is 5; expected a table"),
        ("[tool.codetutor-lint.split]\ntrain = 5", "split: unknown key 'train'; allowed are validation, test"),
        ("[tool.codetutor-lint.split]\nvaldation = 5", "split: unknown key 'valdation'; did you mean 'validation'?"),
        ("[tool.codetutor-lint.split]\ntest = 95", "'test' is 95; expected a number from 0 to 90"),
        ("[tool.codetutor-lint.split]\ntest = -1", "'test' is -1; expected a number"),
        ("[tool.codetutor-lint.split]\ntest = true", "'test' is True; expected a number"),
        ("[tool.codetutor-lint.split]\ntest = nan", "'test' is nan; expected a number"),
        ("[tool.codetutor-lint.split]\ntest = 60\nvalidation = 60", "leave less than 10 % for training"),
        ('languages = ["pyton"]', "languages: unknown language 'pyton'; did you mean 'python'?"),
        ("coverage = { topic = { loops = 1 } }", "coverage: unknown key 'topic'; did you mean 'topics'?"),
        ("coverage = { examples = 0 }", "'examples' is 0; expected a whole number from 1 up"),
        ("coverage = { topics = { loops = true } }", "'loops' is True; expected a whole number from 1 up"),
        ("coverage = { levels = { beginer = 1 } }", "levels: unknown key 'beginer'; did you mean 'beginner'?"),
        ("coverage = { modes = 3 }", "'modes' is 3; expected a table"),
        ("[tool.codetutor-lint.prompts]\nsytem = 'x'", "prompts: unknown key 'sytem'; did you mean 'system'?"),
        ("[tool.codetutor-lint.providers]\nopenai = 1", "providers.openai: expected a table, found 1"),
        ("[tool.codetutor-lint.per-file-ignores]\n'*' = 'CT1'", "'*' is 'CT1'; expected a list of strings"),
    ],
)
def test_what_is_wrong_is_said_with_what_is_allowed(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        write(tmp_path, f"{table}\n")
    assert message in str(error.value)
    assert str(tmp_path / "pyproject.toml") in str(error.value)


@pytest.mark.parametrize(
    "content", [b"[tool.codetutor-lint\n", b"[tool.codetutor-lint]\nx = \xff\n", b"tool = 'codetutor-lint'\nx ="]
)
def test_what_is_no_toml_is_no_traceback(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(UsageError, match="not valid TOML"):
        load_config(tmp_path)


@pytest.mark.parametrize("content", ["tool = 'codetutor-lint'\n", "[tool]\nother = 'codetutor-lint'\n"])
def test_another_tools_table_is_none_of_ours(tmp_path: Path, content: str) -> None:
    assert write(tmp_path, content, "").file is None


def test_a_table_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no table"):
        write(tmp_path, "codetutor-lint = 1\n", "[tool]\n")


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_named_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        load_config(file=tmp_path / name)


def test_paths_are_seen_from_the_files_folder(tmp_path: Path) -> None:
    config = write(tmp_path, 'out = "../built"\n[tool.codetutor-lint.prompts]\nsystem = "prompts/mine.md"\n')
    assert config.prompts == {"system": tmp_path / "prompts" / "mine.md"}
    assert config.out == tmp_path.parent / "built"


def test_coverage_names_numbers_by_value(tmp_path: Path) -> None:
    wanted = (
        "examples = 200\ntopics = { any-topic = 5 }\nlanguages = { none = 3, csharp = 1 }\nkinds = { how-to = 9 }\n"
    )
    config = write(tmp_path, f"[tool.codetutor-lint.coverage]\n{wanted}")
    assert config.coverage == {
        "examples": 200,
        "topics": {"any-topic": 5},
        "languages": {"none": 3, "csharp": 1},
        "kinds": {"how-to": 9},
    }
