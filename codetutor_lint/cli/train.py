"""``codetutor-lint train``: plan, start, status, cancel."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.cli.options import add_config_argument, say
from codetutor_lint.config import Config, load_config

if TYPE_CHECKING:
    from codetutor_lint.training.outcomes import Outcome
    from codetutor_lint.training.session import Surroundings

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The four verbs and their options."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="plan|start|status|cancel")
    plan = verbs.add_parser("plan", help="what a start would do and cost; offline, needs no key")
    _provider(plan, required=False)
    _limit(plan)
    start = verbs.add_parser("start", help="order the training, or adopt the job that does it already")
    _provider(start, required=True)
    _limit(start)
    start.add_argument("--force-new", action="store_true", help="train again what was trained before")
    start.add_argument("--accept-retirement", action="store_true", help="even if the model soon ends")
    _waiting(start)
    status = verbs.add_parser("status", help="how far the recorded jobs are; the loss; the model's id")
    _provider(status, required=False)
    _waiting(status)
    cancel = verbs.add_parser("cancel", help="stop a job, at the provider too")
    _provider(cancel, required=True)
    for verb in (plan, start, status, cancel):
        add_config_argument(verb)


def run(args: argparse.Namespace) -> int:
    """Carry out the verb; the report goes to stdout, progress to stderr."""
    config = load_config(file=args.config)
    names = [args.provider] if args.provider else list(config.providers)
    return VERBS[args.verb](args, config, names)


def _plan(args: argparse.Namespace, config: Config, names: Sequence[str]) -> int:
    from datetime import UTC, datetime

    from codetutor_lint.training.plan import lines, plan
    from codetutor_lint.training.sources import Artifacts

    plans = plan(config, names, args.limit, Artifacts(), datetime.now(UTC).date())
    sys.stdout.write("\n\n".join("\n".join(lines(item)) for item in plans) + "\n")
    return 0


def _start(args: argparse.Namespace, config: Config, names: Sequence[str]) -> int:
    from codetutor_lint.training.sources import Artifacts
    from codetutor_lint.training.start import StartOptions, start

    options = StartOptions(
        limit=args.limit,
        force_new=args.force_new,
        accept_retirement=args.accept_retirement,
        wait=args.wait,
        timeout=args.timeout,
        write_env=args.write_env,
    )
    return _report([start(config, names[0], options, _surroundings(), Artifacts())])


def _status(args: argparse.Namespace, config: Config, names: Sequence[str]) -> int:
    from codetutor_lint.training.status import status

    wait = args.timeout if args.wait else None
    return _report(status(config, names, wait, args.write_env, _surroundings()))


def _cancel(args: argparse.Namespace, config: Config, names: Sequence[str]) -> int:
    from codetutor_lint.training.cancel import cancel

    return _report(cancel(config, names[0], _surroundings()))


VERBS = {"plan": _plan, "start": _start, "status": _status, "cancel": _cancel}


def _report(outcomes: Sequence[Outcome]) -> int:
    if not outcomes:
        say("no run is recorded in runs/ here")
    for outcome in outcomes:
        sys.stdout.write("".join(f"{line}\n" for line in outcome.lines()))
    return max((outcome.exit_code for outcome in outcomes), default=0)


def _surroundings() -> Surroundings:
    from codetutor_lint.training.pace import Pace
    from codetutor_lint.training.session import Surroundings

    return Surroundings(os.environ, Pace(), say)


def _provider(parser: argparse.ArgumentParser, required: bool) -> None:
    parser.add_argument(
        "--provider", required=required, metavar="NAME", help="openai, mistral, local, or one of your own"
    )


def _limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=_count, metavar="N", help="the first N rows only: a cheap first try")


def _waiting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--wait", action="store_true", help="until the job has ended")
    parser.add_argument(
        "--timeout", type=_duration, default="6h", metavar="TIME", help="with --wait: 90s, 45m, 6h (default), 2d"
    )
    parser.add_argument(
        "--write-env", type=Path, metavar="FILE", help="when there is a model, set what the application reads"
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rows from 1 on")
    return int(text)


def _duration(text: str) -> float:
    match = re.fullmatch(r"([0-9]+)([smhd]?)", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 90s, 45m, 6h or 2d")
    return int(match[1]) * SECONDS[match[2] or "s"]
