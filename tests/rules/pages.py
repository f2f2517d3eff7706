"""Reading the pages of cases: ``tests/rules/CTnnn.md``.

A page begins with ``# CT110 text-on-block-line`` and a sentence or two. Each ``## title`` is a case:

- A fence ````` ````yaml ````` holds a whole example file, or, with ``part``, the lines of one key that
  replace that key in ``base.yaml`` (added before ``answer`` if the base has no such key). With
  ``mode=beginner`` and the like, other keys of the base get that value. ``path=topic/slug.yaml``
  names the file; several fences make several files.
- A fence ````` ````text ````` holds what the concise report says of the page's rule, whole. In a
  ``part``, lines count from the part's first line. Without it the case is clean.
- A fence ````` ````fixed ````` (or ``unsafe-fixed``) holds the file or part after the fix.
- A fence ````` ````config ````` holds lines of ``[tool.codetutor-lint]``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
BASE = (HERE / "base.yaml").read_text(encoding="utf-8")
DEFAULT_PATH = "loops/repeat.yaml"
_FENCE = re.compile(r"^(````+)([^\n]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


class File(NamedTuple):
    """One file of a case; ``first_row`` is the row where its part begins."""

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
    for _, info, content in _FENCE.findall(body):
        kind, *options = info.split()
        if kind == "yaml":
            files.append(_file(content, options))
        elif kind == "text":
            expected = content
        elif kind in ("fixed", "unsafe-fixed"):
            fixed, unsafe = content, kind == "unsafe-fixed"
        elif kind == "config":
            config = content
        else:
            raise ValueError(f"{code}, {title}: a fence of kind {kind!r}")
    return Case(code, title.strip(), tuple(files), expected, fixed, unsafe, config)


def _file(content: str, options: list[str]) -> File:
    settings = dict(option.split("=", 1) for option in options if "=" in option)
    path = settings.pop("path", DEFAULT_PATH)
    if "part" not in options:
        return File(path, content, "", 1)
    base = BASE
    for key, value in settings.items():
        base, _ = replace_part(f"{key}: {value}\n", base)
    text, row = replace_part(content, base)
    return File(path, text, content, row)


def replace_part(part: str, base: str = BASE) -> tuple[str, int]:
    """The base with one key's lines replaced, and the row where they begin."""
    key = re.match(r"( *)([\w-]+)", part)
    assert key, part
    indent, name = key.groups()
    pattern = rf"^{indent}{re.escape(name)}:.*\n(?:(?:{indent}[ ]+.*)?\n)*"
    match = re.search(pattern, base, re.MULTILINE)
    start, end = match.span() if match else (base.index("answer:"),) * 2
    return base[:start] + part + base[end:], base.count("\n", 0, start) + 1
