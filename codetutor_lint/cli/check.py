"""``codetutor-lint check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from codetutor_lint.cli.options import add_config_argument, add_report_arguments, emit, say, wants_color
from codetutor_lint.config import as_path, load_config
from codetutor_lint.errors import UsageError
from codetutor_lint.lint.checking import Outcome, check, check_text, unified_diff
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.reports import FORMATS, render_report
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from codetutor_lint.config import Config
    from codetutor_lint.lint.selection import Selection

STDIN = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        type=as_path,
        metavar="PATH",
        help="files or folders; default: all examples; - for stdin",
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
    parser.add_argument("--no-cache", action="store_true", help="neither use nor keep the results of earlier runs")
    parser.add_argument("--statistics", action="store_true", help="count the findings by rule")
    parser.add_argument(
        "--stdin-filename", type=as_path, metavar="PATH", help="with -: the name of the text from stdin"
    )
    add_report_arguments(parser, FORMATS, "full")
    add_config_argument(parser)


class Said(NamedTuple):
    """What a check says: its report, its remarks for people, and its exit code."""

    report: str
    remarks: str
    code: int


def run(args: argparse.Namespace) -> int:
    config = load_config(file=args.config)
    if args.no_cache or _reads_stdin(args):
        return run_with(args, config, Linter(config, selected(args, config)))
    from codetutor_lint.cache_folder import check_folder
    from codetutor_lint.corpus.questions import questions_file
    from codetutor_lint.lint.cache import CachedLinter
    from codetutor_lint.lint.replay import Replay, is_repeatable

    run = Replay(args.arguments) if is_repeatable(args.arguments) else None
    if run:
        run.watch((config.examples_path, questions_file(config)))
    linter = CachedLinter(config, selected(args, config))
    said = _check(args, config, linter)
    linter.keep()
    if run:
        run.keep(check_folder(config.root_path), *said)
    return _tell(args, said)


def _reads_stdin(args: argparse.Namespace) -> bool:
    return STDIN in map(str, args.paths)


def run_with(args: argparse.Namespace, config: Config, linter: Linter) -> int:
    """Check what the arguments name with a linter, and report."""
    if _reads_stdin(args):
        return _run_stdin(args, config, linter)
    return _tell(args, _check(args, config, linter))


def _check(args: argparse.Namespace, config: Config, linter: Linter) -> Said:
    paths = _changed(args, config) if args.changed_since else args.paths
    if args.changed_since and not paths:
        report = "" if args.diff else render_report(args.output_format, [])
        return Said(report, f"no example differs from {args.changed_since}\n", 0)
    outcome = check(
        config, linter.selection, paths, fix=args.fix, unsafe=args.unsafe_fixes, diff=args.diff, linter=linter
    )
    summary = outcome.summary() if outcome.files else "no examples yet; write one with 'codetutor-lint new TOPIC/SLUG'"
    report, remarks = _report(args, outcome)
    return Said(report, f"{remarks}{summary}\n", _exit_code(args, outcome))


def _tell(args: argparse.Namespace, said: Said) -> int:
    emit(args, said.report)
    sys.stderr.write(said.remarks)
    return said.code


def _changed(args: argparse.Namespace, config: Config) -> list[Path]:
    """The changed files among the ones asked for."""
    from codetutor_lint.corpus.changes import changed_since

    wanted = [path.absolute() for path in args.paths] or [config.examples]
    changed = changed_since(args.changed_since, config.root)
    return sorted(path for path in changed if any(path.is_relative_to(folder) for folder in wanted))


def _report(args: argparse.Namespace, outcome: Outcome) -> tuple[str, str]:
    """What goes to stdout and to stderr; the statistics join the report only where people read it."""
    report = (
        outcome.diff if args.diff else render_report(args.output_format, outcome.diagnostics, color=wants_color(args))
    )
    if not args.statistics:
        return report, ""
    from codetutor_lint.lint.reports.statistics import statistics

    counts = statistics(outcome.diagnostics)
    return (report, counts) if args.diff or args.output_format in ("json", "sarif") else (report + counts, "")


def _run_stdin(args: argparse.Namespace, config: Config, linter: Linter) -> int:
    if len(args.paths) > 1 or args.stdin_filename is None:
        raise UsageError("- stands alone and needs --stdin-filename PATH")
    content = sys.stdin.buffer.read()
    fix = args.fix and not args.diff
    outcome, fixed = check_text(
        config, linter.selection, content, args.stdin_filename, fix=fix, unsafe=args.unsafe_fixes, linter=linter
    )
    report = render_report(args.output_format, outcome.diagnostics, color=wants_color(args))
    if args.diff:
        from codetutor_lint.corpus.shown import escape

        before, after = (text.decode(errors="replace") for text in (content, fixed))
        emit(args, unified_diff(escape(str(args.stdin_filename)), before, after))
    elif fix:
        sys.stdout.flush()
        sys.stdout.buffer.write(fixed)
        sys.stderr.write(report)
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
