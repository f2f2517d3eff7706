"""``codetutor-lint new``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from codetutor_lint.cli.options import add_config_argument, say
from codetutor_lint.config import load_config
from codetutor_lint.corpus.shown import shown_path
from codetutor_lint.errors import UsageError
from codetutor_lint.lint.new_file import check_id, path_of, schema_comment, write_new
from codetutor_lint.lint.scaffold import Blank, scaffold
from codetutor_lint.model.shape_table import SHAPE

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="TOPIC/SLUG", help="the new example's id, in kebab-case")
    for key in ("language", "level", "kind", "mode"):
        parser.add_argument(f"--{key}", choices=SHAPE[key][2], default="", metavar=key.upper())
    add_config_argument(parser)


def run(args: argparse.Namespace) -> int:
    check_id(args.id)
    config = load_config(file=args.config)
    path = path_of(config, args.id)
    blank = Blank(language=args.language, level=args.level, kind=args.kind, mode=args.mode)
    if not write_new(path, scaffold(blank, schema_comment(config))):
        raise UsageError(f"{shown_path(str(path))}: exists already, and is not overwritten")
    sys.stdout.write(f"{shown_path(str(path))}\n")
    say(f"fill it in, then: codetutor-lint check {shown_path(str(path))}")
    return 0
