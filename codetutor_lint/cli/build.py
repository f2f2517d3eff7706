"""``codetutor-lint build``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.build import ALL_TARGETS, make_build, read_corpus, write_build
from codetutor_lint.artifacts.summary import summary
from codetutor_lint.artifacts.verification import differences, faults_of_lines
from codetutor_lint.cli.options import add_config_argument, say
from codetutor_lint.config import load_config
from codetutor_lint.lint.reports import render_report

if TYPE_CHECKING:
    import argparse

    from codetutor_lint.artifacts.build import Build, Corpus


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--target", action="append", choices=ALL_TARGETS, help="only this target and the shared files; may be repeated"
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="default: the configuration's, or datasets")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 unless FOLDER holds what would be built now"
    )
    add_config_argument(parser)


def run(args: argparse.Namespace) -> int:
    config = load_config(file=args.config)
    corpus = read_corpus(config)
    if _is_hindered(corpus):
        return 1
    out = args.out or config.out
    build = make_build(config, corpus, args.target or ALL_TARGETS)
    if args.check:
        return _check(out, build)
    write_build(out, build)
    sys.stdout.write("".join(f"{line}\n" for line in summary(build.manifest)))
    say(f"wrote {out}")
    return 0


def _is_hindered(corpus: Corpus) -> bool:
    """Say what keeps the examples from being built, if anything does."""
    if corpus.errors or corpus.unbuildable:
        sys.stdout.write(render_report("full", corpus.errors))
        for name in corpus.unbuildable:
            say(
                f"{name}: no example, and the configuration silences why; see 'codetutor-lint check --select CT {name}'"
            )
        say("nothing was built")
        return True
    if not corpus.conversations:
        say("no examples; nothing was built")
        return True
    return False


def _check(out: Path, build: Build) -> int:
    faults = faults_of_lines(build)
    stale = differences(build, out)
    sys.stdout.write("".join(f"{line}\n" for line in [*faults, *stale]))
    if faults:
        say(f"{len(faults)} lines that the schemas refuse")
    say(f"{out} is stale; run 'codetutor-lint build'" if stale else f"{out} is what would be built now")
    return 1 if faults or stale else 0
