"""Arguments that several commands share, and where reports go."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from codetutor_lint.config import as_path
from codetutor_lint.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def add_report_arguments(parser: argparse.ArgumentParser, formats: tuple[str, ...], default: str) -> None:
    """``--output-format``, ``--output`` and ``--color``."""
    parser.add_argument("--output-format", choices=formats, default=default, help=f"default: {default}")
    parser.add_argument("--output", type=as_path, metavar="FILE", help="write the report to FILE instead of stdout")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")


def add_config_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=as_path, metavar="FILE", help="a pyproject.toml; default: the nearest one")


def wants_color(args: argparse.Namespace) -> bool:
    """Colors on a terminal, unless ``NO_COLOR`` or ``--color`` says otherwise; never in a file."""
    if args.color != "auto":
        return bool(args.color == "always")
    return args.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def emit(args: argparse.Namespace, report: str) -> None:
    """Write the report to stdout or to ``--output``; raises UsageError if that can't be written."""
    if args.output is None:
        sys.stdout.write(report)
        return
    try:
        write_output(args.output, report)
    except OSError as error:
        raise UsageError(f"{args.output}: can't be written: {error.strerror}") from None


def write_output(path: Path, text: str) -> None:
    """Replace a file in one step, or write to what is no file (``/dev/stderr``, a pipe); raises OSError."""
    content = text.encode(errors="backslashreplace")
    path = as_path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        if temporary.is_file():
            temporary.unlink()


def say(message: str) -> None:
    """A line for the person at the terminal, beside the report."""
    print(message, file=sys.stderr)
