"""The answer rules judge a model's reply as they judge a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model.answer import Asked, parse, render
from codetutor_lint.model.document import Document
from codetutor_lint.model.example import example_of
from codetutor_lint.model.source import Source
from codetutor_lint.model.steps import STEPS
from codetutor_lint.rules.registry import ANSWER, load_rules

HERE = Path(__file__).parent
FILES = sorted((HERE.parent / "false_positives").glob("*/*.yaml"))
REPLIES = sorted((HERE / "replies").glob("*.md"))
QUESTION = "What is a closure in JavaScript?"


PIECES = [
    *(f"{step.heading}\n\n" for step in STEPS),
    *("❌ Wrong", "✅ Right", "\n", "\n\n", "```python\n", "```\n", "| a | b |\n", "Great question! ", "TODO", "…"),
    *("Let's go! ", "As an AI language model, I can't", "[insert text here]", "In conclusion, ", '"', "`code`"),
    *("The iterator mutates an invariant in its namespace. ", "A sentence of eight words is repeated here. "),
]


def judge(text: str, asked: Asked | None = None, families: str = "36") -> list[str]:
    """The names of the rules of some families that find something in a reply, each once."""
    answer = parse(text, asked=asked)
    rules = [rule for code, rule in load_rules().items() if rule.on == ANSWER and code[2] in families]
    return [rule.name for rule in rules if list(rule.check(answer))]


def reply(**bodies: str) -> str:
    """A good reply with some of its bodies replaced."""
    text = (HERE / "replies" / "closure.md").read_text(encoding="utf-8").partition("\n\n")[2]
    return render({**parse(text).bodies, **bodies})


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_a_good_reply_is_clean(path: Path) -> None:
    first, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    language, level, mode, question = first.split(" ", 3)
    assert judge(text, Asked(question, language, level, mode), "236") == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_clean_in_a_file_is_clean_in_a_reply(path: Path) -> None:
    example = example_of(Document(Source(path.name, path.read_text(encoding="utf-8")), f"x/{path.stem}"))
    assert judge(example.rendered(), example.answer.asked) == []


@pytest.mark.parametrize(
    ("key", "body", "name"),
    [
        ("analogy", "A closure is like a machine.", "empty-analogy"),
        ("simple_explanation", "I'm sorry, but I can't help with that. Ask me about loops or lists.", "refusal"),
        ("simple_explanation", "A closure in JavaScript is a closure, and this is what JavaScript says it is.",
         "explanation-repeats-question"),
        ("visual_explanation", "Picture the function as it walks away with its variables.", "nothing-to-see"),
        ("practice_task", "Create a counter.\n\nSolution:\n\n```javascript\nlet n = 0;\n```", "solved-task"),
        ("practice_task", "Create a counter that starts at 3. I hope this helps!", "filler-phrase"),
    ],
)  # fmt: skip
def test_a_bad_step_is_found_in_a_reply(key: str, body: str, name: str) -> None:
    assert judge(reply(**{key: body}), Asked(QUESTION, "javascript", "intermediate", "default")) == [name]


def test_missing_steps_are_left_to_the_rules_on_structure() -> None:
    text = "A hiker packs a backpack at home and opens it on the summit, as a closure does."
    assert judge(f"{STEPS[0].heading}\n\n{text}", Asked(QUESTION)) == []


def test_an_empty_reply_is_no_error() -> None:
    assert judge("", Asked(QUESTION, "python", "beginner", "beginner")) == []


@pytest.mark.parametrize("mode", ["beginner", "engineer", "strict"])
def test_a_mode_is_judged_only_if_it_is_known(mode: str) -> None:
    wordy = "This sentence chats a little, and then another one comes along for the ride. " * 40
    text = reply(simple_explanation=f"Let's look at it!\n\n{wordy}", beginner_example="```javascript\nlet n = 0;\n```")
    assert any(
        name.endswith(("strict-mode", "beginners", "unexplained", "depth")) for name in judge(text, Asked(mode=mode))
    )
    assert judge(text, Asked(), "6") == []


def test_what_only_a_flag_could_settle_is_advisory() -> None:
    text = reply(advanced_example="```javascript\n// ... rest of the code\n```")
    found = list(load_rules()["CT301"].check(parse(text)))
    assert [problem.advisory for problem in found] == [True]


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["beginner", "engineer", "strict", ""]))
def test_a_finding_stands_in_the_reply_and_quotes_it_on_one_line(pieces: list[str], mode: str) -> None:
    answer = parse("".join(pieces), asked=Asked(QUESTION, "python", "beginner", mode))
    for rule in load_rules().values():
        for problem in rule.check(answer) if rule.on == ANSWER else ():
            assert 0 <= problem.span.start <= problem.span.end <= len(answer.source.text)
            assert "\n" not in problem.message
