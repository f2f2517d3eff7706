"""Speed of ``check`` as ratios to other processes, medians of interleaved rounds in one run.

    python benchmarks/lint.py [--rounds N] [--sizes 1,100,1000,10000]

Compares with ``python -c pass``, importing pydantic, ``check-jsonschema`` with the project's schema,
``yamllint -d relaxed`` (both where installed), and PyYAML's C parser iterating the same files' events.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from corpus import write_corpus

SCHEMA = Path(__file__).parents[1] / "schema" / "example.schema.json"
LINT = [sys.executable, "-m", "codetutor_lint", "check", "--output-format", "concise"]
# The parsing of code and the near-duplicate join have rows of their own.
WITHOUT = "CT42,CT701"
EVENTS = (
    "import sys, yaml\nfrom yaml.cyaml import CParser\nfrom pathlib import Path\n"
    "for path in Path(sys.argv[1]).rglob('*.yaml'):\n"
    "    parser = CParser(path.read_text(encoding='utf-8'))\n"
    "    while parser.check_event():\n        parser.get_event()\n"
)
MODEL = "import codetutor_lint.model.shape"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sizes", default="1,100,1000,10000")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, args.sizes.split(",")):
            root = write_corpus(Path(folder) / str(size), size)
            measure(root, size, args.rounds if size <= 1000 else 3)


def measure(root: Path, size: int, rounds: int) -> None:
    """Print one size's table: seconds, and ratios to each peer."""
    cache = {"CODETUTOR_CACHE_DIR": str(root / "cache")}
    commands: dict[str, tuple[list[str], dict[str, str]]] = {
        "pass": ([sys.executable, "-c", "pass"], {}),
        "check, no cache": ([*LINT, "--no-cache", "--ignore", WITHOUT], {}),
        "check, warm": (LINT, cache),
        "event scan": ([sys.executable, "-c", EVENTS, str(root)], {}),
    }
    if size <= 1000:
        commands["check, all rules, no cache"] = ([*LINT, "--no-cache"], {})
        commands["check, shape and steps"] = ([*LINT, "--no-cache", "--select", "CT1,CT2"], {})
    if size == 1:
        commands["import pydantic"] = ([sys.executable, "-c", "from pydantic import BaseModel"], {})
        commands["import the model"] = ([sys.executable, "-c", MODEL], {})
        commands["check, one failing"] = ([*LINT, "--no-cache", str(_failing(root))], {})
    if size <= 1000:
        commands |= _peers(root)
    run(*commands["check, warm"], root)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, (command, environment) in commands.items():
            times[name].append(run(command, environment, root))
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"\n{size} files, median of {rounds}")
    peers = [name for name in medians if not name.startswith("check,")]
    print(f"  {'':<28}{'seconds':>9}" + "".join(f"{'× ' + peer:>24}" for peer in peers))
    for name, median in medians.items():
        print(f"  {name:<28}{median:>9.3f}" + "".join(f"{median / medians[peer]:>24.2f}" for peer in peers))


def run(command: list[str], environment: dict[str, str], folder: Path) -> float:
    """Seconds that one process took, output discarded."""
    begin = time.perf_counter()
    subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - begin


def _failing(root: Path) -> Path:
    path = root / "elsewhere" / "topic" / "failing.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = next((root / "examples").rglob("*.yaml")).read_text(encoding="utf-8")
    path.write_text(text.replace("level: ", "levle: "), encoding="utf-8")
    return path


def _peers(root: Path) -> dict[str, tuple[list[str], dict[str, str]]]:
    files = [str(path) for path in (root / "examples").rglob("*.yaml")]
    peers = {}
    if shutil.which("check-jsonschema"):
        peers["check-jsonschema"] = (["check-jsonschema", "--schemafile", str(SCHEMA), *files], {})
    if shutil.which("yamllint"):
        peers["yamllint"] = (["yamllint", "-d", "relaxed", *files], {})
    return peers


def peak_memory() -> int:
    """The largest child's peak resident memory so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


if __name__ == "__main__":
    main()
