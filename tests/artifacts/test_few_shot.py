"""The few-shot file: from train alone, within its budget, and as varied as that allows."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from sample_dataset import Dataset, conversation

from codetutor_lint.artifacts.few_shot import BUDGET_BYTES, choose, few_shot
from codetutor_lint.artifacts.jsonl import line
from codetutor_lint.model.prompts import Prompts

PROMPTS = Prompts("You teach.", "Strictly.", "Gently.", "Precisely.")
MODES = ("default", "strict", "beginner", "engineer")


def test_each_mode_is_shown_before_one_is_repeated() -> None:
    lessons = [conversation(f"loops/lesson-{n}", mode=MODES[n % 4]) for n in range(12)]
    assert {c.mode for c in choose(lessons)} == set(MODES)
    assert len(choose(lessons)) == 4


def test_a_short_answer_shows_the_same_for_less() -> None:
    short, long = conversation("loops/b", assistant="x"), conversation("loops/a", assistant="x" * 500)
    assert choose([long, short]) == [short]


def test_the_file_is_a_system_instruction_and_turns() -> None:
    content, ids = few_shot(PROMPTS, [conversation("loops/a")])
    assert ids == ["loops/a"]
    assert json.loads(content) == {
        "systemInstruction": {"role": "system", "parts": [{"text": "You teach."}]},
        "contents": [
            {"role": "user", "parts": [{"text": "What is loops/a?"}]},
            {"role": "model", "parts": [{"text": "1️⃣ ANALOGY\n\nloops/a"}]},
        ],
    }


def test_only_train_is_shown(small: Dataset) -> None:
    small.run("build")
    manifest = json.loads(small.built()["manifest.json"])
    splits = {row["id"]: row["split"] for row in manifest["rows"]}
    shown = manifest["files"]["gemini/few-shot.json"]["ids"]
    assert shown
    assert {splits[identity] for identity in shown} == {"train"}


lessons = st.lists(
    st.builds(
        lambda n, mode, kind, size: conversation(f"loops/lesson-{n}", mode=mode, kind=kind, assistant="é" * size),
        st.integers(0, 99),
        st.sampled_from(MODES),
        st.sampled_from(("concept", "debugging")),
        st.integers(1, 20_000),
    ),
    unique_by=lambda c: c.id,
    max_size=12,
)


@given(lessons, st.randoms(use_true_random=False))
def test_within_the_budget_whatever_the_order(several: list, random) -> None:  # type: ignore[type-arg, no-untyped-def]
    chosen = choose(several)
    shuffled = list(several)
    random.shuffle(shuffled)
    assert choose(shuffled) == chosen
    content, _ = few_shot(PROMPTS, chosen)
    turns = json.loads(content)["contents"]
    assert sum(len(line(turn)) for turn in turns) <= BUDGET_BYTES
