"""``codetutor-lint build``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.build import make_build, read_corpus, summary
from codetutor_lint.artifacts.folder import replace_folder
from codetutor_lint.artifacts.manifest import NAME
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.cli.options import add_config_argument, say
from codetutor_lint.config import load_config
from codetutor_lint.lint.reports import render_report

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", action="append", choices=list(TARGETS), help="only this target; may be repeated")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="default: the configuration's, or datasets")
    add_config_argument(parser)


def run(args: argparse.Namespace) -> int:
    config = load_config(file=args.config)
    corpus = read_corpus(config)
    if corpus.errors:
        sys.stdout.write(render_report("full", corpus.errors))
        say(f"{len(corpus.errors)} errors; nothing was built")
        return 1
    if not corpus.conversations:
        say("no examples; nothing was built")
        return 1
    out = args.out or config.out
    build = make_build(config, corpus, args.target or TARGETS)
    replace_folder(out, build.files, NAME)
    sys.stdout.write("".join(f"{line}\n" for line in summary(build.manifest)))
    say(f"wrote {out}")
    return 0
