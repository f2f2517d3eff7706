"""``--statistics``: how often each rule was found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.rules.diagnostic import Diagnostic


def statistics(diagnostics: Sequence[Diagnostic]) -> str:
    """One line a rule, the most frequent first: count, code, ``[*]`` if fixable, name."""
    counts = Counter((diagnostic.code, diagnostic.name) for diagnostic in diagnostics)
    fixable = {diagnostic.code for diagnostic in diagnostics if diagnostic.fix}
    width = len(str(max(counts.values(), default=0)))
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(
        f"{count:>{width}}  {code}  {'[*]' if code in fixable else '[ ]'}  {name}\n" for (code, name), count in rows
    )
