"""The system message, and the files that it is made of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codetutor_lint.errors import UsageError
from codetutor_lint.model.languages import LANGUAGES
from codetutor_lint.model.modes import DEFAULT_MODE, MODES, detect_mode
from codetutor_lint.model.prompts import PROMPT_KEYS, Prompts, load_prompts
from codetutor_lint.model.steps import STEPS

PROMPTS = Prompts("You are a tutor.\n\nTeach.", "Be strict.", "Be gentle.", "Be precise – O(n).")

STRICT_CPP = """\
You are a tutor.

Teach.

Be strict.

Language: C++"""


@pytest.mark.parametrize(
    ("mode", "language", "message"),
    [
        ("strict", "cpp", STRICT_CPP),
        ("beginner", "none", "You are a tutor.\n\nTeach.\n\nBe gentle."),
        ("default", "csharp", "You are a tutor.\n\nTeach.\n\nLanguage: C#"),
        ("default", "none", "You are a tutor.\n\nTeach."),
    ],
)
def test_system_message(mode: str, language: str, message: str) -> None:
    assert PROMPTS.system_message(mode, language) == message


def test_every_mode_and_language_has_its_own_message() -> None:
    prompts = load_prompts()
    messages = {prompts.system_message(mode, language) for mode in MODES for language in (*LANGUAGES, "none")}
    assert len(messages) == len(MODES) * (len(LANGUAGES) + 1)


def test_digest() -> None:
    assert PROMPTS.digest() == "1d361393f099a3f18d43573abb93b615a576da2035ee4d6e3d3afce19c707623"


@pytest.mark.parametrize("key", PROMPT_KEYS)
def test_digest_depends_on_every_prompt(key: str) -> None:
    assert PROMPTS._replace(**{key: "Other."}).digest() != PROMPTS.digest()


def test_digest_knows_which_prompt_a_text_belongs_to() -> None:
    swapped = PROMPTS._replace(strict=PROMPTS.beginner, beginner=PROMPTS.strict)
    assert swapped.digest() != PROMPTS.digest()


def test_a_dataset_may_name_its_own_files(tmp_path: Path) -> None:
    own = tmp_path / "mine.md"
    own.write_bytes("\ufeff\r\nBe brief.\r\nBe exact.\r\n\r\n".encode())
    assert load_prompts({"strict": own}) == load_prompts()._replace(strict="Be brief.\nBe exact.")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "prompt 'system': can't read {path}: No such file or directory"),
        (b"caf\xe9", "prompt 'system': {path} is not UTF-8 (byte 3); save it as UTF-8"),
        (b" \n\t\n", "prompt 'system': {path} is empty; write the prompt or remove the setting"),
    ],
)
def test_bad_files(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "system.md"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        load_prompts({"system": path})
    assert str(caught.value) == message.format(path=path)


def test_a_folder_is_no_prompt(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="prompt 'beginner': can't read"):
        load_prompts({"beginner": tmp_path})


def test_unknown_prompt(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_prompts({"expert": tmp_path})
    assert str(caught.value) == "unknown prompt 'expert'; the prompts are system, strict, beginner, engineer"


def test_the_system_prompt_names_exactly_the_headings_of_the_steps() -> None:
    lines = load_prompts().system.split("\n")
    assert [line for line in lines if re.match(r"\d\ufe0f?\u20e3", line)] == [step.heading for step in STEPS]


def test_the_system_prompt_names_every_tag() -> None:
    tags = re.findall(r"\[.*?\]", load_prompts().system)
    assert tags == [f"[{mode.upper()} MODE]" for mode in MODES if mode != DEFAULT_MODE]
    assert [detect_mode(tag) for tag in tags] == list(MODES[1:])


@pytest.mark.parametrize(("key", "least", "most"), [("system", 350, 500), *((key, 60, 110) for key in MODES[1:])])
def test_prompts_stay_short(key: str, least: int, most: int) -> None:
    """They are part of every training row, and paid for there."""
    assert least <= len(load_prompts()._asdict()[key].split()) <= most
