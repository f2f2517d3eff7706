"""The leak certificate: how alike the most similar examples on different sides of the split are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.artifacts.manifest import LeakCertificate, SimilarPair
from codetutor_lint.corpus.dataset import LEAK
from codetutor_lint.corpus.neighbours import METHOD, most_similar_across
from codetutor_lint.model.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from codetutor_lint.artifacts.conversations import Conversation

# Up to so many examples every pair is compared; beyond, which would take more than linear time, all
# that can be a leak.
EXHAUSTIVE = 1_000


def leak_certificate(conversations: Sequence[Conversation], splits: Mapping[str, str]) -> LeakCertificate:
    """Compare the answers, their seven headings aside; ``splits`` maps a family to its split."""
    sides = {c.id: splits[c.family] for c in conversations}
    least = 0.0 if len(conversations) <= EXHAUSTIVE else LEAK
    pair = most_similar_across({c.id: _text(c) for c in conversations}, sides, least)
    most_similar = pair and SimilarPair(
        ids=(pair.first, pair.second),
        splits=(sides[pair.first], sides[pair.second]),
        similarity=round(pair.similarity, 4),
    )
    return LeakCertificate(method=METHOD, threshold=least, most_similar=most_similar)


def _text(conversation: Conversation) -> str:
    answer = f"\n{conversation.assistant}\n"
    for step in STEPS:
        answer = answer.replace(f"\n{step.heading}\n", "\n\n", 1)
    return answer
