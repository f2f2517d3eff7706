"""Snippets that try to do harm, what becomes of each, and the table of them in ``docs/sandbox.md``.

``python tests/snippets/hostile_snippets.py`` writes the table anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

DOCUMENT = Path(__file__).parents[2] / "docs" / "sandbox.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"


class Hostile(NamedTuple):
    """One attempt: a block of code, and what ``run`` says of it in bubblewrap and under Landlock.

    An empty text means that the code ran to its end, printed ``output``, and nothing is found; else
    the finding stands on ``line`` of the code, or on the line that opens it (0). ``wall`` seconds it
    may take, ``cpu`` seconds compute. In the code, ``{home}`` is a directory with a secret in it, ``{secret}`` a variable of
    this process, ``{port}`` a server's port here, and ``{nap}`` a time that nobody else sleeps.
    """

    attempt: str
    language: str
    code: str
    bubblewrap: str
    landlock: str
    line: int = 0
    wall: float = 60.0
    cpu: int = 2
    output: str = ""


HOSTILE = [
    Hostile(
        "an infinite loop", "python", "while True:\n    pass\n",
        "stopped: it computed too long", "stopped: it computed too long",
    ),
    Hostile(
        "sleeping for ever", "bash", "sleep {nap}\n",
        "stopped: it ran too long", "stopped: it ran too long", wall=1,
    ),
    Hostile(
        "a fork bomb", "bash", "bomb() { bomb | bomb & }\nbomb\nsleep {nap}\n",
        "stopped: it ran too long", "stopped: it ran too long", wall=3,
    ),
    Hostile(
        "allocating 10 GB", "python", "data = bytearray(10 * 2**30)\n",
        "fails: MemoryError", "fails: MemoryError", line=1,
    ),
    Hostile(
        "10 GB of shared memory", "python",
        "import mmap\n\nshared = mmap.mmap(-1, 10 * 2**30)\n"
        "for page in range(0, len(shared), 4096):\n    shared[page] = 1\n",
        "stopped: it took too much memory", "stopped: it took too much memory", cpu=60,
    ),
    Hostile(
        "writing outside its directory", "python", "open('/usr/lib/evil.py', 'w')\n",
        "fails: OSError: [Errno 30] Read-only file system: '/usr/lib/evil.py'",
        "fails: PermissionError: [Errno 13] Permission denied: '/usr/lib/evil.py'", line=1,
    ),
    Hostile(
        "reading the user's home", "bash", "cat {home}/secret\n",
        "fails: cat: {home}/secret: No such file or directory",
        "fails: cat: {home}/secret: Permission denied",
    ),
    Hostile(
        "reading the environment, also of other processes", "bash",
        "env > all\ncat /proc/[0-9]*/environ >> all 2> errors\ngrep -c {secret} all\ntrue\n", "", "", output="0\n",
    ),
    Hostile(
        "connecting to a server on this machine", "python",
        "import socket\n\nsocket.create_connection(('127.0.0.1', {port}), 5)\n",
        "fails: ConnectionRefusedError: [Errno 111] Connection refused",
        "fails: PermissionError: [Errno 13] Permission denied", line=3,
    ),
    Hostile(
        "connecting to the Internet", "python",
        "import socket\n\nsocket.create_connection(('192.0.2.1', 80), 5)\n",
        "fails: OSError: [Errno 101] Network is unreachable",
        "fails: PermissionError: [Errno 13] Permission denied", line=3,
    ),
    Hostile(
        "killing the parent, then everybody", "bash",
        "kill -9 $PPID\nkill -9 -1\necho alive\n", "", "", output="alive\n",
    ),
    Hostile(
        "gigabytes of output", "bash", "cat /dev/zero\n",
        "stopped: it printed too much", "stopped: it printed too much",
    ),
    Hostile(
        "deep recursion", "python", "def down(n):\n    return down(n + 1)\n\n\ndown(0)\n",
        "fails: RecursionError: maximum recursion depth exceeded",
        "fails: RecursionError: maximum recursion depth exceeded", line=2,
    ),
    Hostile(
        "deep recursion in C", "c",
        "volatile int depth;\nint down(int n) { depth = n; return down(n + 1) + depth; }\n"
        "int main(void) { return down(0); }\n",
        "fails: Segmentation fault", "fails: Segmentation fault",
    ),
    Hostile(
        "clearing the screen and renaming the window", "python", "print('\\x1b[2J\\x1b]0;owned\\x07')\n",
        "prints '\\x1b[2J\\x1b]0;owned\\x07', but has no output",
        "prints '\\x1b[2J\\x1b]0;owned\\x07', but has no output",
    ),
    Hostile(
        "waiting for input", "python", "name = input()\n",
        "fails: EOFError: EOF when reading a line", "fails: EOFError: EOF when reading a line", line=1,
    ),
    Hostile(
        "leaving a process in the background", "bash",
        "(setsid sleep {nap} &)\nsleep {nap} &\ndisown\necho started\n", "", "", output="started\n",
    ),
    Hostile(
        "a daemon that closes everything", "python",
        "import os\n\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        os.closerange(0, 256)\n"
        "        os.execvp('sleep', ['sleep', '{nap}'])\n    os._exit(0)\nos.wait()\nprint('started')\n",
        "", "", output="started\n",
    ),
    Hostile(
        "zombie children", "python",
        "import os\nimport time\n\nfor _ in range(50):\n    if os.fork() == 0:\n        os._exit(0)\n"
        "time.sleep(0.1)\nprint('done')\n",
        "", "", output="done\n",
    ),
    Hostile(
        "writing through a symbolic link", "bash", "ln -s {home} link\necho gone > link/secret\n",
        "fails: link/secret: No such file or directory", "fails: link/secret: Permission denied", line=2,
    ),
    Hostile(
        "a file without end", "bash", "cat /dev/zero > file\n",
        "stopped: it wrote too large a file", "stopped: it wrote too large a file",
    ),
    Hostile(
        "filling the disk with files", "bash",
        "for n in {1..400}; do head -c 1M /dev/zero > file$n || exit; done\n",
        "fails: head: error writing 'standard output': No space left on device", "stopped: it wrote too much",
    ),
    Hostile(
        "directories too deep to remove, and one that is locked", "python",
        "import os\n\nos.mkdir('locked')\nos.chmod('locked', 0)\n"
        "for _ in range(3000):\n    os.mkdir('down')\n    os.chdir('down')\n",
        "", "",
    ),
    Hostile(
        "changing the mode of the user's files", "python",
        "import os\n\nos.chmod('{home}/secret', 0)\n",
        "fails: FileNotFoundError: [Errno 2] No such file or directory: '{home}/secret'",
        "fails: PermissionError: [Errno 1] Operation not permitted: '{home}/secret'", line=3,
    ),
    Hostile(
        "a name space of its own, to become root", "bash", "unshare --user --map-root-user id\n",
        "fails: unshare: unshare failed: Operation not permitted",
        "fails: unshare: unshare failed: Operation not permitted",
    ),
]  # fmt: skip


def table() -> str:
    """The Markdown table of all attempts."""
    rows = ["| It tries | In bubblewrap | Under Landlock |", "|---|---|---|"]
    rows += [f"| {one.attempt} | {_cell(one, one.bubblewrap)} | {_cell(one, one.landlock)} |" for one in HOSTILE]
    return "\n".join(rows) + "\n"


def _cell(one: Hostile, said: str) -> str:
    if not said:
        return "ran to its end, harmed nothing, left nothing"
    return f"`{said}`".replace("{home}", "~").replace("|", "\\|")


def with_table(document: str) -> str:
    """The document with the table as it should be."""
    before, rest = document.split(BEGIN)
    return before + BEGIN + "\n" + table() + "\n" + END + rest.split(END)[1]


if __name__ == "__main__":
    DOCUMENT.write_text(with_table(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
