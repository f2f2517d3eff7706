"""The safety rules judge a model's reply as they judge a file, the shipped examples first of all."""

from __future__ import annotations

from pathlib import Path

import pytest

from codetutor_lint.model.answer import Answer, answer_of, parse, render
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source
from codetutor_lint.rules.registry import ANSWER, load_rules

ROOT = Path(__file__).parents[2]
FILES = [*sorted(ROOT.glob("examples/*/*.yaml")), *sorted(ROOT.glob("tests/false_positives/*/*.yaml"))]


def judge(answer: Answer) -> list[str]:
    rules = [rule for code, rule in load_rules().items() if code.startswith("CT5") and rule.on == ANSWER]
    return [problem.message for rule in rules for problem in rule.check(answer)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_shipped_is_safe_as_a_file_and_as_a_reply(path: Path) -> None:
    answer = answer_of(Document(Source(path.name, path.read_text(encoding="utf-8")), f"x/{path.stem}"))
    assert answer
    assert judge(answer) == []
    assert judge(parse(render(answer.bodies))) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Thinking…<|im_end|>", "control token '<|im_end|>' of a chat template"),
        ("A tip:\u200b read.", "invisible character U+200B ZERO WIDTH SPACE"),
        ("Ask ada@posteo.de.", "e-mail address at 'posteo.de'"),
        ("See http://docs.python.org/3/.", "'http://docs.python.org/3/.' is not encrypted"),
    ],
)
def test_what_a_reply_says_outside_all_steps_counts_too(text: str, message: str) -> None:
    assert judge(parse(f"{text}\n\n1️⃣ ANALOGY\n\nA box.")) == [message]
