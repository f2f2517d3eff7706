"""Interpreters and compilers: where they are, which version, and what of the disk they need."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from codetutor_lint.records import NamedTuple


class Tool(NamedTuple):
    """An installed tool.

    ``path`` is the real program, ``version`` what results depend on, ``roots`` the directories it
    needs, and ``parts`` further paths by name, for a runner that needs several.
    """

    path: str
    version: str
    roots: tuple[str, ...]
    parts: tuple[tuple[str, str], ...] = ()


@cache
def find_python() -> Tool | None:
    """The Python that runs this program, without the packages that are installed into it."""
    import sqlite3

    real = Path(getattr(sys, "_base_executable", "") or sys.executable).resolve()
    version = f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    folder = _empty_environment(real)
    return Tool(f"{folder}/bin/python3", version, (*_roots(str(real), sys.base_prefix), folder))


def _empty_environment(python: Path) -> str:
    """A virtual environment with nothing in it: so an example runs the same on every machine.

    It is what ``venv`` makes, without its copies, and it goes when this program ends.
    """
    folder = Path(tempfile.mkdtemp(prefix="codetutor-python-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    (folder / "bin").mkdir()
    (folder / "bin" / "python3").symlink_to(python)
    (folder / "pyvenv.cfg").write_text(f"home = {python.parent}\ninclude-system-site-packages = false\n")
    return str(folder)


@cache
def find_node() -> Tool | None:
    """Node.js from PATH, if it is new enough to tell modules from scripts by itself (20.19, 22.12)."""
    path = shutil.which("node")
    if path is None:
        return None
    path = _said(path, "-p", "process.execPath") if _is_proxy(path) else os.path.realpath(path)
    version = _said(path, "--version") if path else ""
    number = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if number < (20, 19) or (21,) <= number < (22, 12):
        return None
    return Tool(path, f"node {version}", _roots(path, _prefix(path)))


@cache
def find_bash() -> Tool | None:
    """Bash from PATH; what Git says depends on its version as well."""
    path = _on_path("bash")
    if path is None:
        return None
    git = _on_path("git")
    version = _said(path, "--version").split("\n")[0]
    version = f"{version}, {_said(git, '--version') if git else 'no git'}"
    return Tool(path, version, _roots(path, _prefix(path)))


@cache
def find_c() -> Tool | None:
    return _compiler("gcc", "clang", "cc")


@cache
def find_cpp() -> Tool | None:
    return _compiler("g++", "clang++", "c++")


@cache
def find_go() -> Tool | None:
    path = _on_path("go")
    if path is None:
        return None
    root, version = (*_said(path, "env", "GOROOT", "GOVERSION").split("\n"), "")[:2]
    return Tool(f"{root}/bin/go", version, _roots(f"{root}/bin/go", root)) if root else None


@cache
def find_rust() -> Tool | None:
    """rustc itself, behind the proxy that rustup puts on PATH."""
    path = shutil.which("rustc")
    root = _said(path, "--print", "sysroot") if path else ""
    if not root:
        return None
    real = f"{root}/bin/rustc"
    return Tool(real, _said(real, "--version"), _roots(real, root))


@cache
def find_java() -> Tool | None:
    """A JDK, not merely a runtime: single files are compiled as they are run."""
    path = shutil.which("java")
    if path is None:
        return None
    home = Path(path).resolve().parent.parent
    if _is_proxy(path):
        told = re.search(r"java\.home = (.+)", _said(path, "-XshowSettings:properties", "-version", errors=True))
        home = Path(told.group(1)) if told else home
    if not (home / "bin" / "javac").exists():
        return None
    path = str(home / "bin" / "java")
    return Tool(path, f"java {_release(home)}", _roots(path, str(home)))


@cache
def find_dotnet() -> Tool | None:
    """The .NET SDK with the newest compiler, reference assemblies and runtime it has."""
    path = _on_path("dotnet")
    if path is None:
        return None
    root = Path(path).parent
    compiler = _newest(root, "sdk/*/Roslyn/bincore/csc.dll")
    runtime = _newest(root, "shared/Microsoft.NETCore.App/*")
    references = _newest(root, "packs/Microsoft.NETCore.App.Ref/*/ref/net*")
    if not (compiler and runtime and references):
        return None
    parts = (("compiler", str(compiler)), ("runtime", runtime.name), ("references", str(references)))
    return Tool(path, f"dotnet {compiler.parts[-4]}, runtime {runtime.name}", _roots(path, str(root)), parts)


def find_typescript(start: Path) -> Tool | None:
    """The compiler's library: CODETUTOR_TYPESCRIPT (a directory ``typescript``, or one of ``node_modules``
    that has it), else ``node_modules`` from ``start`` upward, else where ``tsc`` on PATH belongs to.
    """
    for folder in _typescript_folders(start):
        library = folder / "lib" / "typescript.js"
        if library.is_file():
            types = folder.parent / "@types"
            roots = tuple(str(root) for root in (folder, types, folder.parent / "undici-types") if root.is_dir())
            version = f"TypeScript {_package(folder)}, types {_package(types / 'node')}"
            return Tool(str(library), version, roots, (("types", str(types) if types.is_dir() else ""),))
    return None


def _typescript_folders(start: Path) -> list[Path]:
    folders = []
    named = os.environ.get("CODETUTOR_TYPESCRIPT")
    if named:
        given = Path(named).resolve()
        folders += [given, given / "typescript", given / "node_modules" / "typescript"]
    start = start.resolve()
    folders += [folder / "node_modules" / "typescript" for folder in (start, *start.parents)]
    command = _on_path("tsc")
    if command is not None:
        folders.append(Path(command).parent.parent)
    return [folder.resolve() for folder in folders]


def _compiler(*names: str) -> Tool | None:
    for name in names:
        path = shutil.which(name)
        if path is not None:
            version = _said(path, "--version").split("\n")[0]
            return Tool(path, version, _roots(path, _prefix(path), _prefix(os.path.realpath(path))))
    return None


def _on_path(name: str) -> str | None:
    found = shutil.which(name)
    return os.path.realpath(found) if found else None


def _is_proxy(path: str) -> bool:
    """Whether a program only stands for the real one, as version managers' shims do."""
    real = Path(path).resolve()
    with real.open("rb") as file:
        return Path(path).name not in real.name or file.read(2) == b"#!"


def _roots(program: str, *folders: str) -> tuple[str, ...]:
    """The directories to show: never a home or what homes are in, rather the program alone."""
    home = Path.home().resolve()
    private = {home, *home.parents, home / ".local"}
    real = [Path(folder).resolve() for folder in folders]
    return tuple({str(folder) if folder not in private else program: None for folder in real})


def _prefix(path: str) -> str:
    return str(Path(path).parent.parent)


def _said(path: str, *arguments: str, errors: bool = False) -> str:
    """What a tool of this machine answers; empty if it fails."""
    try:
        done = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stderr if errors else done.stdout).strip() if done.returncode == 0 else ""


def _release(home: Path) -> str:
    release = home / "release"
    found = re.search(r'JAVA_VERSION="(.+?)"', release.read_text()) if release.is_file() else None
    return found.group(1) if found else _said(str(home / "bin" / "java"), "-version", errors=True).split("\n")[0]


def _newest(root: Path, pattern: str) -> Path | None:
    def numbers(path: Path) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", str(path.relative_to(root)))]

    return max(root.glob(pattern), key=numbers, default=None)


def _package(folder: Path) -> str:
    try:
        return str(json.loads((folder / "package.json").read_text())["version"])
    except (OSError, ValueError, KeyError):
        return "none"
