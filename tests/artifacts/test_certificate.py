"""The leak certificate says what a comparison of all pairs says."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from sample_dataset import conversation

from codetutor_lint.artifacts.certificate import EXHAUSTIVE, leak_certificate
from codetutor_lint.artifacts.manifest import SimilarPair
from codetutor_lint.corpus.dataset import LEAK
from codetutor_lint.corpus.neighbours import similarity
from codetutor_lint.corpus.split import SPLITS
from codetutor_lint.model.steps import STEPS

HEADINGS = "\n\n".join(f"{step.heading}\n\n{{}}" for step in STEPS)
words = st.lists(
    st.sampled_from(["a", "loop", "runs", "its", "body", "once", "for", "each", "item", "of", "the", "list"]),
    min_size=1,
    max_size=12,
)


@given(st.lists(st.tuples(words, st.sampled_from(SPLITS)), max_size=12))
def test_against_brute_force(told: list[tuple[list[str], str]]) -> None:
    texts = {f"loops/lesson-{n:02}": " ".join(text) for n, (text, _) in enumerate(told)}
    splits = {f"loops/lesson-{n:02}": split for n, (_, split) in enumerate(told)}
    conversations = [conversation(identity, assistant=text) for identity, text in texts.items()]
    pairs = [
        (-similarity(texts[one], texts[other]), one, other)
        for one, other in combinations(texts, 2)
        if splits[one] != splits[other] and similarity(texts[one], texts[other])
    ]
    found = leak_certificate(conversations, splits).most_similar
    if not pairs:
        assert found is None
    else:
        most, one, other = min(pairs)
        assert found is not None
        assert found.ids == (one, other)
        assert found.splits == (splits[one], splits[other])
        assert found.similarity == round(-most, 4)


def test_the_seven_headings_do_not_count() -> None:
    first = conversation("loops/a", assistant=HEADINGS.format(*"abcdefg"))
    second = conversation("loops/b", assistant=HEADINGS.format(*"hijklmn"))
    certificate = leak_certificate([first, second], {"loops/a": "train", "loops/b": "test"})
    assert certificate.model_dump() == {
        "method": "Jaccard similarity of word 3-shingles, exact",
        "threshold": 0.0,
        "most_similar": None,
    }


def test_twins_on_one_side_are_no_leak() -> None:
    twins = [conversation("loops/a", assistant="the same"), conversation("loops/b", assistant="the same")]
    assert leak_certificate(twins, {"loops/a": "train", "loops/b": "train"}).most_similar is None


def test_of_many_examples_only_leaks_are_told() -> None:
    many = [conversation(f"loops/lesson-{n:04}", assistant=f"word {n} and {n + 1}") for n in range(EXHAUSTIVE)]
    sides = {c.id: "train" for c in many} | {"strings/x": "test"}

    def told(text: str) -> SimilarPair | None:
        certificate = leak_certificate([*many, conversation("strings/x", assistant=text)], sides)
        assert certificate.threshold == LEAK
        return certificate.most_similar

    assert told("word 1 and 3 or so") is None
    pair = told("word 1 and 2")
    assert pair is not None
    assert (pair.ids, pair.similarity) == (("loops/lesson-0001", "strings/x"), 1.0)
