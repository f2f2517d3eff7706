"""Reading answers from elsewhere: JSONL with pairs or messages, or one Markdown answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from codetutor_lint.errors import UsageError
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import did_you_mean, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FORMS = "a row is {'input', 'output'} or {'messages'}"
_TURNS = (["user", "assistant"], ["system", "user", "assistant"])
_MARKDOWN = (".md", ".markdown")


class Row(NamedTuple):
    """One question with its answer; without a question, that is what stands before the answer's first step."""

    line: int
    question: str | None
    answer: str
    system: str = ""


class BadRow(NamedTuple):
    """A line that holds no question with an answer, and why."""

    line: int
    reason: str


def read_rows(path: Path) -> Iterator[Row | BadRow]:
    """The rows of a file in order; blank lines are none. Raises UsageError if it can't be read."""
    if path.exists() and not path.is_file():
        raise UsageError(f"{path}: is no file")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    content = content.removeprefix(b"\xef\xbb\xbf")
    if path.suffix.lower() in _MARKDOWN or not content.lstrip().startswith((b"{", b"[")):
        yield _markdown(content)
    elif content.lstrip().startswith(b"["):
        yield BadRow(1, "a JSON array; write one object a line (jq -c '.[]' does that)")
    else:
        for number, line in enumerate(content.split(b"\n"), 1):
            if line.strip():
                yield _row(number, line)


def _markdown(content: bytes) -> Row | BadRow:
    if not content.strip():
        return BadRow(1, "the file is empty")
    try:
        return Row(1, None, content.decode().replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        return BadRow(content.count(b"\n", 0, error.start) + 1, f"not UTF-8: {_bad_byte(content, error)}")


def _row(number: int, line: bytes) -> Row | BadRow:
    try:
        value = json.loads(line.decode(), object_pairs_hook=_unique)
        return _pair(number, value) if isinstance(value, dict) else BadRow(number, f"no JSON object; {_FORMS}")
    except UnicodeDecodeError as error:
        return BadRow(number, f"not UTF-8: {_bad_byte(line, error)}")
    except json.JSONDecodeError as error:
        return BadRow(number, f"not JSON: {error.msg.lower()} at column {error.colno}")
    except RecursionError:
        return BadRow(number, "nested too deep")
    except _RowError as error:
        return BadRow(number, str(error))


class _RowError(Exception):
    """Why a JSON object is no row."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RowError(f"key '{shortened(key)}' twice")
        found[key] = value
    return found


def _pair(number: int, value: dict[str, Any]) -> Row:
    keys = ["messages"] if "messages" in value else ["input", "output"]
    for key in keys:
        if key not in value:
            raise _RowError(f"no key '{key}'; {_FORMS}")
    for key in value:
        if key not in keys:
            raise _RowError(f"unknown key '{shortened(key)}'{did_you_mean(key, keys)}; {_FORMS}, and nothing else")
    if "messages" in value:
        return _conversation(number, value["messages"])
    return Row(number, _text(value["input"], "'input'"), _text(value["output"], "'output'"))


def _conversation(number: int, messages: Any) -> Row:
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise _RowError("'messages' is no list of {'role', 'content'}")
    roles = [message.get("role") for message in messages]
    if roles not in _TURNS:
        shown = ", ".join(shortened(str(role)) for role in roles[:8]) or "nothing"
        raise _RowError(f"the messages are {shown}; one question and one answer make a row: (system,) user, assistant")
    texts = [_text(message.get("content"), f"the content of '{message['role']}'") for message in messages]
    return Row(number, texts[-2], texts[-1], texts[0] if len(texts) > 2 else "")


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise _RowError(f"{what} is no text")
    if not value.strip():
        raise _RowError(f"{what} is empty")
    return value.replace("\r\n", "\n")


def _bad_byte(content: bytes, error: UnicodeDecodeError) -> str:
    return f"byte 0x{content[error.start]:02x} at offset {error.start}"
