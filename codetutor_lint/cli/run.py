"""``codetutor-lint run``."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from codetutor_lint.cli import check
from codetutor_lint.cli.options import say
from codetutor_lint.cli.progress import progress_line
from codetutor_lint.config import load_config
from codetutor_lint.lint.running import RunLinter, require
from codetutor_lint.snippets.executor import Executor
from codetutor_lint.snippets.results_cache import results_cache
from codetutor_lint.snippets.sandbox.bare import BareSandbox
from codetutor_lint.snippets.sandbox.choose import choose_sandbox

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    check.add_arguments(parser)
    parser.add_argument(
        "--require", action="append", default=[], metavar="LANG", help="fail where this language can't be run"
    )
    parser.add_argument(
        "--no-sandbox", action="store_true", help="run the code unprotected: your own files, at your own risk"
    )


def run(args: argparse.Namespace) -> int:
    config = load_config(file=args.config)
    selection = check.selected(args, config)
    sandbox = BareSandbox() if args.no_sandbox else choose_sandbox()
    results = None if args.no_cache else results_cache(config.root)
    with _leaving_cleanly(), Executor(sandbox, config.root, results, progress=progress_line("running")) as executor:
        require(check.words(args.require), executor)
        linter = RunLinter(config, selection, executor)
        code = check.run_with(args, config, linter)
    say(linter.counts.summary())
    return code


@contextmanager
def _leaving_cleanly() -> Iterator[None]:
    """A canceled job gets SIGTERM: then what is running has to end as well."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
