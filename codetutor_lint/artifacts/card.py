"""The dataset card: ``README.md`` of a build, as the Hugging Face Hub and people read it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from codetutor_lint.artifacts import few_shot, held_out
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.corpus.split import SPLITS, TEST, TRAIN, VALIDATION
from codetutor_lint.model.languages import LANGUAGES
from codetutor_lint.model.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from codetutor_lint.artifacts.conversations import Conversation
    from codetutor_lint.config import Config

NAME = "README.md"
# The configuration that `load_dataset` takes when none is named, if the build has it.
_DEFAULT = "openai"
_LICENSE_FILE = "LICENSE-DATA"
_SPDX = re.compile(r"SPDX-License-Identifier: *(\S+)")
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def card(
    config: Config, conversations: Sequence[Conversation], splits: Mapping[str, str], rows: Mapping[str, int]
) -> bytes:
    """The card of a build; ``rows`` counts the examples of each file that has some."""
    template = Template(Path(__file__).with_name("card.md").read_text(encoding="utf-8"))
    counts = Counter(splits[c.family] for c in conversations)
    text = template.substitute(
        license=_license(config),
        size=next((name for below, name in _SIZES if len(conversations) < below), "1M<n<10M"),
        configs="\n".join(_configs(rows)),
        total=len(conversations),
        families=len(splits),
        steps="\n".join(f"{step.number}. {step.title.capitalize()}: {step.purpose}" for step in STEPS),
        splits="\n".join(f"| {split} | {counts[split]} |" for split in SPLITS),
        formats="\n".join(f"| `{name}` | {words} |" for name, words in _abouts() if _built(name, rows)),
        sides="\n".join(_sides(conversations)),
        validation=f"{config.validation:g}",
        test=f"{config.test:g}",
    )
    return text.encode()


def _license(config: Config) -> str:
    """The SPDX name in the data's license file, as the Hub spells it; ``other`` without one."""
    try:
        found = _SPDX.search((config.root / _LICENSE_FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return "other"
    return found[1].lower() if found else "other"


def _abouts() -> Iterator[tuple[str, str]]:
    yield from ((name, target.ABOUT) for name, target in TARGETS.items())
    yield few_shot.TARGET, few_shot.ABOUT


def _built(name: str, rows: Mapping[str, int]) -> bool:
    return any(file.startswith(f"{name}/") for file in rows)


def _configs(rows: Mapping[str, int]) -> Iterator[str]:
    """The front matter's ``configs``; files without rows are left out, because nothing loads them."""
    built = [name for name in TARGETS if any(rows.get(f"{name}/{split}.jsonl") for split in (TRAIN, VALIDATION))]
    for name in built:
        yield f"- config_name: {name}"
        if name == _DEFAULT or (_DEFAULT not in built and name == built[0]):
            yield "  default: true"
        yield "  data_files:"
        for split in (TRAIN, VALIDATION):
            if rows.get(f"{name}/{split}.jsonl"):
                yield f"  - split: {split}\n    path: {name}/{split}.jsonl"
    if rows[held_out.NAME]:
        yield f"- config_name: {TEST}\n  data_files:\n  - split: {TEST}\n    path: {held_out.NAME}"


def _sides(conversations: Sequence[Conversation]) -> Iterator[str]:
    for title, key in (
        ("Language", "language"),
        ("Level", "level"),
        ("Kind", "kind"),
        ("Mode", "mode"),
        ("Topic", "topic"),
    ):
        counts = Counter(getattr(conversation, key) for conversation in conversations)
        listed = (f"{_shown(key, value)} {count}" for value, count in sorted(counts.items()))
        yield f"| {title} | {', '.join(listed)} |"


def _shown(key: str, value: str) -> str:
    return LANGUAGES[value].name if key == "language" and value in LANGUAGES else value
