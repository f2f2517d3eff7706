"""From examples to training files: lint, split, encode, describe."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from codetutor_lint.artifacts import few_shot, held_out
from codetutor_lint.artifacts.card import card
from codetutor_lint.artifacts.certificate import leak_certificate
from codetutor_lint.artifacts.conversations import Conversation, conversation_of
from codetutor_lint.artifacts.folder import replace_folder
from codetutor_lint.artifacts.jsonl import lines, pretty
from codetutor_lint.artifacts.manifest import (
    CHECKSUMS,
    NAME,
    Excluded,
    Manifest,
    Row,
    checksums,
    dataset_digest,
    file_entry,
)
from codetutor_lint.artifacts.prompts_file import prompts_file
from codetutor_lint.artifacts.rows import encode_rows
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.artifacts.tokens import count_conversations
from codetutor_lint.corpus.collection import collect
from codetutor_lint.corpus.split import TEST, TRAIN, VALIDATION, split_families
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.lint.whole import DatasetCheck
from codetutor_lint.model.prompts import load_prompts
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import ERROR, Diagnostic, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from codetutor_lint.config import Config
    from codetutor_lint.model.prompts import Prompts

ALL_TARGETS = (*TARGETS, few_shot.TARGET)


class Corpus(NamedTuple):
    """Every example as a conversation, sorted by id, and what the linter says of them.

    ``unbuildable`` are files that are no examples though the configuration silences the reason.
    """

    conversations: list[Conversation]
    diagnostics: list[Diagnostic]
    unbuildable: list[str]
    prompts: Prompts

    @property
    def errors(self) -> list[Diagnostic]:
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.severity == ERROR]

    @property
    def built(self) -> list[Conversation]:
        """The examples that are neither drafts nor retired."""
        return [conversation for conversation in self.conversations if conversation.status is None]


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
    files = collect(config)
    linter.prepare(files)
    whole = DatasetCheck(config, linter)
    conversations: list[Conversation] = []
    diagnostics: list[Diagnostic] = []
    unbuildable = []
    for found in files:
        checked = linter.check(found)
        whole.add(found, checked.facts)
        diagnostics += checked.diagnostics
        if checked.example is not None:
            path = os.path.relpath(found.path, config.root).replace(os.sep, "/")
            conversations.append(conversation_of(checked.example, path, prompts))
        elif found.foreign in ("", "unreadable") and not any(d.severity == ERROR for d in checked.diagnostics):
            unbuildable.append(found.shown)
    diagnostics = sorted([*diagnostics, *whole.run().diagnostics], key=sort_key)
    return Corpus(conversations, diagnostics, unbuildable, prompts)


def make_build(config: Config, corpus: Corpus, targets: Iterable[str] = ALL_TARGETS) -> Build:
    """Everything a build consists of, as bytes; nothing is written."""
    chosen = [name for name in ALL_TARGETS if name in set(targets)]
    splits = split_families((c.family for c in corpus.built), config.validation, config.test)
    files, ids, excluded = _rows(corpus, splits, chosen)
    files["prompts.json"] = pretty(prompts_file(corpus.prompts))
    files["README.md"] = card(config, corpus.built, splits, {name: len(listed) for name, listed in ids.items()})
    manifest = _manifest(corpus, splits, files, ids, excluded)
    files[NAME] = manifest.encode()
    files[CHECKSUMS] = checksums(files)
    return Build(files, manifest)


def write_build(folder: Path, build: Build) -> None:
    """Put the build in the place of ``folder``; raises UsageError as ``replace_folder`` does."""
    replace_folder(folder, build.files, NAME, "dataset_digest")


def current_dataset_digest(config: Config) -> str:
    """The dataset digest that a build would have now."""
    corpus = read_corpus(config)
    return dataset_digest(corpus.prompts.digest(), ((c.id, c.digest()) for c in corpus.built))


def plan_inputs(config: Config, target: str, limit: int | None = None) -> PlanInputs:
    """The training data of ``target`` made from the sources, without writing anything."""
    corpus = read_corpus(config)
    splits = split_families((c.family for c in corpus.built), config.validation, config.test)
    train, validation = (
        encode_rows(target, split, [c for c in corpus.built if splits[c.family] == split]).rows[:limit]
        for split in (TRAIN, VALIDATION)
    )
    counts = count_conversations(target, [row.conversation for row in train])
    train_bytes, validation_bytes = lines([row.line for row in train]), lines([row.line for row in validation])
    return PlanInputs(
        rows_train=len(train),
        rows_validation=len(validation),
        tokens_train=sum(counts.totals),
        tokens_exact=counts.exact,
        bytes_train=len(train_bytes),
        train_bytes=train_bytes,
        validation_bytes=validation_bytes,
    )


def _rows(
    corpus: Corpus, splits: dict[str, str], targets: list[str]
) -> tuple[dict[str, bytes], dict[str, list[str]], list[Excluded]]:
    """The files of the targets and of the held-out rows, the ids in each, and what is left out."""
    files: dict[str, bytes] = {}
    ids: dict[str, list[str]] = {}
    excluded: list[Excluded] = []
    rows = {split: [c for c in corpus.built if splits[c.family] == split] for split in (TRAIN, VALIDATION, TEST)}
    for name in targets:
        if name == few_shot.TARGET:
            files[few_shot.NAME], ids[few_shot.NAME] = few_shot.few_shot(corpus.prompts, rows[TRAIN])
            continue
        for split in (TRAIN, VALIDATION):
            encoded = encode_rows(name, split, rows[split])
            file = f"{name}/{split}.jsonl"
            files[file] = lines([row.line for row in encoded.rows])
            ids[file] = [row.conversation.id for row in encoded.rows]
            excluded += encoded.excluded
        files |= {f"{name}/{companion}": content for companion, content in TARGETS[name].companions().items()}
    files[held_out.NAME] = lines([held_out.encode(c) for c in rows[TEST]])
    ids[held_out.NAME] = [c.id for c in rows[TEST]]
    return files, ids, excluded


def _manifest(
    corpus: Corpus,
    splits: dict[str, str],
    files: dict[str, bytes],
    ids: dict[str, list[str]],
    excluded: list[Excluded],
) -> Manifest:
    digests = {c.id: c.digest() for c in corpus.built}
    unbuilt = [
        Excluded(id=c.id, path=c.path, line=c.line, reason=c.status, file=None)
        for c in corpus.conversations
        if c.status is not None
    ]
    return Manifest(
        dataset_digest=dataset_digest(corpus.prompts.digest(), digests.items()),
        prompts_digest=corpus.prompts.digest(),
        examples=len(corpus.conversations),
        leaks=leak_certificate(corpus.built, splits),
        rows=[
            Row(id=c.id, path=c.path, content_digest=digests[c.id], split=splits[c.family], family=c.family)
            for c in corpus.built
        ],
        excluded=sorted([*unbuilt, *excluded], key=lambda item: (item.id, item.file or "")),
        files={name: file_entry(content, ids.get(name, ())) for name, content in sorted(files.items())},
    )
