"""The languages' own parsers, where they are installed: who is right when a grammar refuses code.

Each takes codes and says of each whether it parses, as a program or (Go, Java, Rust) as statements or
members. C and C++ are compiled without output, so for them code with an unknown name is no code
either. For Python, JSON and SQL it is the parser that the checker asks first, so that they show what
the checker accepts beyond it; YAML has none.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import warnings
from ast import PyCF_ONLY_AST
from collections.abc import Callable
from pathlib import Path

from codetutor_lint.snippets.tools import find_typescript

Judge = Callable[[list[str]], list[bool]]

_NODE = """
const fs = require("fs"), vm = require("vm"), ts = process.argv[2] ? require(process.argv[2]) : null;
const [kind, codes] = JSON.parse(fs.readFileSync(0));
const script = code => { try { new vm.Script(code); return true } catch { return false } };
const parsed = code => ts && !ts.createSourceFile("x." + kind, code, 99).parseDiagnostics.length;
const isModule = code => /<|^\\s*(import|export)\\b|\\bawait\\b/m.test(code);
const judge = code => kind === "js" ? script(code) || (isModule(code) && parsed(code)) : parsed(code);
fs.writeFileSync(process.argv[3], JSON.stringify(codes.map(code => !!judge(code))));
"""
_JAVA = """
import javax.tools.*; import java.io.*; import java.net.URI; import java.util.*; import com.sun.source.util.JavacTask;
public class Main { public static void main(String[] args) throws Exception {
  var in = new DataInputStream(new BufferedInputStream(System.in));
  var compiler = ToolProvider.getSystemJavaCompiler();
  for (int n = in.readInt(); n > 0; n--) {
    byte[] bytes = new byte[in.readInt()]; in.readFully(bytes); String code = new String(bytes, "UTF-8");
    var file = new SimpleJavaFileObject(URI.create("string:///M.java"), JavaFileObject.Kind.SOURCE) {
      public CharSequence getCharContent(boolean ignored) { return code; } };
    var found = new DiagnosticCollector<JavaFileObject>();
    ((JavacTask) compiler.getTask(null, null, found, null, null, List.of(file))).parse();
    System.out.print(found.getDiagnostics().stream().anyMatch(d -> d.getKind() == Diagnostic.Kind.ERROR) ? 0 : 1);
  } } }
"""


def own_parsers() -> dict[str, Judge]:
    """The parsers that are installed here, by language."""
    found: dict[str, Judge] = {"python": _python, "json": _json, "sql": _sqlite}
    typescript = find_typescript(Path.cwd())
    if shutil.which("node"):
        for language, kind in {"javascript": "js", "jsx": "jsx", "typescript": "ts", "tsx": "tsx"}.items():
            if kind == "js" or typescript:
                found[language] = _node(kind, typescript.path if typescript else "")
    if shutil.which("javac"):
        found["java"] = _either(_java, ("class X { ", "\n}"), ("class X { void m() { ", "\n} }"))
    if shutil.which("gofmt"):
        found["go"] = _each(["gofmt", "-e"])
    if shutil.which("bash"):
        found["bash"] = _each(["bash", "-n"])
    if shutil.which("rustc"):
        rustc = ["rustc", "--edition", "2021", "-Zunpretty=normal", "--crate-type", "lib", "-"]
        found["rust"] = _either(_each(rustc, RUSTC_BOOTSTRAP="1"), ("fn f() { ", "\n}"), ("impl X { ", "\n}"))
    if shutil.which("gcc"):
        found["c"] = _each(["gcc", "-std=c17", "-fsyntax-only", "-w", "-x", "c", "-"])
    if shutil.which("g++"):
        found["cpp"] = _each(["g++", "-std=c++20", "-fsyntax-only", "-w", "-x", "c++", "-"])
    return found


def _python(codes: list[str]) -> list[bool]:
    return [_succeeds(compile, code, "<code>", "exec", PyCF_ONLY_AST) for code in codes]


def _json(codes: list[str]) -> list[bool]:
    return [_succeeds(json.loads, code) for code in codes]


def _sqlite(codes: list[str]) -> list[bool]:
    """Whether the scripts run in an empty database, or fail for another reason than their syntax."""
    verdicts = []
    for code in codes:
        database = sqlite3.connect(":memory:")
        database.set_authorizer(lambda action, *_: int(action == sqlite3.SQLITE_ATTACH))
        try:
            database.executescript(code)
            verdicts.append(True)
        except sqlite3.Error as error:
            verdicts.append(not re.search("syntax error|unrecognized token|incomplete input", str(error)))
        database.close()
    return verdicts


def _succeeds(function: Callable[..., object], *arguments: object) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            function(*arguments)
    except (SyntaxError, ValueError):
        return False
    return True


def _each(command: list[str], **variables: str) -> Judge:
    def judge(codes: list[str]) -> list[bool]:
        return [
            subprocess.run(command, input=code.encode(), capture_output=True, env=os.environ | variables).returncode
            == 0
            for code in codes
        ]

    return judge


def _either(judge: Judge, *wholes: tuple[str, str]) -> Judge:
    """Judge codes as they stand, and those that don't parse once more inside of something."""

    def wrapped(codes: list[str]) -> list[bool]:
        verdicts = judge(codes)
        for before, after in wholes:
            refused = [number for number, verdict in enumerate(verdicts) if not verdict]
            for number, verdict in zip(refused, judge([before + codes[n] + after for n in refused]), strict=True):
                verdicts[number] = verdict
        return verdicts

    return wrapped


def _node(kind: str, library: str) -> Judge:
    def judge(codes: list[str]) -> list[bool]:
        with tempfile.TemporaryDirectory() as folder:
            script, verdicts = Path(folder, "judge.js"), Path(folder, "verdicts.json")
            script.write_text(_NODE)
            command = ["node", str(script), library, str(verdicts)]
            subprocess.run(command, input=json.dumps([kind, codes]), text=True, check=True)
            right: list[bool] = json.loads(verdicts.read_text())
        return right

    return judge


def _java(codes: list[str]) -> list[bool]:
    data = struct.pack(">i", len(codes))
    for code in codes:
        encoded = code.encode()
        data += struct.pack(">i", len(encoded)) + encoded
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, "Main.java")
        program.write_text(_JAVA)
        done = subprocess.run(["java", str(program)], input=data, capture_output=True, check=True)
    return [verdict == ord("1") for verdict in done.stdout]
