"""Running many programs: the pool, the cache, and each language's tool."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from codetutor_lint.snippets import tools
from codetutor_lint.snippets.commands import Program, command_of
from codetutor_lint.snippets.results_cache import Outcome, ResultsCache, key_of
from codetutor_lint.snippets.runners import PROGRAMS, RUNNERS
from codetutor_lint.snippets.sandbox.command import Limits
from codetutor_lint.snippets.sandbox.supervise import stop_everything
from codetutor_lint.snippets.typescript import TypeScriptCompiler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from codetutor_lint.snippets.sandbox.command import Sandbox
    from codetutor_lint.snippets.tools import Tool

_TYPESCRIPT = "typescript"
_MOMENT = 0.1  # seconds
_UNREADABLE = "backslashreplace"
# The limits that the kernel watches show in the signal that ended the program.
_CPU, _FILE_SIZE = 128 + 24, 128 + 25


class Executor:
    """Runs programs in a sandbox, several at a time and each only once. Use it as a context.

    ``start`` is where the search for TypeScript begins, normally the configuration's directory.
    ``progress`` is told how many of how many programs are done.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        start: Path,
        results: ResultsCache | None = None,
        limits: Limits | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        self._sandbox = sandbox
        self._results = results
        self._limits = limits or Limits()
        self._progress = progress
        self._typescript = tools.find_typescript(start)
        self._compiler: TypeScriptCompiler | None = None
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(_cores())
        self._known: dict[Program, Outcome] = {}
        self._futures: list[Future[Outcome]] = []
        self._fresh = 0

    def __enter__(self) -> Executor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        while error is not None and wait(self._futures, timeout=_MOMENT).not_done:
            stop_everything()
        self._pool.shutdown()
        if self._compiler is not None:
            self._compiler.close()
        if self._results and self._fresh:
            self._results.forget_old()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a runner."""
        return tuple(RUNNERS)

    def missing(self, language: str) -> str | None:
        """What has to be installed to run a language; None if nothing is missing."""
        if RUNNERS[language].find() is None:
            return RUNNERS[language].missing
        if language == _TYPESCRIPT and self._typescript is None:
            return "TypeScript (npm install typescript @types/node, or CODETUTOR_TYPESCRIPT)"
        return None

    def run(self, programs: Iterable[Program]) -> dict[Program, Outcome]:
        """What came of programs whose languages are not missing; those not known yet are executed."""
        wanted = list(dict.fromkeys(programs))
        fresh = _spread([program for program in wanted if not self._is_known(program)])
        self._fresh += len(fresh)
        self._futures = [self._pool.submit(self._run_one, program) for program in fresh]
        for done, (program, future) in enumerate(zip(fresh, self._futures, strict=True), 1):
            self._known[program] = future.result()
            self._progress(done, len(fresh))
        return {program: self._known[program] for program in wanted}

    def _is_known(self, program: Program) -> bool:
        if program in self._known:
            return True
        outcome = self._results.read(self._key(program)) if self._results else None
        if outcome is not None:
            self._known[program] = outcome
        return outcome is not None

    def _run_one(self, program: Program) -> Outcome:
        outcome = self._execute(program)
        if self._results:
            self._results.write(self._key(program), outcome)
        return outcome

    def _execute(self, program: Program) -> Outcome:
        tool = self._tool(program.language)
        command = command_of(program, tool)
        if program.language == _TYPESCRIPT:
            compiled = self._compile(program, tool)
            if isinstance(compiled, Outcome):
                return compiled
            command = command._replace(files={**command.files, **compiled})
        result = self._sandbox.run(command, self._limits)
        stopped = result.stopped or {_CPU: "cpu", _FILE_SIZE: "file size"}.get(result.status, "")
        return Outcome(result.status, _text(result.stdout), _text(result.stderr), stopped)

    def _compile(self, program: Program, node: Tool) -> dict[str, bytes] | Outcome:
        assert self._typescript is not None
        with self._lock:
            if self._compiler is None:
                self._compiler = TypeScriptCompiler(self._sandbox, node, self._typescript, self._limits)
        beside = {name: text for name, text in program.files if name.endswith(".ts")}
        return self._compiler.compile({**beside, "main.ts": program.code})

    def _tool(self, language: str) -> Tool:
        tool = RUNNERS[language].find()
        assert tool is not None
        return tool

    def _key(self, program: Program) -> str:
        compiler = self._typescript.version if program.language == _TYPESCRIPT and self._typescript else ""
        version = self._tool(program.language).version
        return key_of(program, version, compiler, _row_digest(program.language), self._sandbox.name, self._limits)


def _spread(programs: Sequence[Program]) -> list[Program]:
    """The programs in an order in which those of one language are far apart.

    Neighbors often share a language, and TypeScript's compiler serves one at a time.
    """
    total = Counter(program.language for program in programs)
    seen: Counter[str] = Counter()
    places = []
    for program in programs:
        seen[program.language] += 1
        places.append(seen[program.language] / total[program.language])
    return [programs[n] for n in sorted(range(len(programs)), key=places.__getitem__)]


@cache
def _row_digest(language: str) -> str:
    """What of the runner's own making results depend on."""
    runner = RUNNERS[language]
    parts = [repr((runner.file, runner.argv, runner.build, runner.env, runner.support)).encode()]
    parts += [path.read_bytes() for path in sorted(PROGRAMS.glob("*.*")) if path.is_file()]
    return sha256(b"\0".join(parts)).hexdigest()


def _cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _text(output: bytes) -> str:
    return output.decode(errors=_UNREADABLE).replace("\r\n", "\n")
