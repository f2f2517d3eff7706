"""Equal scenes: the join finds what comparing every pair finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.corpus.facts import Facts
from codetutor_lint.corpus.scenes import MIN_SHARE, MIN_SHARED_WORDS, find_same_scenes

SCENES = st.lists(st.tuples(st.sets(st.sampled_from("abcdefg"), max_size=5), st.sampled_from("xyz")), max_size=12)


def facts(number: int, scene: set[str], family: str) -> Facts:
    words = " ".join(sorted(scene))
    return Facts(f"t/{number}", "python", "beginner", "concept", "default", (), family, None, "", words, "", (), "")


def is_same(one: Facts, other: Facts) -> bool:
    words, others = set(one.scene.split()), set(other.scene.split())
    return len(words & others) >= max(MIN_SHARED_WORDS, MIN_SHARE * min(len(words), len(others)))


@given(SCENES)
def test_an_example_is_found_iff_an_earlier_one_of_another_family_tells_its_scene(
    scenes: list[tuple[set[str], str]],
) -> None:
    examples = [facts(number, *one) for number, one in enumerate(scenes)]
    found = {same.second.id: same.first for same in find_same_scenes(examples)}
    for number, one in enumerate(examples):
        earlier = [other for other in examples[:number] if is_same(one, other)]
        if one.id in found:
            assert found[one.id] in earlier
            assert found[one.id].family != one.family
        elif not any(other.scene == one.scene for other in earlier):
            assert all(other.family == one.family for other in earlier if _is_first(other, examples))


def _is_first(one: Facts, examples: list[Facts]) -> bool:
    """Whether no example before it has exactly its scene: of those only the first is compared with."""
    return next(other for other in examples if other.scene == one.scene) is one
