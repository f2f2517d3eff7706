"""From examples to training files: lint, split, encode, describe."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from codetutor_lint.artifacts.conversations import Conversation, conversation_of
from codetutor_lint.artifacts.jsonl import line, lines, pretty
from codetutor_lint.artifacts.manifest import (
    NAME,
    Excluded,
    Manifest,
    Row,
    checksums,
    dataset_digest,
    file_entry,
)
from codetutor_lint.artifacts.prompts_file import prompts_file
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.corpus.collection import collect
from codetutor_lint.corpus.split import SPLITS, TEST, TRAIN, VALIDATION, position, split_families
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.prompts import load_prompts
from codetutor_lint.rules.diagnostic import ERROR, Diagnostic, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codetutor_lint.config import Config
    from codetutor_lint.model.prompts import Prompts

TEST_FILE = "test.jsonl"
_TEST_KEYS = ("id", "system", "user", "language", "level", "kind", "mode", "topic", "tags", "family")


class Corpus(NamedTuple):
    """Every example as a conversation, sorted by id, and what the linter says of them."""

    conversations: list[Conversation]
    diagnostics: list[Diagnostic]
    prompts: Prompts

    @property
    def errors(self) -> list[Diagnostic]:
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.severity == ERROR]


class Build(NamedTuple):
    """A build in memory: its files by name, and the manifest that describes them."""

    files: dict[str, bytes]
    manifest: Manifest


class PlanInputs(NamedTuple):
    """What one target would be trained on; tokens are an upper bound unless ``tokens_exact``."""

    rows_train: int
    rows_validation: int
    tokens_train: int
    tokens_exact: bool
    bytes_train: int
    train_bytes: bytes
    validation_bytes: bytes


def read_corpus(config: Config) -> Corpus:
    """Lint every example and turn the valid ones into conversations.

    Raises UsageError if the examples' folder or a prompt file is missing.
    """
    prompts = load_prompts(config.prompts)
    linter = Linter(config, select_rules(config))
    conversations, diagnostics = [], []
    for found in collect(config):
        checked = linter.check(found)
        diagnostics += checked.diagnostics
        if checked.example is not None:
            path = os.path.relpath(found.path, config.root).replace(os.sep, "/")
            conversations.append(conversation_of(checked.example, path, prompts))
    return Corpus(conversations, sorted(diagnostics, key=sort_key), prompts)


def make_build(config: Config, corpus: Corpus, targets: Iterable[str] = TARGETS) -> Build:
    """Everything a build consists of, as bytes; nothing is written."""
    built = [c for c in corpus.conversations if c.status is None]
    excluded = [Excluded(id=c.id, path=c.path, reason=c.status) for c in corpus.conversations if c.status]
    splits = split_families((c.family for c in built), config.validation, config.test)
    files: dict[str, bytes] = {}
    ids: dict[str, list[str]] = {}
    for name in targets:
        for split in (TRAIN, VALIDATION):
            rows = [c for c in built if splits[c.family] == split]
            encoded, left_out = encode_rows(name, split, rows)
            file = f"{name}/{split}.jsonl"
            files[file] = lines([row for _, row in encoded])
            ids[file] = [identity for identity, _ in encoded]
            excluded += left_out
    held_out = [c for c in built if splits[c.family] == TEST]
    files[TEST_FILE] = lines([line({key: getattr(c, key) for key in _TEST_KEYS}) for c in held_out])
    ids[TEST_FILE] = [c.id for c in held_out]
    files["prompts.json"] = pretty(prompts_file(corpus.prompts))
    digests = {c.id: c.digest() for c in built}
    manifest = Manifest(
        dataset_digest=dataset_digest(corpus.prompts.digest(), digests.items()),
        prompts_digest=corpus.prompts.digest(),
        examples=len(corpus.conversations),
        rows=[
            Row(id=c.id, path=c.path, content_digest=digests[c.id], split=splits[c.family], family=c.family)
            for c in built
        ],
        excluded=sorted(excluded, key=lambda item: (item.id, item.file or "")),
        files={name: file_entry(content, ids.get(name)) for name, content in sorted(files.items())},
    )
    files[NAME] = manifest.encode()
    files["SHA256SUMS"] = checksums(files)
    return Build(files, manifest)


def encode_rows(name: str, split: str, rows: list[Conversation]) -> tuple[list[tuple[str, bytes]], list[Excluded]]:
    """One split's rows as (id, line) in a target's format, and those its limits leave out.

    Limits are kept by UTF-8 bytes, which no tokenizer exceeds. Where a provider caps its validation
    file, the rows whose families hash highest are left out.
    """
    target = TARGETS[name]
    file = f"{name}/{split}.jsonl"
    kept: list[tuple[Conversation, bytes]] = []
    left_out = []
    for conversation in rows:
        encoded = target.encode(conversation)
        most = target.LIMITS.row_bytes
        if most is not None and len(encoded) > most:
            reason = f"{len(encoded)} bytes; {name} takes at most {most} in a row"
            left_out.append(Excluded(id=conversation.id, path=conversation.path, reason=reason, file=file))
        else:
            kept.append((conversation, encoded))
    cap = target.LIMITS.validation_bytes if split == VALIDATION else None
    if cap is not None:
        total = sum(len(encoded) + 1 for _, encoded in kept)
        for conversation, encoded in sorted(kept, key=lambda row: position(row[0].family), reverse=True):
            if total <= cap:
                break
            total -= len(encoded) + 1
            kept.remove((conversation, encoded))
            reason = f"{name} takes at most {cap} bytes of validation"
            left_out.append(Excluded(id=conversation.id, path=conversation.path, reason=reason, file=file))
    return [(conversation.id, encoded) for conversation, encoded in kept], left_out


def summary(manifest: Manifest) -> list[str]:
    """What went in, and where each of it went, in lines for people."""
    counts = {split: sum(row.split == split for row in manifest.rows) for split in SPLITS}
    out = [
        f"{manifest.examples} examples = {counts[TRAIN]} train + {counts[VALIDATION]} validation"
        f" + {counts[TEST]} held out + {sum(item.file is None for item in manifest.excluded)} not built"
    ]
    out += [
        f"  {name}: {file.rows} rows, {file.bytes} bytes"
        for name, file in manifest.files.items()
        if file.rows is not None
    ]
    out += [
        f"  left out{f' of {item.file}' if item.file else ''}: {item.path} ({item.reason})"
        for item in manifest.excluded
    ]
    return [*out, f"dataset digest {manifest.dataset_digest}"]


def current_dataset_digest(config: Config) -> str:
    """The dataset digest that a build would have now."""
    corpus = read_corpus(config)
    built = ((c.id, c.digest()) for c in corpus.conversations if c.status is None)
    return dataset_digest(corpus.prompts.digest(), built)


def plan_inputs(config: Config, target: str, limit: int | None = None) -> PlanInputs:
    """The training data of ``target`` made from the sources, without writing anything."""
    build = make_build(config, read_corpus(config), [target])
    train = b"".join(build.files[f"{target}/{TRAIN}.jsonl"].splitlines(keepends=True)[:limit])
    validation = b"".join(build.files[f"{target}/{VALIDATION}.jsonl"].splitlines(keepends=True)[:limit])
    return PlanInputs(train.count(b"\n"), validation.count(b"\n"), len(train), False, len(train), train, validation)
