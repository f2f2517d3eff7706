"""The command that runs a program: its files, its arguments, its environment."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets.runners import PROGRAMS, RUNNERS
from codetutor_lint.snippets.sandbox.command import SCRATCH, WORK, Command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codetutor_lint.snippets.runners import Runner
    from codetutor_lint.snippets.tools import Tool


class Program(NamedTuple):
    """What is run: a language's code with what it reads and the files beside it.

    ``seed`` is the hash seed; a program that prints something else with another one varies.
    """

    language: str
    code: str
    stdin: str = ""
    files: tuple[tuple[str, str], ...] = ()
    seed: int = 0


_FILE_NAME = re.compile(r"(?![.-])[\w.-]+\Z")


def command_of(program: Program, tool: Tool) -> Command:
    """The command that runs a program with ``tool``."""
    runner = RUNNERS[program.language]
    file = runner.file
    beside = {name: text for name, text in program.files if _FILE_NAME.match(name) and name != file}
    ending = "." + file.rpartition(".")[2]
    words = {
        "{tool}": tool.path,
        "{file}": file,
        "{program}": f"{SCRATCH}/main",
        "{scratch}": SCRATCH,
        "{work}": WORK,
        "{seed}": str(program.seed),
        "{sources}": " ".join([file, *(name for name in beside if name.endswith(ending))]),
        **{f"{{{name}}}": part for name, part in tool.parts},
    }
    argv = tuple(program.code if word == "{code}" else _filled(word, words) for word in _argv(runner, beside))
    if runner.build:
        build = _filled(runner.build, {name: _quoted(value, name) for name, value in words.items()})
        argv = ("/bin/sh", "-c", f'{build} && exec "$@"', "sh", *argv)
    files = {**beside, **{_filled(name, words): _filled(text, words) for name, text in runner.support}}
    if "{code}" not in runner.argv:
        files[file] = program.code
    return Command(
        argv=argv,
        files={name: text.encode(errors="replace") for name, text in files.items()},
        stdin=program.stdin.encode(errors="replace"),
        env=_environment(runner, words),
        read_only=(*tool.roots, str(PROGRAMS)),
    )


def _argv(runner: Runner, beside: Mapping[str, str]) -> tuple[str, ...]:
    """The runner's words; Java with several files needs its compiler first."""
    if runner.file == "Main.java" and any(name.endswith(".java") for name in beside):
        options = runner.argv[1:-1]
        compiled = '{tool}c -d {scratch}/classes *.java && exec {tool} "$@" -cp {scratch}/classes Main'
        return ("/bin/sh", "-c", compiled, "sh", *options)
    return runner.argv


def _filled(text: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(name, value)
    return text


def _quoted(value: str, name: str) -> str:
    return value if name in ("{sources}", "{program}", "{scratch}", "{work}") else shlex.quote(value)


def _environment(runner: Runner, words: Mapping[str, str]) -> dict[str, str]:
    env = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": WORK,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "dumb",
        "NO_COLOR": "1",
    }
    return env | {name: _filled(value, words) for name, value in runner.env}
