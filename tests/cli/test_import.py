"""``import``: whole answers become drafts, everything else is named with its line and the reason."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from codetutor_lint.artifacts.build import read_corpus
from codetutor_lint.model.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sample_dataset import Dataset

    Importing = Callable[..., tuple[int, list[str]]]

BODIES = {
    "analogy": "A box with a label.",
    "simple_explanation": "A variable is a name for a value.",
    "beginner_example": "```python\nage = 7\nprint(age)\n```\n\n```\n7\n```",
    "advanced_example": "```py\nage, name = 7, 'Ada'\n```",
    "visual_explanation": "  age --> 7\n name --> 'Ada'",
    "common_mistakes": "❌ `7 = age`: the name stands on the left.\n\n✅ `age = 7`",
    "practice_task": "Store your age, and print it.",
}


def answer(**bodies: str) -> str:
    told = BODIES | bodies
    return "\n\n".join(f"{step.heading}\n\n{told[step.key]}" for step in STEPS if told[step.key])


def pair(question: str = "What is a variable in Python?", output: str = "") -> dict[str, str]:
    return {"input": question, "output": output or answer()}


@pytest.fixture
def importing(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> Importing:
    """Import rows, or a text; the exit code and what is said of each line."""

    def run(
        *rows: dict[str, Any] | str, name: str = "seed.jsonl", options: tuple[str, ...] = ()
    ) -> tuple[int, list[str]]:
        file = dataset.root / name
        file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
        capsys.readouterr()
        code = dataset.run("import", str(file), *options)
        out = capsys.readouterr().out
        return code, [line.removeprefix(f"{file}:") for line in out.replace(f"{dataset.root}/", "").splitlines()]

    return run


def examples(dataset: Dataset) -> list[str]:
    return sorted(p.relative_to(dataset.root / "examples").as_posix() for p in dataset.root.glob("examples/*/*"))


def test_a_complete_answer_becomes_a_draft(dataset: Dataset, importing: Importing) -> None:
    code, said = importing(pair("What is a variable in Python? [BEGINNER MODE]"))
    assert code == 0
    assert said == ["seed.jsonl:1: wrote examples/variables/what-is-a-variable-in-python.yaml"]
    text = (dataset.root / "examples/variables/what-is-a-variable-in-python.yaml").read_text(encoding="utf-8")
    assert text == (
        "question: |\n  What is a variable in Python?\nlanguage: python\nlevel: beginner\nkind: concept\n"
        "mode: beginner\nstatus: draft\nanswer:\n"
        "  analogy: |\n    A box with a label.\n"
        "  simple_explanation: |\n    A variable is a name for a value.\n"
        "  beginner_example: |\n    ```python\n    age = 7\n    print(age)\n    ```\n\n    ```output\n    7\n    ```\n"
        "  advanced_example: |\n    ```python\n    age, name = 7, 'Ada'\n    ```\n"
        "  visual_explanation: |\n    ```text\n     age --> 7\n    name --> 'Ada'\n    ```\n"
        "  common_mistakes: |\n    ❌ `7 = age`: the name stands on the left.\n\n    ✅ `age = 7`\n"
        "  practice_task: |\n    Store your age, and print it.\n"
    )


def test_messages_are_a_row_too(dataset: Dataset, importing: Importing) -> None:
    turns = [("system", "You teach."), ("user", "What is a variable in Python?"), ("assistant", answer())]
    code, _ = importing({"messages": [{"role": role, "content": text} for role, text in turns]})
    assert code == 0
    assert examples(dataset) == ["variables/what-is-a-variable-in-python.yaml"]


def test_a_markdown_answer_has_its_question_above_the_first_step(dataset: Dataset, importing: Importing) -> None:
    code, _ = importing(f"# Question: What is a variable?\n\n{answer()}\n", name="answer.md")
    assert code == 0
    assert examples(dataset) == ["variables/what-is-a-variable.yaml"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (pair(output=answer(visual_explanation="")), "missing step '5️⃣ VISUAL EXPLANATION'"),
        (pair(output="A variable is a box."), "none of the seven steps has a heading, as in '1️⃣ ANALOGY'"),
        (pair(output=f"Sure!\n\n{answer()}"), "text before the first step: 'Sure!'"),
        (pair(output=f"{answer()}\n\n1️⃣ ANALOGY\n\nAgain."), "step '1️⃣ ANALOGY' again; it is already on line 1"),
        (pair(output=answer(beginner_example="Just words.")), "step 'beginner_example' has no Python code"),
        (pair(output=answer(common_mistakes="❌ One.\n\n❌ Two.")), "❌ where ✅ is expected"),
        (pair("[STRICT MODE]"), "the question is nothing but a mode tag"),
        (pair("a\ud800b"), "a NUL or half of a surrogate pair is no text"),
        (pair("a\x00b"), "a NUL or half of a surrogate pair is no text"),
        (pair("a\x07b"), "character U+0007 is not allowed"),
        (pair(output=answer(practice_task="x" * 300_000)), "300571 bytes; an example has at most 262144"),
        ({"input": "", "output": "x"}, "'input' is empty"),
        ({"input": 5, "output": "x"}, "'input' is no text"),
        ({"input": "x"}, "no key 'output'; a row is {'input', 'output'} or {'messages'}"),
        (
            {**pair(), "id": 1},
            "unknown key 'id'; a row is {'input', 'output'} or {'messages'}, and nothing else",
        ),
        (
            {"messages": [{"role": "user", "content": "x"}]},
            "the messages are user; one question and one answer make a row: (system,) user, assistant",
        ),
        ('{"input": "a", "input": "b", "output": "c"}', "key 'input' twice"),
        ("{nope}", "not JSON: expecting property name enclosed in double quotes at column 2"),
        ('["a"]', "no JSON object; a row is {'input', 'output'} or {'messages'}"),
        ('{"a":' * 100_000, "nested too deep"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "row",
)
def test_a_line_that_is_no_example_is_named(
    dataset: Dataset, importing: Importing, row: dict[str, Any] | str, reason: str
) -> None:
    code, said = importing(pair("What is the first variable?"), "", row)
    assert code == 1
    assert said[0].startswith("seed.jsonl:1: wrote ")
    assert said[1:] == [f"seed.jsonl:3: rejected: {reason}"]
    assert len(examples(dataset)) == 1


def test_bytes_that_are_no_text_are_named(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    file = dataset.root / "seed.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(pair()).encode() + b'\r\n{"input": "\xff"}\r\n')
    assert dataset.run("import", str(file)) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"{file}:1: wrote ")
    assert said[1] == f"{file}:2: rejected: not UTF-8: byte 0xff at offset 11"


@pytest.mark.parametrize("name", ["seed.jsonl", "seed.md"])
def test_an_empty_file_holds_nothing(importing: Importing, name: str) -> None:
    assert importing("", name=name) == (1, [f"{name}:1: rejected: the file is empty"])


def test_an_array_is_one_finding_and_not_thousands(importing: Importing) -> None:
    code, said = importing(json.dumps([pair(), pair()], indent=1))
    assert code == 1
    assert said == ["seed.jsonl:1: rejected: a JSON array; write one object a line (jq -c '.[]' does that)"]


@pytest.mark.parametrize("kind", ["missing", "folder"])
def test_a_file_that_can_not_be_read(dataset: Dataset, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    file = dataset.root / "nothing.jsonl" if kind == "missing" else dataset.root
    assert dataset.run("import", str(file)) == 2
    assert capsys.readouterr().err.startswith(f"error: {file}: ")


def test_the_same_slug_gets_a_number_and_nothing_is_overwritten(dataset: Dataset, importing: Importing) -> None:
    importing(pair())
    first = dataset.root / "examples/variables/what-is-a-variable-in-python.yaml"
    first.write_text("edited")
    code, said = importing(pair(), pair(output=answer(analogy="A drawer.")))
    assert code == 0
    assert [line.rsplit("/", 1)[1] for line in said] == [
        "what-is-a-variable-in-python-2.yaml",
        "what-is-a-variable-in-python-3.yaml",
    ]
    assert first.read_text() == "edited"


def test_the_same_row_again_is_rejected(importing: Importing) -> None:
    code, said = importing(pair(), pair())
    assert code == 1
    assert said[1] == "seed.jsonl:2: rejected: the same is already there as variables/what-is-a-variable-in-python"


def test_a_dry_run_says_the_same_and_writes_nothing(dataset: Dataset, importing: Importing) -> None:
    rows = (pair(), pair(), pair(output=answer(analogy="A drawer.")), pair(output="no"))
    code, foretold = importing(*rows, options=("--dry-run",))
    assert code == 1
    assert not (dataset.root / "examples").exists()
    assert [line.replace("would write", "wrote") for line in foretold] == importing(*rows)[1]


def test_other_spellings_of_headings_and_another_order_are_put_right(dataset: Dataset, importing: Importing) -> None:
    spelled = {
        "1️⃣ ANALOGY": "## 1. Analogy",
        "2️⃣ SIMPLE": "2⃣ Simple",
        "7️⃣ MINI PRACTICE TASK": "**7. Mini Practice Task**",
    }
    steps = answer()
    for usual, other in spelled.items():
        steps = steps.replace(usual, other)
    before, mistakes, task = re.split(r"\n\n(?=6️⃣|\*\*7)", steps)
    code, _ = importing(pair(output="\n\n".join((before, task, mistakes))))
    assert code == 0
    (conversation,) = read_corpus(dataset.config).conversations
    assert [line for line in conversation.assistant.split("\n") if line in {step.heading for step in STEPS}] == [
        step.heading for step in STEPS
    ]


def test_a_build_comes_back_as_it_went_out(dataset: Dataset, tmp_path: Path) -> None:
    dataset.configure('ignore = ["CT7"]\nsplit = { validation = 0, test = 0 }')
    for number, mode in enumerate(("default", "strict", "beginner", "engineer")):
        dataset.add(f"loops/lesson-{number}", f"How do I repeat {number}\n\n    times?", mode=mode)
    dataset.run("build")
    copy = type(dataset)(tmp_path / "copy")
    assert copy.run("import", str(dataset.out / "openai" / "train.jsonl")) == 0
    there = {c.user: (c.assistant, c.system) for c in read_corpus(dataset.config).conversations}
    assert {c.user: (c.assistant, c.system) for c in read_corpus(copy.config).conversations} == there
