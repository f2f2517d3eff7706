"""``codetutor-lint show``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.showing import FORMATS, absence, find_conversation, render
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.cli.options import add_config_argument, emit, say
from codetutor_lint.config import load_config
from codetutor_lint.lint.reports import render_report

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="an example's id, topic/slug")
    parser.add_argument("--target", choices=list(TARGETS), default="openai", help="default: openai")
    parser.add_argument("--output-format", choices=list(FORMATS), default="text", help="default: text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write it to FILE instead of stdout")
    add_config_argument(parser)


def run(args: argparse.Namespace) -> int:
    config = load_config(file=args.config)
    shown = find_conversation(config, args.id)
    if shown.conversation is None:
        sys.stdout.write(render_report("full", shown.diagnostics))
        say(f"{args.id} can't be shown: it is no complete example")
        return 1
    emit(args, render(shown.conversation, args.target, args.output_format))
    missing = absence(shown.conversation, args.target)
    if missing:
        say(missing)
    return 0
