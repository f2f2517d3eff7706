"""Speed and memory of ``stats``: time an example must not grow with their number.

    python benchmarks/stats.py [--sizes 250,500,1000,2000]

Each size is measured in a process of its own, after the tokenizers have been loaded: gathering the
figures, then each format. Seconds are of the processor, so that a busy machine changes little. The
examples' code has never been run here, so that all of it counts as unknown.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from corpus import write_corpus

COLUMNS = ("examples", "gather s", "text s", "html s", "html MB", "all, ms each", "peak MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="250,500,1000,2000")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one)))
        return
    print(" | ".join(COLUMNS))
    for size in map(int, args.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            root = write_corpus(Path(folder) / "corpus", size)
            command = [sys.executable, __file__, "--one", str(root)]
            environment = {**os.environ, "CODETUTOR_CACHE_DIR": str(Path(folder) / "cache")}
            done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
            print(" | ".join(str(value) for value in (size, *json.loads(done.stdout))), flush=True)


def measure(root: Path) -> list[float]:
    """One row of the table, without its first column."""
    from codetutor_lint.artifacts.statistics.formats import render_statistics
    from codetutor_lint.artifacts.statistics.gather import gather
    from codetutor_lint.artifacts.targets import TARGETS
    from codetutor_lint.artifacts.tokens import tokenizer
    from codetutor_lint.config import load_config
    from codetutor_lint.training.rates import rates

    config = load_config(root)
    for target in TARGETS:
        tokenizer(target)
    marks = [time.process_time()]
    gathered = gather(config, rates(config))
    marks.append(time.process_time())
    render_statistics("text", gathered)
    marks.append(time.process_time())
    page = render_statistics("html", gathered)
    marks.append(time.process_time())
    spent = [round(end - start, 2) for start, end in pairwise(marks)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each = (marks[-1] - marks[0]) / len(gathered.conversations) * 1000
    return [*spent, round(len(page.encode()) / 1e6, 1), round(each, 1), round(peak)]


if __name__ == "__main__":
    main()
