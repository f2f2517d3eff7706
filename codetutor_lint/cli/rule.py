"""``codetutor-lint rule``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError
from codetutor_lint.rules.diagnostic import did_you_mean
from codetutor_lint.rules.pages import rule_page
from codetutor_lint.rules.registry import load_rules

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", metavar="CODE", help="a rule's code or name; default: the table of all")


def run(args: argparse.Namespace) -> int:
    rules = load_rules()
    if args.code is None:
        width = max(len(rule.name) for rule in rules.values())
        for rule in rules.values():
            fix = "fix" if rule.fixable else ""
            sys.stdout.write(f"{rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {fix:<3}  {rule.summary}\n")
        return 0
    by_word = {**{rule.name: rule for rule in rules.values()}, **rules}
    found = by_word.get(args.code) or by_word.get(args.code.upper())
    if found is None:
        raise UsageError(f"unknown rule '{args.code}'{did_you_mean(args.code, list(by_word))}")
    sys.stdout.write(rule_page(found))
    return 0
