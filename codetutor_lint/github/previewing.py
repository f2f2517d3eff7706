"""Working out what a change does to the dataset: the dataset at the base beside the one that is checked out."""

from __future__ import annotations

import io
import tarfile
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.build import read_corpus
from codetutor_lint.artifacts.prices import Load, price
from codetutor_lint.artifacts.rows import encode_rows
from codetutor_lint.artifacts.tokens import count_conversations
from codetutor_lint.config import load_config
from codetutor_lint.corpus.changes import changed_since
from codetutor_lint.corpus.coverage import EXAMPLES, count_examples, targets
from codetutor_lint.corpus.facts import answer_text
from codetutor_lint.corpus.neighbours import most_similar_across
from codetutor_lint.corpus.shown import shown_path
from codetutor_lint.corpus.split import TEST, TRAIN, VALIDATION, split_families
from codetutor_lint.errors import UsageError
from codetutor_lint.github import preview as limits
from codetutor_lint.github.context import git
from codetutor_lint.github.markdown import clipped
from codetutor_lint.github.preview import BeforeAfter, Bill, Cell, Change, Neighbor, Preview, Repair
from codetutor_lint.lint.checking import check
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.answer import parse
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import ERROR
from codetutor_lint.training.rates import rates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.artifacts.build import Corpus
    from codetutor_lint.artifacts.conversations import Conversation
    from codetutor_lint.artifacts.prices import Price, Rate
    from codetutor_lint.config import Config


class _Dataset(NamedTuple):
    """The examples at one point of the history, and which split each family is in."""

    examples: dict[str, Conversation]
    built: list[Conversation]
    splits: dict[str, str]
    prompts: str

    def split(self, example: Conversation) -> str | None:
        return self.splits.get(example.family) if example.status is None else None


def make_preview(config: Config, revision: str, head: str | None = None) -> Preview:
    """What the checkout changes since it parted from ``revision``; ``head`` names it, by default HEAD.

    Raises ``UsageError`` if git does not know the revision.
    """
    changed = [path for path in changed_since(revision, config.root) if path.is_relative_to(config.examples)]
    base = git(config.root, "merge-base", revision, "HEAD").decode().strip()
    corpus = read_corpus(config)
    after = _dataset(config, corpus)
    with _checked_out(config, base) as old:
        before = _dataset(old, read_corpus(old)) if old.examples.is_dir() else _Dataset({}, [], {}, "")
    shown = {shown_path(str(path)) for path in changed}
    found = [diagnostic for diagnostic in corpus.diagnostics if diagnostic.filename in shown]
    changes = list(_changes(before, after))
    repairs, not_run = _repairs(config, sorted(changed))
    return Preview(
        head=head or git(config.root, "rev-parse", "--verify", "HEAD^{commit}").decode().strip(),
        base=base,
        errors=sum(diagnostic.severity == ERROR for diagnostic in found),
        warnings=sum(diagnostic.severity != ERROR for diagnostic in found),
        prompts_changed=bool(before.prompts) and before.prompts != after.prompts,
        rows={
            "train": _rows(before, after, TRAIN),
            "validation": _rows(before, after, VALIDATION),
            "test": _rows(before, after, TEST),
        },
        changes=changes[: limits.MOST_CHANGES],
        more_changes=max(0, len(changes) - limits.MOST_CHANGES),
        bills=_bills(config, before, after)[: limits.MOST_BILLS],
        cells=list(_cells(config, before, after))[: limits.MOST_CELLS],
        repairs=repairs,
        not_run=not_run,
    )


@contextmanager
def _checked_out(config: Config, commit: str) -> Iterator[Config]:
    """The configuration and its files as they were at a commit, in a folder of its own."""
    with TemporaryDirectory() as folder:
        try:
            content = git(config.root, "archive", "--format=tar", commit)
        except UsageError:  # the folder did not exist then
            content = b""
        with suppress(tarfile.ReadError), tarfile.open(fileobj=io.BytesIO(content)) as archive:  # empty: no file then
            archive.errorlevel = 0
            archive.extractall(folder, filter="data")
        root = Path(folder)
        file = root / config.file.name if config.file else None
        yield load_config(file=file) if file and file.is_file() and _has_table(file) else _moved(config, root)


def _has_table(file: Path) -> bool:
    return b"[tool.codetutor-lint" in file.read_bytes()


def _moved(config: Config, root: Path) -> Config:
    """Today's configuration over the files of then."""
    return config._replace(
        root_path=str(root),
        examples_path=str(root / config.examples.relative_to(config.root)),
        prompt_paths={key: str(root / path.relative_to(config.root)) for key, path in config.prompts.items()},
    )


def _dataset(config: Config, corpus: Corpus) -> _Dataset:
    splits = split_families((c.family for c in corpus.built), config.validation, config.test)
    return _Dataset({c.id: c for c in corpus.conversations}, corpus.built, splits, corpus.prompts.digest())


