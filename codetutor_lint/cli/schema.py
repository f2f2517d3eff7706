"""``codetutor-lint schema``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.cli.options import say
from codetutor_lint.schemas import MODELS, as_text, schema, stale_files, write_files

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="example", metavar="NAME", help=f"one of {', '.join(MODELS)}")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--write", action="store_true", help="write all generated files of this checkout")
    group.add_argument("--check", action="store_true", help="exit 1 if a generated file is stale")


def run(args: argparse.Namespace) -> int:
    root = Path.cwd()
    if args.write:
        for name in write_files(root):
            say(f"wrote {name}")
        return 0
    if args.check:
        stale = stale_files(root)
        for name in stale:
            say(f"{name} is stale; run 'codetutor-lint schema --write'")
        return 1 if stale else 0
    sys.stdout.write(as_text(schema(args.name)))
    return 0
