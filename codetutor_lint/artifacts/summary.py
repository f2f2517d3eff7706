"""What went into a build, and where each of it went, in lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.corpus.split import SPLITS, TEST, TRAIN, VALIDATION

if TYPE_CHECKING:
    from codetutor_lint.artifacts.manifest import Excluded, LeakCertificate, Manifest


def summary(manifest: Manifest) -> list[str]:
    """The balance, the files with their rows, each example that is left out and why, and the digest."""
    counts = {split: sum(row.split == split for row in manifest.rows) for split in SPLITS}
    out = [
        f"{manifest.examples} examples = {counts[TRAIN]} train + {counts[VALIDATION]} validation"
        f" + {counts[TEST]} held out + {sum(item.file is None for item in manifest.excluded)} not built"
    ]
    out += [
        f"  {name}: {file.rows} rows, {file.bytes} bytes" for name, file in manifest.files.items() if _has_rows(name)
    ]
    out += [f"  left out: {_left_out(item)}" for item in manifest.excluded]
    return [*out, _leaks(manifest.leaks), f"dataset digest {manifest.dataset_digest}"]


def _has_rows(name: str) -> bool:
    return name.endswith((".jsonl", "few-shot.json"))


def _left_out(item: Excluded) -> str:
    where = f" (of {item.file} alone)" if item.file else ""
    return f"{item.path}:{item.line}: {item.reason}{where}"


def _leaks(leaks: LeakCertificate) -> str:
    pair = leaks.most_similar
    if pair is None:
        return f"no two examples on different sides of the split are {max(leaks.threshold, 0.01):.0%} the same"
    (first, second), (one, other) = pair.ids, pair.splits
    return f"most similar across the split: {first} ({one}) and {second} ({other}), {pair.similarity:.0%}"
