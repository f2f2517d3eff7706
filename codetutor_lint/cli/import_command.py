"""``codetutor-lint import``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.cli.options import add_config_argument, say
from codetutor_lint.config import load_config
from codetutor_lint.corpus.shown import escape, shown_path
from codetutor_lint.lint.importing import import_file

if TYPE_CHECKING:
    import argparse

    from codetutor_lint.lint.importing import Imported


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="JSONL with input and output or with messages, or a Markdown answer"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would become of each line, and write nothing")
    add_config_argument(parser)


def run(args: argparse.Namespace) -> int:
    config = load_config(file=args.config)
    rows = list(import_file(config, args.file, dry_run=args.dry_run))  # before a reader of the report can go away
    for row in rows:
        sys.stdout.write(f"{escape(str(args.file))}:{row.line}: {_outcome(row, args.dry_run)}\n")
    rejected = sum(row.path is None for row in rows)
    written = "would be written" if args.dry_run else "written"
    say(f"{len(rows) - rejected} {written} as drafts, {rejected} rejected")
    return 1 if rejected else 0


def _outcome(row: Imported, dry_run: bool) -> str:
    if row.path is None:
        return f"rejected: {escape(row.reason)}"
    return f"{'would write' if dry_run else 'wrote'} {shown_path(str(row.path))}"
