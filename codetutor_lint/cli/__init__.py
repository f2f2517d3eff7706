"""Arguments in, exit code out. One module a command, imported when it is called.

A command's module has ``add_arguments(parser)`` and ``run(args) -> int``.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from codetutor_lint import __version__
from codetutor_lint.cli.options import abandon_stdout
from codetutor_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "codetutor-lint"
COMMANDS = {
    "check": "find what is wrong in the examples, and fix what is mechanical",
    "run": "run the examples' code in a sandbox and compare what it prints",
    "rule": "explain a rule, or list all",
    "new": "write a new example file to fill in",
    "import": "turn JSONL or Markdown answers into example files",
    "show": "show an example as a model is trained on it",
    "build": "lint, then write the training files",
    "stats": "count, price and show what is missing",
    "train": "plan, start and follow fine-tuning",
    "evaluate": "ask a model the held-out questions and grade its answers",
    "schema": "print or write the JSON schemas",
    "config": "show the configuration in force",
    "github": "what the repository's workflows call",
}
_MODULES = {"import": "import_command"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(arguments)
    except UsageError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        abandon_stdout()
        return 1
    except OSError as error:  # the environment's: a full disk, a working directory that is gone
        abandon_stdout()
        print(f"error: {f'{error.filename}: ' if error.filename else ''}{error.strerror or error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130


def _run(arguments: list[str]) -> int:
    if arguments and arguments[0] in COMMANDS:
        from importlib import import_module

        name = arguments[0]
        module = import_module(f"codetutor_lint.cli.{_MODULES.get(name, name)}")
        parser = argparse.ArgumentParser(f"{PROGRAM} {name}", description=f"{COMMANDS[name].capitalize()}.")
        module.add_arguments(parser)
        code = int(module.run(parser.parse_args(arguments[1:])))
        sys.stdout.flush()
        return code
    _top_parser().parse_args(arguments)
    print(_top_parser().format_help(), file=sys.stderr, end="")
    return 2


def _top_parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    listing = "\n".join(f"  {name:<{width}}  {summary}" for name, summary in COMMANDS.items())
    parser = argparse.ArgumentParser(
        PROGRAM,
        usage=f"{PROGRAM} [--version] [--help] COMMAND …",
        description="Lint, run and build a dataset of seven-step programming lessons.",
        epilog=f"commands:\n{listing}\n\n'{PROGRAM} COMMAND --help' explains one.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=argparse.SUPPRESS)
    return parser
