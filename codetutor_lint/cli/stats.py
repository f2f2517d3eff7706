"""``codetutor-lint stats``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.artifacts.statistics.formats import FORMATS, render_statistics
from codetutor_lint.artifacts.statistics.gather import gather
from codetutor_lint.artifacts.statistics.wording import broken_text
from codetutor_lint.cli.options import add_config_argument, add_report_arguments, emit, say
from codetutor_lint.config import load_config
from codetutor_lint.training.rates import rates

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_report_arguments(parser, tuple(FORMATS), "text")
    add_config_argument(parser)


def run(args: argparse.Namespace) -> int:
    config = load_config(file=args.config)
    gathered = gather(config, rates(config))
    emit(args, render_statistics(args.output_format, gathered))
    if gathered.statistics.broken:
        say(broken_text(gathered.statistics))
    if not gathered.conversations:
        say("no examples yet; write one with 'codetutor-lint new TOPIC/SLUG'")
    return 0
