"""CT1xx, files: what may lie under the examples root, and can it be read at all?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.document import MAX_BYTES
from codetutor_lint.model.source import Span
from codetutor_lint.model.values import MAX_DEPTH
from codetutor_lint.rules.diagnostic import Problem
from codetutor_lint.rules.registry import DOCUMENT, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document

START = Span(0, 0)
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")

FOREIGN = {
    "extension": "only <topic>/<slug>.yaml files belong here, found extension '{detail}'",
    "no-extension": "only <topic>/<slug>.yaml files belong here, found a file without an extension",
    "yml": "the extension is '.yaml', not '{detail}'",
    "depth": "an example lies exactly one folder deep, as <topic>/<slug>.yaml; this is {detail}",
    "hidden": "a hidden {detail} does not belong among the examples",
    "link": "a symbolic link does not belong among the examples",
    "device": "a {detail} does not belong among the examples",
    "folder": "a folder is named like an example file",
}


@rule("CT101", on=DOCUMENT)
def foreign_file(document: Document) -> Iterator[Problem]:
    """Something under the examples root is not an example.

    Only files `<topic>/<slug>.yaml` belong under the examples root, and beside them `README.md` and
    `.gitkeep`. Other extensions or depths, hidden files, links, devices and folders named like files
    are never opened, so what they hold would be missing from the training data without a word.

    Bad: `examples/loops/for.yml`, `examples/for.yaml`, `examples/loops/.draft.yaml`

    Good: `examples/loops/for.yaml`
    """
    for fault in document.faults:
        if fault.kind.startswith("foreign-"):
            message = FOREIGN[fault.kind.removeprefix("foreign-")].format(detail=fault.detail)
            yield Problem(START, message, "move it out of the examples folder, or rename it to <topic>/<slug>.yaml")


@rule("CT102", on=DOCUMENT)
def bad_file_name(document: Document) -> Iterator[Problem]:
    """A topic or slug is not kebab-case ASCII.

    The path is the example's id, which stands in manifests, in families and in links. Lower-case
    letters, digits and single hyphens work on every file system and in every tool.

    Bad: `examples/Loops/for_loop.yaml`

    Good: `examples/loops/for-loop.yaml`
    """
    if not document.in_root or any(fault.kind.startswith("foreign-") for fault in document.faults):
        return
    topic, _, slug = document.id.partition("/")
    for what, name in (("topic", topic), ("file name", slug)):
        if not is_kebab(name):
            yield Problem(
                START,
                f"{what} {name!r} is not kebab-case (lower-case letters, digits, single hyphens)",
                f"rename it to '{kebab(name)}'",
            )


@rule("CT103", on=DOCUMENT)
def unreadable_file(document: Document) -> Iterator[Problem]:
    """A file cannot be read as UTF-8 text.

    Training data is UTF-8. A file in another encoding, a binary file or one without read permission
    would otherwise be skipped silently.

    Bad: a file saved as UTF-16 or Latin-1

    Good: the same file saved as UTF-8
    """
    for fault in document.faults:
        if fault.kind == "not-utf-8":
            yield Problem(fault.span, f"not UTF-8 text: {fault.detail}", "save the file as UTF-8")
        elif fault.kind == "unreadable":
            yield Problem(START, f"can't be read: {fault.detail}", "check the file's permissions")


@rule("CT104", on=DOCUMENT)
def file_too_large(document: Document) -> Iterator[Problem]:
    """A file is larger than 256 KiB.

    No answer needs that much: training rows are cut far below it. Such a file is never parsed.

    Bad: a log file of 100 MB renamed to `.yaml`

    Good: an example of 2 to 10 KB
    """
    for fault in document.faults:
        if fault.kind == "too-large":
            yield Problem(
                START, f"{fault.detail} bytes; an example has at most {MAX_BYTES}", "split it, or move it away"
            )


@rule("CT105", on=DOCUMENT)
def forbidden_character(document: Document) -> Iterator[Problem]:
    """The text has a character that YAML forbids or reads as a line break.

    Control characters can't be part of YAML. U+0085, U+2028 and U+2029 can, but some readers take
    them as line ends, so that the same file has other lines for other people.

    Bad: a NUL byte, or a U+2028 pasted from a web page

    Good: plain line breaks
    """
    for fault in document.faults:
        if fault.kind == "forbidden-character":
            yield Problem(
                fault.span,
                f"character U+{ord(fault.detail):04X} is not allowed",
                "delete it, or replace it by a plain space or line break",
            )


@rule("CT106", on=DOCUMENT)
def too_deep(document: Document) -> Iterator[Problem]:
    """The YAML is nested deeper than 32 levels.

    An example needs three. Depth like that is a slip or an attack, and is refused before it costs
    time or memory.

    Bad: `tags: [[[[[[…]]]]]]`

    Good: `tags: [loops]`
    """
    for fault in document.faults:
        if fault.kind == "too-deep":
            yield Problem(fault.span, f"nested deeper than {MAX_DEPTH} levels", "write plain keys and values")


def is_kebab(name: str) -> bool:
    """Whether a name is kebab-case ASCII."""
    return _KEBAB.match(name) is not None


def kebab(name: str) -> str:
    """The nearest kebab-case ASCII name."""
    from unicodedata import normalize

    plain = normalize("NFKD", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "example"
