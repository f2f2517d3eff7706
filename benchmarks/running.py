"""Speed of ``run`` on this dataset: cold and warm, against the bare interpreters.

    python benchmarks/running.py [LANGUAGE ...]

"bare" is what the same programs take one after the other without sandbox, cache or pool: compilers and
interpreters started directly, TypeScript by ``tsc``. A ratio below 1 is what the pool and the warm
compiler gain over what the sandbox costs; on N idle cores it could at best be 1/N.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from codetutor_lint.config import load_config
from codetutor_lint.corpus.collection import collect, read_document
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.running import blocks_of
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.snippets.commands import Program, command_of
from codetutor_lint.snippets.execute import execute, plan
from codetutor_lint.snippets.execution import Planned
from codetutor_lint.snippets.executor import Executor
from codetutor_lint.snippets.results_cache import Outcome, ResultsCache
from codetutor_lint.snippets.runners import RUNNERS
from codetutor_lint.snippets.sandbox.bare import BareSandbox
from codetutor_lint.snippets.sandbox.choose import choose_sandbox
from codetutor_lint.snippets.sandbox.command import Limits, Sandbox
from codetutor_lint.snippets.tools import find_typescript

BATCH = 24
TSC = ("--strict", "--target", "es2022", "--module", "es2022", "--moduleResolution", "node", "--moduleDetection",
       "force", "--types", "node", "--skipLibCheck", "--outDir", ".")  # fmt: skip


Plans = Callable[[Executor], list[list[Planned]]]


class Listing(Executor):
    """An executor that remembers which programs it really ran."""

    programs: list[Program]

    def _run_one(self, program: Program) -> Outcome:
        self.programs.append(program)
        return super()._run_one(program)


def main(languages: list[str]) -> None:
    config = load_config()
    plans = planned_blocks(languages or list(RUNNERS))
    sandbox = choose_sandbox()
    with tempfile.TemporaryDirectory() as folder:
        results = ResultsCache(Path(folder))
        programs = needed_programs(plans, sandbox, results)
        with Executor(sandbox, config.root, results) as executor:
            warm = seconds(lambda: execute(plans(executor), executor))
    print(f"{len(programs)} programs in {sandbox.name}, {os.cpu_count()} cores; all of them warm: {warm:.2f} s")
    for title, some in (
        ("without TypeScript", [program for program in programs if program.language != "typescript"]),
        ("TypeScript", [program for program in programs if program.language == "typescript"]),
    ):
        if some:
            compare(title, some, sandbox, config.root)


def needed_programs(plans: Plans, sandbox: Sandbox, results: ResultsCache) -> list[Program]:
    """All programs that a cold run executes, second looks included."""
    with Listing(sandbox, Path.cwd(), results) as executor:
        executor.programs = []
        execute(plans(executor), executor)
        return executor.programs


def compare(title: str, programs: list[Program], sandbox: Sandbox, root: Path) -> None:
    """Print the ratio of cold to bare, in batches that take turns, so that a busy machine disturbs both alike."""
    random.Random(1).shuffle(programs)
    cold = 0.0
    bare: defaultdict[str, float] = defaultdict(float)
    with Executor(sandbox, root) as executor:
        for at in range(0, len(programs), BATCH):
            batch = programs[at : at + BATCH]
            cold += seconds(lambda some=batch: executor.run(some))
            for program in batch:
                bare[program.language] += seconds(lambda one=program: run_bare(one, root))
    total = sum(bare.values())
    print(f"{title}: cold {cold:.1f} s, bare {total:.1f} s, ratio {cold / total:.2f}")
    for language, spent in sorted(bare.items()):
        count = sum(program.language == language for program in programs)
        print(f"  {language:<12}{count:>5} programs{1000 * spent / count:>8.0f} ms bare each")


def planned_blocks(languages: list[str]) -> Plans:
    """A function that plans all blocks of these languages in all examples."""
    config = load_config()
    linter = Linter(config, select_rules(config))
    examples = [linter.example_in(read_document(found)) for found in collect(config)]
    blocks = [[b for b in blocks_of(example) if b.language in languages] for example in examples if example]

    def plans(executor: Executor) -> list[list[Planned]]:
        return [plan(some, executor.missing) for some in blocks]

    return plans


def run_bare(program: Program, root: Path) -> None:
    tool = RUNNERS[program.language].find()
    assert tool is not None
    command = command_of(program, tool)
    if program.language == "typescript":
        typescript = find_typescript(root)
        assert typescript is not None
        folder = Path(typescript.path).parents[2]
        with tempfile.TemporaryDirectory() as work:
            Path(work, "main.ts").write_text(program.code, encoding="utf-8")
            for name, text in program.files:
                Path(work, name).write_text(text, encoding="utf-8")
            tsc = Path(typescript.path).with_name("tsc.js")
            subprocess.run(
                [tool.path, tsc, *TSC, "--typeRoots", folder / "@types", "main.ts"],
                cwd=work, stdout=subprocess.DEVNULL, check=False,
            )  # fmt: skip
            compiled = Path(work, "main.js")
            command = command._replace(files={"main.mjs": compiled.read_bytes()} if compiled.exists() else {})
    BareSandbox().run(command, Limits())


def seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1:])
