"""``codetutor-lint config``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from codetutor_lint.cli.options import add_config_argument
from codetutor_lint.config import load_config

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config_argument(parser)


def run(args: argparse.Namespace) -> int:
    config = load_config(file=args.config)
    sys.stdout.write(f"root = {str(config.root)!r}\n")
    fields = {
        "examples": str(config.examples),
        "out": str(config.out),
        "select": list(config.select),
        "extend-select": list(config.extend_select),
        "ignore": list(config.ignore),
        "per-file-ignores": {pattern: list(codes) for pattern, codes in config.per_file_ignores.items()},
        "exclude": list(config.exclude),
        "languages": list(config.languages),
        "split": {"validation": config.validation, "test": config.test},
        "coverage": config.coverage,
        "prompts": {key: str(path) for key, path in config.prompts.items()},
        "providers": config.providers,
    }
    for key, value in fields.items():
        sys.stdout.write(f"{key} = {value!r}  # {config.origins[key]}\n")
    return 0
