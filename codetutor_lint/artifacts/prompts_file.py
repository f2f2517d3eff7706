"""``prompts.json``: what an application needs to ask the tuned model as it was trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codetutor_lint.model.languages import LANGUAGES
from codetutor_lint.model.mode_patterns import MODE_PATTERNS, MODE_REPLACEMENTS
from codetutor_lint.model.mode_vectors import MODE_VECTORS
from codetutor_lint.model.modes import MODE_TAGS
from codetutor_lint.model.steps import STEPS

if TYPE_CHECKING:
    from codetutor_lint.model.prompts import Prompts


def prompts_file(prompts: Prompts) -> dict[str, Any]:
    """System prompt, addenda, languages, headings, and how a question's mode is detected, with vectors."""
    return {
        "digest": prompts.digest(),
        "system": prompts.system.strip(),
        "modes": {mode: getattr(prompts, mode).strip() for mode in ("strict", "beginner", "engineer")},
        "languages": {key: language.name for key, language in LANGUAGES.items()},
        "steps": [{"key": step.key, "heading": step.heading} for step in STEPS],
        "mode_detection": {
            "flags": "i",
            "replacements": [{"pattern": pattern, "with": text} for pattern, text in MODE_REPLACEMENTS],
            "patterns": [{"mode": mode, "pattern": pattern} for mode, pattern in MODE_PATTERNS],
            "vectors": [{"question": question, "mode": mode} for question, mode in MODE_VECTORS],
            "tags": MODE_TAGS,
        },
    }
