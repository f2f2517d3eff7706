"""Finding interpreters and compilers, and what of the disk they are given."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from codetutor_lint.snippets import tools
from codetutor_lint.snippets.commands import Program, command_of
from codetutor_lint.snippets.sandbox.command import SCRATCH


def _program(path: Path, said: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{said}'\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = (tmp_path / "home").resolve()
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.mark.parametrize("place", ["bin", ".local/bin"])
def test_a_tool_in_the_home_is_shown_without_the_home(place: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = _program(home / place / "gcc", "gcc 99")
    monkeypatch.setenv("PATH", str(compiler.parent))
    assert tools.find_c.__wrapped__() == tools.Tool(str(compiler), "gcc 99", (str(compiler),))


def test_a_tool_in_a_directory_of_its_own_is_shown_with_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = _program(home / "opt" / "gcc-99" / "bin" / "gcc", "gcc 99")
    monkeypatch.setenv("PATH", str(compiler.parent))
    assert tools.find_c.__wrapped__().roots == (str(home / "opt" / "gcc-99"),)


@pytest.mark.parametrize(
    ("version", "found"), [("v18.20.0", False), ("v20.19.0", True), ("v21.7.3", False), ("v24.1.0", True)]
)
def test_node_has_to_be_new_enough(version: str, found: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = tmp_path / "node-install" / "bin" / "node-real"
    shim = _program(tmp_path / "shims" / "node", "")
    shim.write_text(f'#!/bin/sh\n[ "$1" = -p ] && echo {real}\n', encoding="utf-8")
    _program(real, version)
    monkeypatch.setenv("PATH", f"{shim.parent}:/usr/bin:/bin")
    node = tools.find_node.__wrapped__()
    assert (node.path if node else None) == (str(real) if found else None)


def _package(folder: Path, version: str) -> Path:
    (folder / "lib").mkdir(parents=True)
    (folder / "lib" / "typescript.js").write_text("", encoding="utf-8")
    (folder / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    return folder


def test_typescript_is_found_upward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CODETUTOR_TYPESCRIPT", raising=False)
    package = _package(tmp_path / "node_modules" / "typescript", "5.9.3")
    (tmp_path / "a" / "b").mkdir(parents=True)
    found = tools.find_typescript(tmp_path / "a" / "b")
    assert found is not None
    assert (found.path, found.version) == (str(package / "lib" / "typescript.js"), "TypeScript 5.9.3, types none")


@pytest.mark.parametrize("named", [".", "typescript", "node_modules/typescript"])
def test_typescript_is_found_where_the_variable_says(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _package(tmp_path / "elsewhere" / named, "5.9.3")
    monkeypatch.setenv("CODETUTOR_TYPESCRIPT", str(tmp_path / "elsewhere"))
    assert tools.find_typescript(tmp_path) is not None


def test_csharp_takes_the_newest_parts_of_the_sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "dotnet"
    dotnet = _program(root / "dotnet")
    for version in ("9.0.306", "10.0.100"):
        (root / "sdk" / version / "Roslyn" / "bincore").mkdir(parents=True)
        (root / "sdk" / version / "Roslyn" / "bincore" / "csc.dll").touch()
    for version, framework in (("9.0.10", "net9.0"), ("10.0.0", "net10.0")):
        (root / "shared" / "Microsoft.NETCore.App" / version).mkdir(parents=True)
        (root / "packs" / "Microsoft.NETCore.App.Ref" / version / "ref" / framework).mkdir(parents=True)
    monkeypatch.setenv("PATH", str(root))
    tool = tools.find_dotnet.__wrapped__()
    assert (tool.path, tool.version, tool.roots) == (str(dotnet), "dotnet 10.0.100, runtime 10.0.0", (str(root),))
    command = command_of(Program("csharp", "return 3;\n", files=(("Part.cs", ""), ("data.txt", ""))), tool)
    shell, _, script, _, *run = command.argv
    assert shell == "/bin/sh"
    assert script == (
        f"{dotnet} exec {root}/sdk/10.0.100/Roslyn/bincore/csc.dll -nologo -langversion:latest -nullable:enable -warn:0"
        f" -out:{SCRATCH}/main.dll $(printf ' -r:%s' {root}/packs/Microsoft.NETCore.App.Ref/10.0.0/ref/net10.0/*.dll)"
        f' main.cs Part.cs {SCRATCH}/usings.cs >&2 && exec "$@"'
    )
    assert run == [str(dotnet), "exec", "--runtimeconfig", f"{SCRATCH}/runtime.json", f"{SCRATCH}/main.dll"]
    assert json.loads(command.files[f"{SCRATCH}/runtime.json"])["runtimeOptions"]["framework"]["version"] == "10.0.0"


@pytest.mark.parametrize("name", ["../main.py", "/etc/passwd", ".bashrc", "-rf", "a b", "a/b.txt", "main.py", ""])
def test_a_file_of_an_impossible_name_is_not_written(name: str) -> None:
    python = tools.find_python()
    assert python is not None
    command = command_of(Program("python", "x = 1\n", files=((name, "evil"),)), python)
    assert command.files == {"main.py": b"x = 1\n"}


def test_python_is_this_one_without_its_packages() -> None:
    python = tools.find_python()
    assert python is not None
    assert Path(python.path).resolve() == Path(os.path.realpath(sys.executable))
    assert f"Python {sys.version.split()[0]}" in python.version
