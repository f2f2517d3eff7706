"""How the tutor speaks: the modes, and the one that a question asks for."""

from __future__ import annotations

import re

DEFAULT_MODE = "default"
MODES = (DEFAULT_MODE, "strict", "beginner", "engineer")
MODE_TAGS = {mode: f"[{mode.upper()} MODE]" for mode in MODES[1:]}

# A mode's patterns need one of these, in lower case and single-spaced. Most questions have none, and then
# the patterns are not even imported.
MODE_CUES: dict[str, tuple[str, ...]] = {
    "strict": ("strict",),
    "beginner": (
        *("beginner", "novice", "newbie", "noob", "eli5", "like i", "as if i", "as though i"),
        *("child", "kid", "dummies", " old", "-old", "never", "assum", "pretend"),
    ),
    "engineer": ("engineer", " dev", "programmer"),
}
# re.ASCII makes \b, \w and case folding mean what they mean in JavaScript with the flag "i" alone.
_FLAGS = re.IGNORECASE | re.ASCII


def detect_mode(question: str) -> str | None:
    """The mode that ``question`` asks for, by a tag or in words; None if it asks for none.

    Code in fences or backticks asks for nothing. The first pattern that matches decides, so a tag
    wins over words.
    """
    lowered = " ".join(question.lower().split())
    cued = [mode for mode, cues in MODE_CUES.items() if any(cue in lowered for cue in cues)]
    return _first_match(question, cued) if cued else None


def _first_match(question: str, cued: list[str]) -> str | None:
    from codetutor_lint.model.mode_patterns import MODE_PATTERNS, MODE_REPLACEMENTS

    for pattern, replacement in MODE_REPLACEMENTS:
        question = re.sub(pattern, replacement, question, flags=_FLAGS)
    for mode, pattern in MODE_PATTERNS:
        if mode in cued and re.search(pattern, question, _FLAGS):
            return mode
    return None


def user_message(question: str, mode: str) -> str:
    """What the model is asked: the question, and the mode's tag if the question doesn't ask for it."""
    message = question.rstrip().lstrip("\n")
    if mode == DEFAULT_MODE or detect_mode(message) is not None:
        return message
    return message + ("\n\n" if "\n" in message else " ") + MODE_TAGS[mode]


def split_mode_tag(text: str) -> tuple[str, str | None]:
    """Split a user message into the question and the mode of the tag at its end, if it has one.

    The inverse of ``user_message`` wherever that appended a tag.
    """
    message = text.rstrip()
    if not message.endswith("]"):
        return message, None
    for mode, tag in MODE_TAGS.items():
        if message[-len(tag) :].upper() == tag:
            return message[: -len(tag)].rstrip(), mode
    return message, None
