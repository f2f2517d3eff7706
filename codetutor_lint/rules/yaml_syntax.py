"""CT1xx, YAML: what keeps a file from being read as keys and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.rules.diagnostic import Problem
from codetutor_lint.rules.registry import DOCUMENT, rule
from codetutor_lint.rules.shape import has_shape
from codetutor_lint.rules.yaml_repairs import (
    DIAGRAM_OUTSIDE_FENCE,
    TAB_INDENTATION,
    TEXT_ON_BLOCK_LINE,
    UNINDENTED_TEXT,
    UNQUOTED_TEXT,
    WRONG_INDENTATION,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document
    from codetutor_lint.model.values import Fault
    from codetutor_lint.rules.yaml_repairs import Mistake

_FEATURES = {
    "anchor": "an anchor ({word}); write the value itself",
    "alias": "an alias ({word}); write the value itself",
    "tag": "a tag ({word}); values are plain text",
    "several-documents": "a second YAML document; a file holds one example",
    "complex-key": "a key that is not plain text",
}


def _find_mistakes(document: Document) -> tuple[Mistake, ...]:
    from codetutor_lint.rules.yaml_mistakes import find_mistakes

    return find_mistakes(document)


def _mistakes(document: Document, kind: str) -> Iterator[Problem]:
    if not has_shape(document):
        for mistake in _find_mistakes(document):
            if mistake.kind == kind:
                yield mistake.problem


@rule("CT107", on=DOCUMENT)
def empty_file(document: Document) -> Iterator[Problem]:
    """A file holds no keys.

    An empty file, or one that is only a list or a text, is no example.

    Bad: a file with nothing but comments

    Good: a file written by `codetutor-lint new`
    """
    for fault in document.faults:
        if fault.kind == "empty":
            yield Problem(fault.span, "the file is empty", "start with 'codetutor-lint new TOPIC/SLUG'")
        elif fault.kind == "not-a-mapping":
            yield Problem(fault.span, "no keys: an example begins with 'question: |'", "see CONTRIBUTING.md")


@rule("CT108", on=DOCUMENT)
def yaml_feature(document: Document) -> Iterator[Problem]:
    """YAML that goes beyond keys, text and lists.

    Anchors, aliases, tags, several documents in one file and keys that are not text make a file mean
    something else than it shows. An example needs none of them.

    Bad: `analogy: &text |`

    Good: `analogy: |`
    """
    for fault in document.faults:
        if fault.kind in _FEATURES and not _has_mistakes(document, fault):
            word = document.source.text[fault.span.start :].split(None, 1)[0] if fault.kind != "complex-key" else ""
            message = _FEATURES[fault.kind].format(word=word[:40])
            yield Problem(fault.span, message, "an example is made of keys, | blocks and plain lists")


@rule("CT110", on=DOCUMENT, fixable=True)
def text_on_block_line(document: Document) -> Iterator[Problem]:
    """Text on the line of the `|`.

    The `|` says "the text begins on the next line". Text right after it is a YAML error, the most
    frequent one in data written by hand.

    Bad: `question: | What is a loop?`

    Good: `question: |`, and the text on the next line, indented by two spaces
    """
    yield from _mistakes(document, TEXT_ON_BLOCK_LINE)


@rule("CT111", on=DOCUMENT, fixable=True)
def unindented_text(document: Document) -> Iterator[Problem]:
    """A block's text is not indented, or a key lacks its colon.

    Whatever stands at the left edge is a key to YAML. The text of a `|` block is indented deeper
    than its key, all of it; a key ends with a colon.

    Bad: `question: |` followed by `What is a loop?` at the left edge; `language python`

    Good: the text indented by two spaces; `language: python`
    """
    yield from _mistakes(document, UNINDENTED_TEXT)


@rule("CT112", on=DOCUMENT, fixable=True)
def wrong_indentation(document: Document) -> Iterator[Problem]:
    """A key or list item is indented differently from its siblings.

    Keys of one mapping stand in one column: `question`, `language` … at the left edge, the seven
    steps two spaces deep.

    Bad: `answer:` with `  analogy: |` and then `   simple_explanation: |`

    Good: all steps indented by two spaces
    """
    yield from _mistakes(document, WRONG_INDENTATION)


@rule("CT113", on=DOCUMENT, fixable=True)
def unquoted_text(document: Document) -> Iterator[Problem]:
    """Text that would need quotes has none, most often because of a `: ` inside it.

    A colon followed by a space starts a value in YAML, also in the middle of a sentence; so do other
    characters at a text's beginning. A `|` block needs no quoting.

    Bad: `question: Fix this code: print(1)`

    Good: `question: |`, and the text on the next line
    """
    yield from _mistakes(document, UNQUOTED_TEXT)


@rule("CT114", on=DOCUMENT, fixable=True)
def diagram_outside_fence(document: Document) -> Iterator[Problem]:
    """A block's first line is indented deeper than a later one.

    YAML takes the first line's indentation for the whole block, so the first shallower line ends it.
    It happens with drawings; in a `text` fence they are safe, and keep their shape for the learner.

    Bad: a `|` block that begins with a drawing shifted to the right

    Good: the drawing inside a fence that begins with three backticks and `text`
    """
    yield from _mistakes(document, DIAGRAM_OUTSIDE_FENCE)


@rule("CT115", on=DOCUMENT, fixable=True)
def tab_indentation(document: Document) -> Iterator[Problem]:
    """A line is indented with a tab.

    YAML indents with spaces only. (Tabs inside the code of a block are fine, after the block's own
    spaces.)

    Bad: a tab before `analogy:`

    Good: two spaces
    """
    yield from _mistakes(document, TAB_INDENTATION)


@rule("CT119", on=DOCUMENT)
def yaml_syntax(document: Document) -> Iterator[Problem]:
    """The file is not valid YAML, for a reason that no other rule recognises.

    The message is the parser's own; the mistake is at the place it names or a little before it.

    Bad: `tags: [loops, lists`

    Good: `tags: [loops, lists]`
    """
    for fault in document.faults:
        if fault.kind == "syntax" and not _find_mistakes(document):
            where = ""
            if 0 <= fault.context < fault.span.start:
                where = f" (begun on line {document.source.location(fault.context).row})"
            yield Problem(
                fault.span, f"not valid YAML: {fault.detail}{where}", "look at this line and the one above it"
            )


def _has_mistakes(document: Document, fault: Fault) -> bool:
    return fault.kind == "alias" and bool(_find_mistakes(document))
