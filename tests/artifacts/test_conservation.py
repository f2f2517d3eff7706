"""Nothing vanishes: rows in are rows out, held out or excluded, and each of them once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from sample_dataset import conversation

from codetutor_lint.artifacts.build import Corpus, make_build
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.config import load_config
from codetutor_lint.model.prompts import Prompts

if TYPE_CHECKING:
    from codetutor_lint.artifacts.conversations import Conversation

PROMPTS = Prompts("You teach.", "Strictly.", "Gently.", "Precisely.")

examples = st.lists(
    st.builds(
        lambda n, family, status, size: conversation(
            f"loops/lesson-{n}", family=family or f"loops/lesson-{n}", status=status, assistant="é" * size
        ),
        st.integers(0, 999),
        st.sampled_from(["", "", "one", "two", "three"]),
        st.sampled_from([None, None, None, "draft", "retired"]),
        st.sampled_from([1, 100, 20_000, 40_000, 70_000]),
    ),
    unique_by=lambda c: c.id,
    max_size=25,
)


@given(examples)
@settings(deadline=None, max_examples=50)
def test_each_example_is_in_one_place_of_each_target(conversations: list[Conversation]) -> None:
    corpus = Corpus(sorted(conversations), [], [], PROMPTS)
    manifest = make_build(load_config(), corpus).manifest
    everywhere = [item.id for item in manifest.excluded if item.file is None]
    assert manifest.examples == len(manifest.rows) + len(everywhere) == len(conversations)
    held_out = manifest.files["test.jsonl"].ids
    for target in TARGETS:
        files = [f"{target}/{split}.jsonl" for split in ("train", "validation")]
        out = [identity for file in files for identity in manifest.files[file].ids]
        left_out = [item.id for item in manifest.excluded if item.file in files]
        assert sorted(out + left_out + held_out + everywhere) == [c.id for c in corpus.conversations]


@given(examples)
@settings(deadline=None, max_examples=25)
def test_no_family_is_on_two_sides(conversations: list[Conversation]) -> None:
    manifest = make_build(load_config(), Corpus(sorted(conversations), [], [], PROMPTS), ["pairs"]).manifest
    sides: dict[str, set[str]] = {}
    for row in manifest.rows:
        sides.setdefault(row.family, set()).add(row.split)
    assert all(len(side) == 1 for side in sides.values())
