"""Which rules are in force: codes and prefixes, from the configuration and the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from codetutor_lint.config import Config, load_config
from codetutor_lint.errors import UsageError
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.rules.registry import load_rules

RULES = frozenset(load_rules())


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(tmp_path)


def family(prefix: str) -> frozenset[str]:
    return frozenset(code for code in RULES if code.startswith(prefix))


def test_all_rules_hold_by_default(config: Config) -> None:
    assert select_rules(config).codes == RULES


def test_a_prefix_stands_for_its_family(config: Config) -> None:
    assert select_rules(config, ["CT2"]).codes == family("CT2")
    assert select_rules(config, ["CT"]).codes == RULES


def test_the_command_line_replaces_what_the_configuration_selects(config: Config) -> None:
    config = config._replace(select=("CT2",), extend_select=("CT101",))
    assert select_rules(config).codes == family("CT2") | {"CT101"}
    assert select_rules(config, ["CT125"]).codes == {"CT125"}


def test_what_is_ignored_by_either_is_not_selected(config: Config) -> None:
    selection = select_rules(config._replace(ignore=("CT1",)), ["CT"], ["CT201"])
    assert selection.codes == RULES - family("CT1") - {"CT201"}
    assert selection.ignored == family("CT1") | {"CT201"}


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("examples/old/x.yaml", {"CT125", "CT201"}),
        ("examples/old/deep/x.yaml", {"CT125", "CT201"}),
        ("examples/new/x.yaml", {"CT201"}),
        ("examples/x.yml", {"CT201"}),
        ("elsewhere/x.yaml", set()),
    ],
)
def test_patterns_ignore_by_path(config: Config, path: str, ignored: set[str]) -> None:
    patterns = {"examples/old/*": ("CT125",), "examples/*": ("CT201",)}
    assert select_rules(config._replace(per_file_ignores=patterns)).ignored_in(path) == ignored


@pytest.mark.parametrize("word", ["CT999", "ct125", "125", "", "X", "CTT", "unknown-key"])
def test_an_unknown_word_is_an_error_that_helps(config: Config, word: str) -> None:
    with pytest.raises(UsageError, match=f"unknown rule '{word}'.*codetutor-lint rule"):
        select_rules(config, [word])
    with pytest.raises(UsageError, match="unknown rule"):
        select_rules(config._replace(per_file_ignores={"*": (word,)}))


def test_a_misspelled_code_is_recognized(config: Config) -> None:
    with pytest.raises(UsageError, match="did you mean 'CT125'"):
        select_rules(config, ["CT1255"])
