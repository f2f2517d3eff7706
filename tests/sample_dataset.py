"""Small datasets on disk, and conversations in memory."""

from __future__ import annotations

import re
from pathlib import Path

from codetutor_lint.artifacts.conversations import Conversation
from codetutor_lint.cli import main
from codetutor_lint.config import Config, load_config

BASE = (Path(__file__).parent / "rules" / "base.yaml").read_text(encoding="utf-8")


class Dataset:
    """A dataset in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "datasets"
        root.mkdir(parents=True, exist_ok=True)
        self.configure("")

    @property
    def config(self) -> Config:
        return load_config(file=self.root / "pyproject.toml")

    def configure(self, lines: str) -> None:
        """Without other ``lines`` examples may resemble each other."""
        table = lines or 'ignore = ["CT7"]'
        (self.root / "pyproject.toml").write_text(f"[tool.codetutor-lint]\n{table}\n", encoding="utf-8")

    def add(self, identity: str, question: str = "", text: str = "", **keys: str) -> Path:
        """An example like ``base.yaml``; ``text`` goes into its explanation, ``keys`` replace or add keys."""
        content = BASE.replace("How do I repeat something in Python?", question or f"What is {identity}?")
        words = text or f"This one is about {identity.replace('/', ' and ').replace('-', ' ')}."
        content = content.replace("  simple_explanation: |\n", f"  simple_explanation: |\n    {words}\n\n")
        for key, value in keys.items():
            content = re.sub(rf"^{key}: .*\n", "", content, flags=re.MULTILINE)
            content = content.replace("\nanswer:\n", f"\n{key}: {value}\nanswer:\n")
        path = self.root / "examples" / f"{identity}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
        return path

    def run(self, command: str, *arguments: str) -> int:
        """Run a command of the CLI on this dataset; its exit code."""
        return main([command, "--config", str(self.root / "pyproject.toml"), *arguments])

    def built(self) -> dict[str, bytes]:
        """The files of the build, by name."""
        return contents(self.out)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def conversation(identity: str, **values: object) -> Conversation:
    """A conversation that is built, unless ``status`` says otherwise."""
    usual: dict[str, object] = {
        "id": identity,
        "path": f"examples/{identity}.yaml",
        "line": 7,
        "system": "You teach.",
        "user": f"What is {identity}?",
        "assistant": f"1️⃣ ANALOGY\n\n{identity}",
        "language": "python",
        "level": "beginner",
        "kind": "concept",
        "mode": "default",
        "topic": identity.split("/", 1)[0],
        "tags": (),
        "family": identity,
        "status": None,
    }
    return Conversation(**(usual | values))  # type: ignore[arg-type]
