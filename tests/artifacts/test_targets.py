"""Each line is what its provider takes: by our own schema, and by the provider's own types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from sample_dataset import conversation

from codetutor_lint.artifacts.jsonl import line
from codetutor_lint.artifacts.rows import encode_rows
from codetutor_lint.artifacts.targets import TARGETS, trl
from codetutor_lint.artifacts.targets.limits import Limits
from codetutor_lint.corpus.split import position
from codetutor_lint.schemas import MODELS, schema

if TYPE_CHECKING:
    from sample_dataset import Dataset

LINE_FILES = [f"{target}/{split}.jsonl" for target in TARGETS for split in ("train", "validation")]


def rows_of(dataset: Dataset, name: str) -> list[dict[str, Any]]:
    return [json.loads(row) for row in dataset.built()[name].splitlines()]


@pytest.fixture
def built(small: Dataset) -> Dataset:
    small.run("build")
    return small


@pytest.mark.parametrize("name", [*LINE_FILES, "test.jsonl", "manifest.json", "gemini/few-shot.json"])
def test_every_line_has_the_published_shape(built: Dataset, name: str) -> None:
    key = {"test.jsonl": "test", "manifest.json": "manifest", "gemini/few-shot.json": "few-shot"}.get(name)
    validator = Draft202012Validator(schema(key or f"{name.split('/')[0]}-line"))
    content = built.built()[name]
    values = [json.loads(content)] if name.endswith(".json") else rows_of(built, name)
    assert values
    for value in values:
        validator.validate(value)


@pytest.mark.parametrize("name", list(MODELS))
def test_each_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("target", list(TARGETS))
def test_a_further_key_is_refused(target: str) -> None:
    value = json.loads(TARGETS[target].encode(conversation("loops/a")))
    assert not Draft202012Validator(schema(f"{target}-line")).is_valid({**value, "id": "loops/a"})


@pytest.mark.parametrize("target", list(TARGETS))
def test_all_texts_are_in_the_line(target: str) -> None:
    told = conversation("loops/a", user='Why "é"\n\t\\ and 🤷🏽‍♀️?', assistant="1️⃣ ANALOGY\n\n\u2028 </s>")
    encoded = TARGETS[target].encode(told).decode()
    assert "\n" not in encoded
    for message in TARGETS[target].messages(told):
        assert json.dumps(message.text, ensure_ascii=False) in encoded


def test_lines_are_what_the_standard_library_writes() -> None:
    value = {"a": "é\u2028\u007f\u0000", "b": [1, None, True, {}], "c": "🤷🏽‍♀️\ufeff"}
    assert line(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    assert json.loads(line(value)) == value


def test_openai_takes_one_system_first_and_the_assistant_last(built: Dataset) -> None:
    for row in rows_of(built, "openai/train.jsonl"):
        assert list(row) == ["messages"]
        assert [message["role"] for message in row["messages"]] == ["system", "user", "assistant"]


def test_mistral_common_takes_every_row(built: Dataset) -> None:
    validator = pytest.importorskip("mistral_common.protocol.instruct.validator", reason="needs mistral-common")
    request = pytest.importorskip("mistral_common.protocol.instruct.request")
    finetuning = validator.MistralRequestValidatorV3(mode=validator.ValidationMode.finetuning)
    for row in rows_of(built, "mistral/train.jsonl") + rows_of(built, "mistral/validation.jsonl"):
        finetuning.validate_request(request.ChatCompletionRequest.from_openai(messages=row["messages"]))


def test_google_genai_takes_every_row(built: Dataset) -> None:
    types = pytest.importorskip("google.genai.types", reason="needs google-genai")
    for row in rows_of(built, "vertex/train.jsonl") + rows_of(built, "vertex/validation.jsonl"):
        for content in (row["systemInstruction"], *row["contents"]):
            read = types.Content.model_validate(content)
            assert read.model_dump(exclude_none=True) == content
    few_shot = json.loads(built.built()["gemini/few-shot.json"])
    types.GenerateContentConfig(system_instruction=few_shot["systemInstruction"])
    assert [types.Content.model_validate(turn).role for turn in few_shot["contents"][:2]] == ["user", "model"]


def test_datasets_loads_every_configuration_of_the_card(
    built: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> None:
    datasets = pytest.importorskip("datasets", reason="needs datasets")
    cache = str(tmp_path_factory.mktemp("cache"))
    manifest = json.loads(built.built()["manifest.json"])
    for name in datasets.get_dataset_config_names(str(built.out)):
        loaded = datasets.load_dataset(str(built.out), name, cache_dir=cache)
        for split, part in loaded.items():
            file = f"{split}.jsonl" if name == "test" else f"{name}/{split}.jsonl"
            assert part.num_rows == manifest["files"][file]["rows"]


def test_trl_knows_its_rows_as_conversational_prompt_and_completion(built: Dataset) -> None:
    data_utils = pytest.importorskip("trl.data_utils", reason="needs trl")
    for row in rows_of(built, "trl/train.jsonl"):
        assert data_utils.is_conversational(row)
        assert [message["role"] for message in row["prompt"]] == ["system", "user"]


def test_trl_comes_with_its_training_files(built: Dataset) -> None:
    for name, content in trl.companions().items():
        assert built.built()[f"trl/{name}"] == content


def test_a_row_over_the_limit_is_left_out_of_that_target_alone() -> None:
    long = conversation("loops/long", assistant="x" * 40_000)
    rows = [conversation("loops/a"), long]
    assert [row.conversation.id for row in encode_rows("mistral", "train", rows).rows] == ["loops/a"]
    assert len(encode_rows("openai", "train", rows).rows) == 2
    (left_out,) = encode_rows("mistral", "train", rows).excluded
    size = len(TARGETS["mistral"].encode(long))
    assert left_out.model_dump() == {
        "id": "loops/long",
        "path": "examples/loops/long.yaml",
        "line": 7,
        "reason": f"{size} bytes; mistral takes at most 32768 in a row",
        "file": "mistral/train.jsonl",
    }


@pytest.mark.parametrize("cap", ["bytes", "rows"])
def test_a_validation_cap_leaves_out_the_highest_hashes(monkeypatch: pytest.MonkeyPatch, cap: str) -> None:
    rows = [conversation(f"loops/lesson-{number:02}") for number in range(20)]
    one = len(TARGETS["mistral"].encode(rows[0])) + 1
    limits = Limits(validation_bytes=7 * one) if cap == "bytes" else Limits(validation_rows=7)
    monkeypatch.setattr(TARGETS["mistral"], "LIMITS", limits)
    kept, excluded = encode_rows("mistral", "validation", rows)
    by_hash = sorted((row.id for row in rows), key=position)
    assert [row.conversation.id for row in kept] == sorted(by_hash[:7])
    assert {item.id for item in excluded} == set(by_hash[7:])
    assert len(encode_rows("mistral", "train", rows).rows) == 20
