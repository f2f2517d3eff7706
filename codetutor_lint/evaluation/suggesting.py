"""From weak answers to new examples: drafts in the dataset's format, with the failing question as a start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.lint.new_file import write_new
from codetutor_lint.lint.scaffold import Blank, scaffold
from codetutor_lint.model.languages import LANGUAGES, NO_LANGUAGE
from codetutor_lint.model.modes import DEFAULT_MODE, split_mode_tag
from codetutor_lint.rules.files import kebab
from codetutor_lint.rules.personal import mask_personal
from codetutor_lint.rules.secrets import mask_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from codetutor_lint.evaluation.report import Weak

WORDS_IN_SLUG = 6


def suggest(weak: Iterable[Weak], folder: Path) -> list[Path]:
    """Write a scaffold for each weak cell under ``folder``, as ``topic/slug.yaml``; return the new files.

    What is there already stays. Secrets and personal data in the questions are masked. Raises
    UsageError if the folder can't be written.
    """
    written = []
    for cell in weak:
        question = mask_personal(mask_secrets(split_mode_tag(cell.question)[0]))
        path = folder / kebab(cell.topic) / f"{slug(question)}.yaml"
        blank = Blank(
            question=question,
            language=cell.language if cell.language in (*LANGUAGES, NO_LANGUAGE) else "",
            level=cell.level,
            mode="" if cell.mode == DEFAULT_MODE else cell.mode,
        )
        if write_new(path, scaffold(blank)):
            written.append(path)
    return written


def slug(question: str) -> str:
    """The first words of a question as a kebab-case name."""
    words = re.findall(r"[A-Za-z0-9]+", question)[:WORDS_IN_SLUG]
    return kebab(" ".join(words))[:60].strip("-") or "question"
