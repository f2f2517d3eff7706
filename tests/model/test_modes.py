"""What a question asks for, and the tag that says it where the question does not."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model import modes
from codetutor_lint.model.mode_patterns import MODE_PATTERNS, MODE_REPLACEMENTS
from codetutor_lint.model.mode_vectors import MODE_VECTORS
from codetutor_lint.model.modes import (
    DEFAULT_MODE,
    MODE_CUES,
    MODES,
    detect_mode,
    split_mode_tag,
    user_message,
)

# The detection as an application in JavaScript would write it.
JAVASCRIPT = r"""
const { replacements, patterns, questions } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const detect = (question) => {
  for (const [pattern, replacement] of replacements)
    question = question.replace(new RegExp(pattern, "gi"), replacement);
  const found = patterns.find(([, pattern]) => new RegExp(pattern, "i").test(question));
  return found ? found[0] : null;
};
process.stdout.write(JSON.stringify(questions.map(detect)));
"""
ODD = ["\u2028", "\u00a0", "\x85", "\x1f", "ſ", "\u212a", "İ", "😀", "é", "\r\n", "\n\n", "```", "`", "~~~\n", "*"]
PIECES = [word for question, _ in MODE_VECTORS for word in re.split(r"( )", question)] + ODD
QUESTIONS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def test_modes() -> None:
    assert MODES == ("default", "strict", "beginner", "engineer")


@pytest.mark.parametrize(("question", "expected"), MODE_VECTORS)
def test_detects_what_the_question_asks_for(question: str, expected: str | None) -> None:
    assert detect_mode(question) == expected


def test_vectors_cover_every_mode_and_mostly_innocent_questions() -> None:
    expected = [mode for _, mode in MODE_VECTORS]
    assert len({question for question, _ in MODE_VECTORS}) == len(expected) >= 60
    assert set(expected) == {None, *MODES} - {DEFAULT_MODE}
    assert expected.count(None) >= 40


@pytest.mark.parametrize(("mode", "pattern"), MODE_PATTERNS)
def test_every_pattern_has_a_vector(mode: str, pattern: str) -> None:
    assert any(matches(pattern, normalized(question)) for question, expected in MODE_VECTORS if expected == mode)


@given(QUESTIONS)
def test_the_cues_never_hide_a_match(question: str) -> None:
    prose = normalized(question)
    found = [mode for mode, pattern in MODE_PATTERNS if matches(pattern, prose)]
    assert detect_mode(question) == (found[0] if found else None)


@given(QUESTIONS, st.sampled_from(MODES))
def test_a_message_asks_for_its_mode_and_splits_again(question: str, mode: str) -> None:
    message = user_message(question, mode)
    asked = detect_mode(question.rstrip().lstrip("\n"))
    assert detect_mode(message) == (asked or (None if mode == DEFAULT_MODE else mode))
    if asked is None and mode != DEFAULT_MODE:
        assert split_mode_tag(message) == (question.rstrip().lstrip("\n"), mode)


@given(QUESTIONS, st.sampled_from(MODES))
def test_a_message_is_tagged_once(question: str, mode: str) -> None:
    message = user_message(question, mode)
    assert user_message(message, mode) == message


@pytest.mark.parametrize(
    ("question", "mode", "message"),
    [
        ("What is a heap?\n", "strict", "What is a heap? [STRICT MODE]"),
        ("What is a heap?", "beginner", "What is a heap? [BEGINNER MODE]"),
        ("What is a heap?", "engineer", "What is a heap? [ENGINEER MODE]"),
        ("Fix this:\n\n    x = = 1\n", "strict", "Fix this:\n\n    x = = 1\n\n[STRICT MODE]"),
        ("What is a heap?\n", "default", "What is a heap?"),
        ("ELI5: what is a heap?\n", "beginner", "ELI5: what is a heap?"),
        ("What is a heap? [strict mode]", "strict", "What is a heap? [strict mode]"),
    ],
)
def test_user_message(question: str, mode: str, message: str) -> None:
    assert user_message(question, mode) == message


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("What is a heap? [STRICT MODE]", ("What is a heap?", "strict")),
        ("What is a heap?\n\n[beginner mode]\n", ("What is a heap?", "beginner")),
        ("What is a heap?", ("What is a heap?", None)),
        ("[ENGINEER MODE] What is a heap?", ("[ENGINEER MODE] What is a heap?", None)),
        ("What does `[STRICT MODE]` do?", ("What does `[STRICT MODE]` do?", None)),
        ("[STRICT MODE]", ("", "strict")),
        ("", ("", None)),
    ],
)
def test_split_mode_tag(text: str, split: tuple[str, str | None]) -> None:
    assert split_mode_tag(text) == split


def test_the_patterns_are_imported_for_a_cue_only() -> None:
    script = (
        "import sys; from codetutor_lint.model.modes import detect_mode;"
        "detect_mode('Why is my list empty?'); loaded = 'codetutor_lint.model.mode_patterns' in sys.modules;"
        "detect_mode('ELI5: what is a list?'); print(loaded, 'codetutor_lint.model.mode_patterns' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "False True\n"


def test_an_innocent_question_costs_no_regex(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modes, "re", None)
    assert detect_mode("Why is my list empty after I sort it? I call names.sort() and print the result.") is None


@pytest.mark.parametrize(
    "pattern", [*(regex for _, regex in MODE_PATTERNS), *(regex for regex, _ in MODE_REPLACEMENTS)]
)
def test_patterns_use_only_what_javascript_reads_alike(pattern: str) -> None:
    alike = pattern.replace(r"(?![\s\S])", "")
    different = [r"\s", r"\S", r"\d", r"\D", r"\W", r"\A", r"\Z", "$", "(?P", "(?i", "(?#", "(?>", "++", "*+", "?+"]
    assert [token for token in different if token in alike] == []
    assert "." not in re.sub(r"\[[^\]]*\]", "", alike)  # outside a class it is a newline's opposite


def test_javascript_agrees() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    chance = random.Random(1)
    questions = [question for question, _ in MODE_VECTORS]
    questions += ["".join(chance.choices(PIECES, k=chance.randint(2, 14))) for _ in range(500)]
    questions += [spoiled(question, chance) for question, _ in MODE_VECTORS for _ in range(4)]
    case = {"replacements": MODE_REPLACEMENTS, "patterns": MODE_PATTERNS, "questions": questions}
    answer = subprocess.run(
        [node, "-e", JAVASCRIPT], input=json.dumps(case), capture_output=True, encoding="utf-8", check=True
    )
    pairs = zip(questions, json.loads(answer.stdout), strict=True)
    assert [(question, mode) for question, mode in pairs if mode != detect_mode(question)] == []


def test_cues_are_lower_case_and_single_spaced() -> None:
    assert set(MODE_CUES) == set(MODES) - {DEFAULT_MODE}
    assert all(cue == " ".join(cue.lower().split(" ")) for cues in MODE_CUES.values() for cue in cues)


def normalized(question: str) -> str:
    for pattern, replacement in MODE_REPLACEMENTS:
        question = re.sub(pattern, replacement, question, flags=re.IGNORECASE | re.ASCII)
    return question


def matches(pattern: str, question: str) -> bool:
    return re.search(pattern, question, re.IGNORECASE | re.ASCII) is not None


def spoiled(question: str, chance: random.Random) -> str:
    """The question with an odd character put into it or, now and then, in capitals."""
    at = chance.randint(0, len(question))
    mixed = question[:at] + chance.choice(ODD) + question[at:]
    return mixed.upper() if chance.random() < 0.2 else mixed
