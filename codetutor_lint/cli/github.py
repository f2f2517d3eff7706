"""``codetutor-lint github``: preview, comment, release, monitor, from-issue, action."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.cli.options import add_config_argument, say, write_output
from codetutor_lint.config import Config, load_config
from codetutor_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from codetutor_lint.github.context import Context
    from codetutor_lint.github.journal import OutcomeEvent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verbs and their options."""
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="preview|comment|release|monitor|from-issue|action"
    )
    preview = _verb(verbs, "preview", "what a change does to the dataset, as Markdown")
    preview.add_argument("--since", required=True, metavar="REV", help="the Git revision to compare with")
    preview.add_argument("--json", type=Path, metavar="FILE", help="also write it as data")
    preview.add_argument("--output", type=Path, metavar="FILE", help="default: the job summary, or stdout")
    _verb(verbs, "comment", "write the preview of a finished run into its pull request")
    _verb(verbs, "from-issue", "turn a labelled issue form into a pull request")
    _verb(verbs, "action", "what action.yml runs; its inputs are variables")
    _add_release(_group(verbs, "release", "from a tag to a draft release and its trainings"))
    _add_monitor(_group(verbs, "monitor", "look after the trainings of draft releases"))


def _add_release(steps: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _verb(steps, "check", "is the tag's commit on the default branch?")
    _verb(steps, "plan", "show what an approval would order; set the outputs digest and providers")
    verify = _verb(steps, "verify", "is this the build that was made?")
    draft = _verb(steps, "draft", "make the draft release with all artifacts")
    start = _verb(steps, "start", "start or adopt a training, its records kept in the draft")
    for step in (verify, draft, start):
        step.add_argument("--digest", required=True, help="what 'release plan' said of the build")
    start.add_argument("--provider", required=True, metavar="NAME")


def _add_monitor(steps: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _verb(steps, "drafts", "set the output providers: those that a draft waits for")
    poll = _verb(steps, "poll", "ask once for a provider's jobs, and evaluate what has succeeded")
    poll.add_argument("--provider", required=True, metavar="NAME")
    _verb(steps, "publish", "renew the notes, publish what is done, keep issues current")


def run(args: argparse.Namespace) -> int:
    """Carry out the verb; a refusal of GitHub's is 1."""
    from codetutor_lint.github.api import GitHubError
    from codetutor_lint.github.context import Context

    step = f"{args.verb} {args.step}" if "step" in args else args.verb
    try:
        return VERBS[step](args, load_config(file=args.config), Context(os.environ, lambda text: say(_one_line(text))))
    except GitHubError as error:
        say(f"error: {_one_line(str(error))}")
        return 1


def _preview(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.previewing import make_preview
    from codetutor_lint.github.rendering import SUMMARY, render

    preview = make_preview(config, args.since, _head(context))
    if args.json:
        _write(args.json, preview.model_dump_json() + "\n")
    text = render(preview, SUMMARY)
    if args.output:
        _write(args.output, text)
    elif not context.summarize(text):
        sys.stdout.write(text)
    return 0


def _head(context: Context) -> str | None:
    """A pull request's own head: what is checked out is its merge."""
    if context.environment.get("GITHUB_EVENT_NAME") != "pull_request":
        return None
    return str(context.event()["pull_request"]["head"]["sha"])


def _comment(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.comment import comment

    return comment(context)


def _from_issue(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.proposal import propose

    return propose(context, config)


def _action(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.action import run_action

    report, line, code = run_action(context)
    sys.stdout.write(report)
    say(line)
    return code


def _check(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.release import check_tag

    return _going_on(lambda: say(f"{context.tag} is {check_tag(context, config)[:12]}, on the default branch"))


def _plan(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.release import show_plan

    text = show_plan(context, config)
    if not context.summarize(text):
        sys.stdout.write(text)
    return 0


def _verify(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.plan import verified

    verified(config.out, args.digest)
    say(f"{config.out.name} is the build {args.digest[:12]}")
    return 0


def _draft(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.release import draft

    return _going_on(lambda: draft(context, config, args.digest))


def _start(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.release import start_training
    from codetutor_lint.training.pace import Pace

    codes: list[int] = []
    stopped = _going_on(
        lambda: codes.append(_tell([start_training(context, config, args.provider, args.digest, Pace())]))
    )
    return max([stopped, *codes])


def _drafts(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.monitor import list_drafts

    say(f"drafts wait for: {', '.join(list_drafts(context)) or 'nobody'}")
    return 0


def _poll(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.monitor import poll
    from codetutor_lint.training.pace import Pace

    return _tell(poll(context, config, args.provider, Pace()))


def _publish(args: argparse.Namespace, config: Config, context: Context) -> int:
    from codetutor_lint.github.monitor import publish

    sys.stdout.write("".join(f"{line}\n" for line in publish(context)))
    return 0


VERBS = {
    "preview": _preview,
    "comment": _comment,
    "from-issue": _from_issue,
    "action": _action,
    "release check": _check,
    "release plan": _plan,
    "release verify": _verify,
    "release draft": _draft,
    "release start": _start,
    "monitor drafts": _drafts,
    "monitor poll": _poll,
    "monitor publish": _publish,
}


def _verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    add_config_argument(parser)
    return parser


def _group(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str
) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    return verbs.add_parser(name, help=about).add_subparsers(dest="step", required=True, metavar="STEP")


def _going_on(step: Callable[[], object]) -> int:
    from codetutor_lint.github.release import Stop

    try:
        step()
    except Stop as stop:
        say(f"error: {stop}")
        return 1
    return 0


def _tell(events: list[OutcomeEvent]) -> int:
    """Print outcomes; a line of a provider's own words must not become a command of the runner."""
    from codetutor_lint.training.outcomes import GOOD

    for event in events:
        sys.stdout.write("".join(f"{_one_line(line)}\n" for line in event.lines))
    return 0 if all(event.kind in GOOD for event in events) else 1


def _one_line(text: str) -> str:
    """A line without what GitHub's runner takes for a command: '::' at its start, '##[' anywhere."""
    plain = " ".join(text.split("\n")).replace("##[", "## [")
    return f"· {plain.lstrip()}" if plain.lstrip().startswith("::") else plain


def _write(path: Path, text: str) -> None:
    try:
        write_output(path, text)
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from None
