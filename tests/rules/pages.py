"""Reading the pages of cases: ``tests/rules/CTnnn.md``.

A page begins with ``# CT110 text-on-block-line`` and a sentence or two. Each ``## title`` is a case:

- A fence ````` ````yaml ````` holds a whole example file, or, with ``part``, the lines of one key that
  replace that key in ``base.yaml`` (added before ``answer`` if the base has no such key). With
  ``mode=beginner`` and the like, other keys of the base get that value; ``without=level`` leaves a
  key out. ``path=topic/slug.yaml`` names the file; several fences make several files.
- A fence ````` ````bytes ````` holds a file with Python's escapes, for what Markdown can't hold; a line
  of a fence ````` ````setup ````` makes something else than a file: ``fifo loops/pipe.yaml``.
- A fence ````` ````text ````` holds what the concise report says of the page's rule, whole. In a
  ``part``, lines count from the part's first line. Without it the case is clean.
- A fence ````` ````fixed ````` (or ``unsafe-fixed``) holds the file or part after the fix.
- A fence ````` ````config ````` holds lines of ``[tool.codetutor-lint]``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
BASE = (HERE / "base.yaml").read_text(encoding="utf-8")
DEFAULT_PATH = "loops/repeat.yaml"
# What else than files can lie among the examples.
SETUPS = {
    "folder": lambda path: path.mkdir(parents=True),
    "link": lambda path: path.symlink_to("README.md"),
    "fifo": os.mkfifo,
    "huge": lambda path: path.write_bytes(b"#") and os.truncate(path, 100 * 1024 * 1024),
}
_FENCE = re.compile(r"^(````+)([^\n]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


class File(NamedTuple):
    """One file of a case; ``first_row`` is the row where its part begins.

    Bytes that are not UTF-8 stand in ``text`` as surrogate escapes.
    """

    path: str
    text: str
    part: str
    first_row: int


class Case(NamedTuple):
    """One case of a page; ``fixed`` is what the first file, or its part, becomes."""

    code: str
    title: str
    files: tuple[File, ...]
    expected: str
    fixed: str | None
    unsafe: bool
    config: str
    setups: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"


def load_page(path: Path) -> list[Case]:
    """The cases of one page."""
    code = path.stem
    _, *sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [_case(code, section) for section in sections]


def all_cases() -> list[Case]:
    """The cases of all pages, in order."""
    return [case for path in sorted(HERE.glob("CT*.md")) for case in load_page(path)]


def _case(code: str, section: str) -> Case:
    title, _, body = section.partition("\n")
    files: list[File] = []
    expected, fixed, unsafe, config = "", None, False, ""
    setups: list[tuple[str, str]] = []
    for _, info, content in _FENCE.findall(body):
        kind, *options = info.split()
        if kind == "yaml":
            files.append(_file(content, options))
        elif kind == "bytes":
            raw = content.removesuffix("\n").encode().decode("unicode_escape").encode("latin-1")
            files.append(_file(raw.decode(errors="surrogateescape"), options))
        elif kind == "setup":
            setups += [(name, path) for name, path in (line.split() for line in content.splitlines())]
        elif kind == "text":
            expected = content
        elif kind in ("fixed", "unsafe-fixed"):
            fixed, unsafe = content, kind == "unsafe-fixed"
        elif kind == "config":
            config = content
        else:
            raise ValueError(f"{code}, {title}: a fence of kind {kind!r}")
    return Case(code, title.strip(), tuple(files), expected, fixed, unsafe, config, tuple(setups))


def _file(content: str, options: list[str]) -> File:
    settings = dict(option.split("=", 1) for option in options if "=" in option)
    path = settings.pop("path", DEFAULT_PATH)
    if "part" not in options:
        return File(path, content, "", 1)
    begin, end = _place(settings.pop("without", ""), BASE)
    base = BASE[:begin] + BASE[end:]
    for key, value in settings.items():
        base, _ = replace_part(f"{key}: {value}\n", base)
    text, row = replace_part(content, base)
    return File(path, text, content, row)


def replace_part(part: str, base: str = BASE) -> tuple[str, int]:
    """The base with one key's lines replaced, and the row where they begin."""
    key = re.search(r"[A-Za-z][\w-]*", part)
    assert key, part
    start, end = _place(key.group(), base)
    if start == end:
        start = end = base.index("answer:")
    return base[:start] + part + base[end:], base.count("\n", 0, start) + 1


def _place(name: str, base: str) -> tuple[int, int]:
    """From where to where the lines of a key stand; nowhere if there is no such key."""
    match = re.search(rf"^( *){re.escape(name)}:.*\n(?:(?:\1[ ]+.*)?\n)*", base, re.MULTILINE) if name else None
    return match.span() if match else (0, 0)
