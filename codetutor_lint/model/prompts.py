"""The prompt system: what the model is told before it is asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from codetutor_lint.errors import UsageError
from codetutor_lint.model.languages import LANGUAGES, NO_LANGUAGE
from codetutor_lint.model.modes import DEFAULT_MODE
from codetutor_lint.records import NamedTuple

_PACKAGED = Path(__file__).parent.parent / "prompts"


class Prompts(NamedTuple):
    """The system prompt and one addendum for each mode but the default; each text is stripped."""

    system: str
    strict: str
    beginner: str
    engineer: str

    def system_message(self, mode: str, language: str) -> str:
        """The system message for one of ``MODES`` and a key of ``LANGUAGES`` or ``none``."""
        parts = [self.system]
        if mode != DEFAULT_MODE:
            parts.append(self._asdict()[mode])
        if language != NO_LANGUAGE:
            parts.append(f"Language: {LANGUAGES[language].name}")
        return "\n\n".join(parts)

    def digest(self) -> str:
        """The SHA-256, in hex, of the four texts as compact JSON in UTF-8 with its keys in this order."""
        content = json.dumps(self._asdict(), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


PROMPT_KEYS: tuple[str, ...] = Prompts._fields


def load_prompts(paths: Mapping[str, Path] | None = None) -> Prompts:
    """Read the prompts; ``paths`` names files that replace the package's own, by ``PROMPT_KEYS``.

    A BOM, CRLF and outer white space don't count. Raises ``UsageError`` for an unknown key and for
    a file that is missing, unreadable, empty or not UTF-8.
    """
    named = paths or {}
    for key in named:
        if key not in PROMPT_KEYS:
            raise UsageError(f"unknown prompt '{key}'; the prompts are {', '.join(PROMPT_KEYS)}")
    return Prompts(**{key: _read(key, named.get(key, _PACKAGED / f"{key}.md")) for key in PROMPT_KEYS})


def _read(key: str, path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UsageError(f"prompt '{key}': {path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"prompt '{key}': can't read {path}: {error.strerror}") from error
    if not text:
        raise UsageError(f"prompt '{key}': {path} is empty; write the prompt or remove the setting")
    return text
