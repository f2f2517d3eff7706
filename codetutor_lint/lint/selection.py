"""Which rules are in force."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import did_you_mean
from codetutor_lint.rules.registry import Rule, load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codetutor_lint.config import Config


class Selection(NamedTuple):
    """The codes that are reported; ``ignored`` are accepted, ``per_file`` maps path patterns to such codes."""

    codes: frozenset[str]
    per_file: tuple[tuple[str, frozenset[str]], ...] = ()
    ignored: frozenset[str] = frozenset()

    def ignored_in(self, relative: str) -> frozenset[str]:
        """The codes that are accepted at a path relative to the configuration's root."""
        found = self.ignored
        for pattern, codes in self.per_file:
            if fnmatchcase(relative, pattern):
                found |= codes
        return found


def select_rules(config: Config, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Selection:
    """Combine configuration and command line; codes or prefixes of codes (``CT3``).

    Raises UsageError for a word that no code begins with.
    """
    rules = load_rules()
    chosen = expand(list(select) or [*config.select, *config.extend_select], rules)
    ignored = expand([*config.ignore, *ignore], rules)
    per_file = tuple((pattern, expand(codes, rules)) for pattern, codes in config.per_file_ignores.items())
    return Selection(chosen - ignored, per_file, ignored)


def expand(words: Iterable[str], rules: dict[str, Rule]) -> frozenset[str]:
    """The codes that begin with one of ``words``."""
    found: set[str] = set()
    for word in words:
        matching = {code for code in rules if code.startswith(word)} if word.startswith("CT") else set()
        if not matching:
            raise UsageError(
                f"unknown rule '{word}'{did_you_mean(word, list(rules))} ('codetutor-lint rule' lists them)"
            )
        found |= matching
    return frozenset(found)
