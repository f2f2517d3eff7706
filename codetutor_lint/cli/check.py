"""``codetutor-lint check``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.cli.options import add_config_argument, add_report_arguments, emit, say, wants_color
from codetutor_lint.config import load_config
from codetutor_lint.corpus.changes import changed_since
from codetutor_lint.corpus.shown import escape
from codetutor_lint.errors import UsageError
from codetutor_lint.lint.checking import Outcome, check, check_text, unified_diff
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.reports import FORMATS, render_report
from codetutor_lint.lint.reports.statistics import statistics
from codetutor_lint.lint.selection import select_rules

if TYPE_CHECKING:
    import argparse

    from codetutor_lint.config import Config
    from codetutor_lint.lint.selection import Selection

STDIN = Path("-")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; default: all examples; - for stdin"
    )
    parser.add_argument("--fix", action="store_true", help="apply safe fixes")
    parser.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: apply uncertain fixes too")
    parser.add_argument("--diff", action="store_true", help="show what --fix would change, and write nothing")
    parser.add_argument(
        "--select", action="append", default=[], metavar="CODES", help="codes or prefixes, separated by commas"
    )
    parser.add_argument("--ignore", action="append", default=[], metavar="CODES")
    parser.add_argument("--fail-on", choices=("error", "warning"), default="error", help="what makes the exit code 1")
    parser.add_argument("--changed-since", metavar="REV", help="only files that differ from this Git revision")
    parser.add_argument("--statistics", action="store_true", help="count the findings by rule")
    parser.add_argument("--stdin-filename", type=Path, metavar="PATH", help="with -: the name of the text from stdin")
    add_report_arguments(parser, FORMATS, "full")
    add_config_argument(parser)


def run(args: argparse.Namespace) -> int:
    config = load_config(file=args.config)
    return run_with(args, config, Linter(config, selected(args, config)))


def run_with(args: argparse.Namespace, config: Config, linter: Linter) -> int:
    """Check what the arguments name with a linter, and report."""
    if STDIN in args.paths:
        return _run_stdin(args, config, linter)
    paths = _changed(args, config) if args.changed_since else args.paths
    if args.changed_since and not paths:
        emit(args, "" if args.diff else render_report(args.output_format, []))
        say(f"no example differs from {args.changed_since}")
        return 0
    outcome = check(
        config, linter.selection, paths, fix=args.fix, unsafe=args.unsafe_fixes, diff=args.diff, linter=linter
    )
    emit(args, _report(args, outcome))
    say(outcome.summary() if outcome.files else "no examples yet; write one with 'codetutor-lint new TOPIC/SLUG'")
    return _exit_code(args, outcome)


def _changed(args: argparse.Namespace, config: Config) -> list[Path]:
    """The changed files among the ones asked for."""
    wanted = [path.absolute() for path in args.paths] or [config.examples]
    changed = changed_since(args.changed_since, config.root)
    return sorted(path for path in changed if any(path.is_relative_to(folder) for folder in wanted))


def _report(args: argparse.Namespace, outcome: Outcome) -> str:
    """What goes to stdout; the statistics join it only where people read it."""
    report = (
        outcome.diff if args.diff else render_report(args.output_format, outcome.diagnostics, color=wants_color(args))
    )
    if not args.statistics:
        return report
    counts = statistics(outcome.diagnostics)
    if args.diff or args.output_format in ("json", "sarif"):
        sys.stderr.write(counts)
        return report
    return f"{report}{counts}"


def _run_stdin(args: argparse.Namespace, config: Config, linter: Linter) -> int:
    if len(args.paths) > 1 or args.stdin_filename is None:
        raise UsageError("- stands alone and needs --stdin-filename PATH")
    content = sys.stdin.buffer.read()
    outcome, fixed = check_text(
        config, linter.selection, content, args.stdin_filename, unsafe=args.unsafe_fixes, linter=linter
    )
    report = render_report(args.output_format, outcome.diagnostics, color=wants_color(args))
    if args.fix:
        sys.stdout.flush()
        sys.stdout.buffer.write(fixed)
        sys.stderr.write(report)
    elif args.diff:
        before, after = (text.decode(errors="replace") for text in (content, fixed))
        emit(args, unified_diff(escape(str(args.stdin_filename)), before, after))
    else:
        emit(args, report)
    say(outcome.summary())
    return _exit_code(args, outcome)


def _exit_code(args: argparse.Namespace, outcome: Outcome) -> int:
    return 1 if outcome.errors or (args.fail_on == "warning" and outcome.warnings) else 0


def selected(args: argparse.Namespace, config: Config) -> Selection:
    """The rules that the configuration and the arguments choose."""
    return select_rules(config, words(args.select), words(args.ignore))


def words(options: list[str]) -> list[str]:
    """What an option that may be repeated, with commas, says in all."""
    return [code for option in options for code in option.replace(",", " ").split()]
