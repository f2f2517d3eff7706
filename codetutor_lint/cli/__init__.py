"""Arguments in, exit code out. One module a command, imported when it is called.

A command's module has ``add_arguments(parser)`` and ``run(args) -> int``.
"""

from __future__ import annotations

import os
import sys

from codetutor_lint import __version__
from codetutor_lint.errors import UsageError

TYPE_CHECKING = False  # typing takes longer to import than all that is needed to repeat a run
if TYPE_CHECKING:
    import argparse
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
# The extra that brings a package which linting does not need.
_EXTRAS = {
    "dotenv": "train",
    "filelock": "build",
    "httpx2": "train",
    "jinja2": "html",
    "jsonschema": "build",
    "markdown_it": "html",
    "markupsafe": "html",
    "mistralai": "train",
    "openai": "evaluate",
    "orjson": "build",
    "pygments": "html",
}


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
    except ModuleNotFoundError as error:
        extra = _EXTRAS.get((error.name or "").split(".")[0])
        if extra is None:
            raise
        print(f"error: this needs the package {error.name}: pip install 'codetutor-lint[{extra}]'", file=sys.stderr)
        return 2
    except BrokenPipeError:
        _abandon_stdout()
        return 1
    except OSError as error:  # the environment's: a full disk, a working directory that is gone
        _abandon_stdout()
        print(f"error: {f'{error.filename}: ' if error.filename else ''}{error.strerror or error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130


def _run(arguments: list[str]) -> int:
    if arguments and arguments[0] in COMMANDS:
        name = arguments[0]
        if name == "check" and "--no-cache" not in arguments:
            from codetutor_lint.lint.replay import replay

            known = replay(arguments)
            if known is not None:
                return known
        import argparse
        from importlib import import_module

        # There are no translations of its words, and to look for them takes longer than to check a file.
        argparse._ = str  # type: ignore[attr-defined]
        module = import_module(f"codetutor_lint.cli.{_MODULES.get(name, name)}")
        parser = argparse.ArgumentParser(
            f"{PROGRAM} {name}", description=f"{COMMANDS[name].capitalize()}.", formatter_class=_formatter
        )
        module.add_arguments(parser)
        code = int(module.run(parser.parse_args(arguments[1:], argparse.Namespace(arguments=arguments))))
        sys.stdout.flush()
        return code
    _top_parser().parse_args(arguments)
    print(_top_parser().format_help(), file=sys.stderr, end="")
    return 2


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal; argparse would import an archiver's worth of modules to learn how wide that is."""
    import argparse

    wanted = os.environ.get("COLUMNS", "")
    try:
        columns = int(wanted) if wanted.isdecimal() else os.get_terminal_size(1).columns
    except OSError:
        columns = 0
    return argparse.HelpFormatter(prog, width=(columns or 80) - 2)


def _abandon_stdout() -> None:
    """Send what could not be written to nowhere: the interpreter would try again when it exits."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _top_parser() -> argparse.ArgumentParser:
    import argparse

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