def _rows(before: _Dataset, after: _Dataset, split: str) -> BeforeAfter:
    old, new = (sum(d.splits[c.family] == split for c in d.built) for d in (before, after))
    return BeforeAfter(before=old, after=new)


def _changes(before: _Dataset, after: _Dataset) -> Iterator[Change]:
    texts = {c.id: answer_text(parse(c.assistant)) for c in after.examples.values()}
    for identity in sorted({*before.examples, *after.examples}):
        old, new = before.examples.get(identity), after.examples.get(identity)
        if new is None and old is not None:
            yield _change(before, old, "removed", None)
        elif new is not None and (old is None or old.digest() != new.digest()):
            yield _change(after, new, "changed" if old else "added", _neighbor(after, identity, texts))


def _change(dataset: _Dataset, example: Conversation, what: str, neighbor: Neighbor | None) -> Change:
    gone = what == "removed"
    return Change.model_validate(
        {
            "id": clipped(example.id, limits.LONGEST_NAME),
            "what": what,
            "status": example.status,
            "split": dataset.split(example),
            "language": example.language,
            "level": example.level,
            "kind": example.kind,
            "mode": example.mode,
            "user": "" if gone else clipped(example.user, limits.LONGEST_QUESTION),
            "assistant": "" if gone else clipped(example.assistant, limits.LONGEST_ANSWER),
            "neighbor": neighbor,
        }
    )


def _neighbor(dataset: _Dataset, identity: str, texts: dict[str, str]) -> Neighbor | None:
    """The most similar answer among those that are built."""
    candidates = {c.id for c in dataset.built} | {identity}
    groups = {key: str(key == identity) for key in candidates}
    pair = most_similar_across({key: texts[key] for key in candidates}, groups)
    if pair is None:
        return None
    other = pair.second if pair.first == identity else pair.first
    split = dataset.splits[dataset.examples[other].family]
    return Neighbor.model_validate(
        {"id": clipped(other, limits.LONGEST_NAME), "split": split, "similarity": round(pair.similarity, 4)}
    )


def _bills(config: Config, before: _Dataset, after: _Dataset) -> list[Bill]:
    bills = []
    for rate in rates(config):
        if rate.configured:
            old, new = _price(rate, before), _price(rate, after)
            bills.append(
                Bill(
                    provider=clipped(rate.provider, limits.LONGEST_NAME),
                    model=clipped(rate.model, limits.LONGEST_NAME),
                    exact=new.exact,
                    tokens=BeforeAfter(before=old.tokens, after=new.tokens),
                    usd_before=old.training,
                    usd_after=new.training,
                )
            )
    return bills


def _price(rate: Rate, dataset: _Dataset) -> Price:
    training = [c for c in dataset.built if dataset.splits[c.family] == TRAIN]
    rows = [row.conversation for row in encode_rows(rate.target, TRAIN, training).rows]
    counts = count_conversations(rate.target, rows)
    return price(rate, Load(sum(counts.totals), 0, 0, counts.exact))


def _cells(config: Config, before: _Dataset, after: _Dataset) -> Iterator[Cell]:
    old, new = count_examples(before.built), count_examples(after.built)
    wanted = {(target.dimension, target.value): target.wanted for target in targets(config.coverage, new)}
    for dimension in new:
        for value in sorted({*old[dimension], *new[dimension]}):
            count = BeforeAfter(before=old[dimension].get(value, 0), after=new[dimension].get(value, 0))
            if dimension != EXAMPLES and count.before != count.after:
                name = clipped(value, limits.LONGEST_NAME)
                yield Cell(dimension=dimension, value=name, count=count, wanted=wanted.get((dimension, value)))


def _repairs(config: Config, paths: list[Path]) -> tuple[list[Repair], str | None]:
    """The patches of both commands for the changed files, and why code was not run."""
    if not paths:
        return [], None
    found = [_repair("check --fix", check(config, select_rules(config), paths, diff=True).diff)]
    not_run = None
    try:
        found.append(_repair("run --fix", _run_patch(config, paths)))
    except UsageError as error:
        not_run = clipped(" ".join(str(error).split()), limits.LONGEST_NAME)
    return [repair for repair in found if repair.patch], not_run


def _repair(command: str, patch: str) -> Repair:
    return Repair.model_validate({"command": command, "patch": clipped(patch, limits.LONGEST_PATCH)})


def _run_patch(config: Config, paths: list[Path]) -> str:
    from codetutor_lint.lint.running import RunLinter
    from codetutor_lint.snippets.executor import Executor
    from codetutor_lint.snippets.results_cache import results_cache
    from codetutor_lint.snippets.sandbox.choose import choose_sandbox

    with Executor(choose_sandbox(), config.root, results_cache(config.root)) as executor:
        selection = select_rules(config)
        linter = RunLinter(config, selection, executor)
        return check(config, selection, paths, diff=True, linter=linter).diff
