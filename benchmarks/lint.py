"""Speed and memory of ``check`` as ratios to other processes, each beside its target; one table.

    python benchmarks/lint.py [--rounds N] [--sizes 1,100,1000,10000]

Compares with ``python -c pass``, importing pydantic and the model, ``check-jsonschema`` with the
project's schema, ``yamllint -d relaxed`` (both where installed), PyYAML's C loader, and its C parser
iterating the same files' events. Times are what a process used of the processor (user and system), so
that other work on the machine counts little; medians of interleaved rounds. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from corpus import write_corpus

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "schema" / "example.schema.json"
SCRIPTS = Path(sysconfig.get_path("scripts"))
LINT = [str(SCRIPTS / "codetutor-lint"), "check", "--output-format", "concise"]
# The parsing of code and the near-duplicate join (CT701 to CT703) have rows of their own.
PARSING = "CT42"
WITHOUT = f"{PARSING},CT701,CT702,CT703"
EVENTS = """
import sys
from pathlib import Path
from yaml.cyaml import CParser
for path in Path(sys.argv[1]).rglob("*.yaml"):
    parser = CParser(path.read_text(encoding="utf-8"))
    while parser.check_event():
        parser.get_event()
"""
MANY_ROUNDS_UP_TO = 1000


class Command(NamedTuple):
    """A process to measure."""

    arguments: list[str]
    environment: Mapping[str, str] = MappingProxyType({})


class Used(NamedTuple):
    """What a process took: seconds of processor time, MiB at its peak."""

    seconds: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sizes", default="1,100,1000,10000")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        print(json.dumps(inside(args.inside)))
        return
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, args.sizes.split(",")):
            root = write_corpus(Path(folder) / str(size), size)
            rounds = args.rounds if size <= MANY_ROUNDS_UP_TO else max(1, args.rounds // 3)
            report(root, size, measure(commands(root, size), root, rounds))
    jsonl()
    parsing()


def commands(root: Path, size: int) -> dict[str, Command]:
    """The processes to compare on a corpus."""
    python = [sys.executable, "-c"]
    found = {
        "pass": Command([*python, "pass"]),
        "event scan": Command([*python, EVENTS, str(root / "examples")]),
        "cold": Command([*LINT, "--no-cache", "--ignore", WITHOUT]),
        "cold, with the join": Command([*LINT, "--no-cache", "--ignore", PARSING]),
        "cold, all rules": Command([*LINT, "--no-cache"]),
        "warm": Command(LINT, {"CODETUTOR_CACHE_DIR": str(root / "cache")}),
    }
    if size == 1:
        found["import pydantic"] = Command([*python, "from pydantic import BaseModel"])
        found["import the model"] = Command([*python, "import codetutor_lint.model.shape"])
        found["failing"] = Command([*LINT, "--no-cache", str(failing(root))])
    files = sorted(map(str, (root / "examples").rglob("*.yaml")))
    if shutil.which("check-jsonschema", path=SCRIPTS):
        found["check-jsonschema"] = Command([str(SCRIPTS / "check-jsonschema"), "--schemafile", str(SCHEMA), *files])
    if shutil.which("yamllint", path=SCRIPTS):
        found["yamllint"] = Command([str(SCRIPTS / "yamllint"), "-d", "relaxed", *files])
    return found


def failing(root: Path) -> Path:
    """A file outside the examples with a misspelled key."""
    path = root / "elsewhere" / "topic" / "failing.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = next((root / "examples").rglob("*.yaml")).read_text(encoding="utf-8")
    path.write_text(text.replace("level: ", "levle: "), encoding="utf-8")
    return path


def measure(found: dict[str, Command], root: Path, rounds: int) -> dict[str, Used]:
    """The medians of each process, run in turns; what keeps results has kept them before."""
    time.sleep(4)  # the cache does not trust files that are younger
    for _ in range(2):
        run(found["warm"], root)
    used: dict[str, list[Used]] = defaultdict(list)
    for _ in range(rounds):
        for name, command in found.items():
            used[name].append(run(command, root))
    return {
        name: Used(statistics.median(one.seconds for one in all_), max(one.memory for one in all_))
        for name, all_ in used.items()
    }


def run(command: Command, folder: Path) -> Used:
    """One process, its output discarded."""
    environment = {**os.environ, **command.environment}
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command.arguments, cwd=folder, env=environment, stdout=nowhere, stderr=nowhere)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Used(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def report(root: Path, size: int, used: dict[str, Used]) -> None:
    """Print what was measured, and the ratios that have targets."""
    print(f"\n{size} files: " + ", ".join(f"{name} {one.seconds * 1000:.0f} ms" for name, one in used.items()))

    def ratio(what: str, peer: str, target: float) -> None:
        if peer in used:
            line(f"{what} / {peer}", used[what].seconds / used[peer].seconds, target)

    if size == 1:
        ratio("cold, all rules", "pass", 4.5)
        ratio("cold, all rules", "import pydantic", 0.55)
        ratio("cold, all rules", "check-jsonschema", 0.25)
        ratio("failing", "import the model", 1.3)
    if size >= 1000:
        ratio("cold", "check-jsonschema", 0.5)
        ratio("cold", "yamllint", 0.1)
    if size == 1000:
        python = [sys.executable, __file__, "--inside", str(root)]
        figures = json.loads(subprocess.run(python, check=True, capture_output=True, text=True).stdout)
        line("CT1 and CT2 in process / yaml.load with CSafeLoader", figures, 1.2)
        ratio("warm", "pass", 2.5)
    if size == 10_000:
        ratio("warm", "event scan", 0.3)
        line("MiB above the interpreter, cold", used["cold"].memory - used["pass"].memory, 25)
        line("MiB at the peak with the join", used["cold, with the join"].memory, 1024)
        line("seconds for the join", used["cold, with the join"].seconds - used["cold"].seconds, 10)


def line(what: str, figure: float, target: float) -> None:
    verdict = "" if figure <= target else "  <-- missed"
    print(f"  {what:<58}{figure:>8.2f}  (at most {target:g}){verdict}", flush=True)


def inside(root: Path) -> float:
    """The rules of shape and structure in this process, against loading the same files with PyYAML."""
    import yaml

    from codetutor_lint.config import load_config
    from codetutor_lint.lint.checking import check
    from codetutor_lint.lint.selection import select_rules

    config = load_config(root)
    selection = select_rules(config, ["CT1", "CT2"])
    files = sorted((root / "examples").rglob("*.yaml"))

    def load_all() -> None:
        for path in files:
            yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)

    rounds = [(seconds(lambda: check(config, selection)), seconds(load_all)) for _ in range(9)]
    own, peer = (statistics.median(times) for times in zip(*rounds, strict=True))
    return own / peer


def jsonl() -> None:
    """The rows of a build as JSON lines, against the standard library; at most 1 / 2.5 of its time."""
    from codetutor_lint.artifacts.jsonl import line as encode

    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").rglob("*.yaml"))]
    roles = ("system", "user", "assistant")
    rows = [{"messages": [{"role": role, "content": text} for role in roles]} for text in texts] * 10

    def standard() -> list[bytes]:
        return [json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for row in rows]

    def own() -> list[bytes]:
        return [encode(row) for row in rows]

    assert own() == standard()
    times = [(seconds(own), seconds(standard)) for _ in range(9)]
    print()
    line("JSON lines / json.dumps of the same rows", statistics.median(a / b for a, b in times), 1 / 2.5)


def parsing() -> None:
    """The parsing of code in the shipped examples, by language; the first block of each pays for the grammar."""
    from codetutor_lint.config import load_config
    from codetutor_lint.corpus.collection import collect, read_document
    from codetutor_lint.model.fences import scan_fences
    from codetutor_lint.snippets.syntax import CHECKERS, check_syntax

    blocks: dict[str, set[str]] = defaultdict(set)
    for found in collect(load_config(ROOT)):
        data = read_document(found).data or {}
        for body in data.get("answer", {}).values():
            for fence in scan_fences(body):
                blocks[fence.language].add(fence.code)
    print("\nparsing of code: µs a block")
    for language in sorted(blocks.keys() & CHECKERS.keys()):
        codes = sorted(blocks[language])
        check_syntax(language, codes[0])
        spent = seconds(lambda codes=codes, language=language: [check_syntax(language, code) for code in codes])
        print(f"  {language:<12}{len(codes):>5} blocks {spent / len(codes) * 1e6:>8.0f} µs")


def seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
