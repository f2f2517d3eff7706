"""What is opened, what is only reported, and under which name."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from codetutor_lint.config import Config, load_config
from codetutor_lint.corpus.collection import collect, document_from_bytes, found_by_name, read_document
from codetutor_lint.corpus.shown import escape, shown_path
from codetutor_lint.errors import UsageError
from codetutor_lint.model.document import MAX_BYTES


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.codetutor-lint]\n", encoding="utf-8")
    return load_config(tmp_path)


def touch(path: str | bytes) -> None:
    file = Path(os.fsdecode(path))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"question: |\n  What is a loop?\n")


def found(config: Config, *paths: str) -> list[tuple[str, str, str]]:
    return [(item.shown, item.id, item.foreign) for item in collect(config, [Path(path) for path in paths])]


def test_examples_are_sorted_by_id(config: Config) -> None:
    for name in ("b/a", "a/b", "a/a-b", "a/a"):
        touch(f"examples/{name}.yaml")
    assert [identity for _, identity, _ in found(config)] == ["a/a", "a/a-b", "a/b", "b/a"]


def test_a_missing_root_is_a_usage_error(config: Config) -> None:
    with pytest.raises(UsageError, match="examples: no such folder; set 'examples'"):
        collect(config)


@pytest.mark.parametrize("path", ["missing", "examples/missing.yaml", "a\nb"])
def test_a_missing_path_is_a_usage_error_on_one_line(config: Config, path: str) -> None:
    with pytest.raises(UsageError, match="no such file") as error:
        collect(config, [Path(path)])
    assert "\n" not in str(error.value)


def test_a_file_is_found_once(config: Config) -> None:
    touch("examples/a/x.yaml")
    assert len(found(config, "examples", "examples/a", "examples/a/x.yaml", "examples/../examples")) == 1


def test_a_file_outside_has_the_id_of_its_folder_and_stem(config: Config) -> None:
    touch("examples/a/x.yaml")
    touch("elsewhere/My Folder/Some_File.yaml")
    [item] = collect(config, [Path("elsewhere/My Folder/Some_File.yaml")])
    assert (item.id, item.foreign, item.in_root) == ("My Folder/Some_File", "", False)


def test_a_folder_outside_is_taken_as_a_root(config: Config) -> None:
    touch("other/a/x.yaml")
    touch("other/x.yaml")
    assert found(config, "other") == [("other/a/x.yaml", "a/x", ""), ("other/x.yaml", "x", "depth")]


def test_a_folder_around_the_root_means_the_root(config: Config) -> None:
    touch("examples/a/x.yaml")
    touch("notes.txt")
    assert found(config, ".") == [("examples/a/x.yaml", "a/x", "")]


def test_a_topic_is_checked_alone(config: Config) -> None:
    touch("examples/a/x.yaml")
    touch("examples/b/x.yaml")
    assert found(config, "examples/b") == [("examples/b/x.yaml", "b/x", "")]


@pytest.mark.parametrize(
    ("path", "named", "kind"),
    [
        ("examples/.a", "examples/.a", "hidden"),
        ("examples/a.yaml", "examples/a.yaml", "folder"),
        ("examples/a/b", "examples/a/b/x.yaml", "depth"),
        ("examples/a/b/c", "examples/a/b/c/x.yaml", "depth"),
    ],
)
def test_a_foreign_folder_stays_foreign_when_it_is_named(config: Config, path: str, named: str, kind: str) -> None:
    touch(f"{path}/x.yaml")
    assert [(shown, foreign) for shown, _, foreign in found(config, path)] == [(named, kind)]


def test_the_root_itself_may_be_a_link(config: Config) -> None:
    touch("data/a/x.yaml")
    Path("examples").symlink_to("data")
    assert found(config) == [("examples/a/x.yaml", "a/x", "")]


def test_links_below_the_root_are_reported_wherever_they_are(config: Config) -> None:
    touch("data/a/x.yaml")
    touch("examples/a/x.yaml")
    Path("examples/b").symlink_to("../data/a")
    Path("examples/a/y.yaml").symlink_to("x.yaml")
    Path("examples/a/dead.yaml").symlink_to("nowhere")
    Path("examples/a/deep").mkdir()
    Path("examples/a/deep/c").symlink_to("../../../data")
    assert [(shown, kind) for shown, _, kind in found(config) if kind] == [
        ("examples/a/dead.yaml", "link"),
        ("examples/a/deep/c", "depth"),
        ("examples/a/y.yaml", "link"),
        ("examples/b", "link"),
    ]
    assert found(config, "examples/a/y.yaml") == [("examples/a/y.yaml", "a/y", "link")]


def test_a_link_from_elsewhere_is_followed(config: Config) -> None:
    touch("data/x.yaml")
    Path("link.yaml").symlink_to("data/x.yaml")
    [item] = collect(config, [Path("link.yaml")])
    assert read_document(item).data == {"question": "What is a loop?\n"}


def test_devices_are_never_opened(config: Config) -> None:
    Path("examples/a").mkdir(parents=True)
    os.mkfifo("examples/a/pipe.yaml")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("examples/a/socket.yaml")
        items = collect(config)
    assert [(item.foreign, item.detail) for item in items] == [("device", "named pipe"), ("device", "socket")]
    assert all(read_document(item).faults[0].kind == "foreign-device" for item in items)
    os.mkfifo("pipe.yaml")
    assert [item.foreign for item in collect(config, [Path("pipe.yaml"), Path("/dev/null")])] == ["device", "device"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"new\nline.yaml", r"new\nline.yaml"),
        (b"\x1b[31mred.yaml", r"\x1b[31mred.yaml"),
        (b"\xff.yaml", r"\udcff.yaml"),
        ("\u202efdp.yaml".encode(), r"\u202efdp.yaml"),
        ("a\u200bb.yaml".encode(), r"a\u200bb.yaml"),
        ("größe.yaml".encode(), "größe.yaml"),
        (b"a b'c\"d.yaml", "a b'c\"d.yaml"),
        (b".yaml", ".yaml"),
    ],
)
def test_hostile_names_are_shown_harmlessly(config: Config, name: bytes, shown: str) -> None:
    touch(b"examples/a/" + name)
    assert [item[0] for item in found(config)] == [f"examples/a/{shown}"]


def test_hostile_extensions_are_shown_harmlessly(config: Config) -> None:
    touch(b"examples/a/x.\xff\x1b")
    assert [item.detail for item in collect(config)] == [r".\udcff\x1b"]


@pytest.mark.parametrize("pattern", ["examples/old", "examples/old/", "examples/old/*", "examples/*/x.yaml"])
def test_what_is_excluded_is_left_out_even_if_it_is_named(config: Config, pattern: str) -> None:
    touch("examples/old/x.yaml")
    touch("examples/new/y.yaml")
    config = config._replace(exclude=(pattern,))
    assert [identity for _, identity, _ in found(config)] == ["new/y"]
    assert found(config, "examples/old/x.yaml") == []


def test_names_are_judged_without_a_file(config: Config) -> None:
    assert found_by_name(config, Path("examples/a/x.yaml")).id == "a/x"
    assert found_by_name(config, Path("examples/x.yaml")).foreign == "depth"
    assert found_by_name(config, Path("examples/a/x.txt")).foreign == "extension"
    assert found_by_name(config, Path("a/x.txt")).id == "a/x.txt"


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(config: Config) -> None:
    touch("examples/a/x.yaml")
    [item] = collect(config)
    content = b"question: |\n  " + b"x" * (MAX_BYTES - 15) + b"\n"
    assert len(content) == MAX_BYTES
    assert document_from_bytes(item, content).data is not None
    assert document_from_bytes(item, content + b" ").faults[0].kind == "too-large"
    Path(item.path).write_bytes(content + b" ")
    assert read_document(item).faults[0] == ("too-large", (0, 0), str(MAX_BYTES + 1), -1)


def test_a_file_that_vanishes_is_reported(config: Config) -> None:
    touch("examples/a/x.yaml")
    [item] = collect(config)
    Path(item.path).unlink()
    assert read_document(item).faults[0].kind == "unreadable"


def test_a_folder_that_cannot_be_listed_is_reported(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    touch("examples/a/x.yaml")
    touch("examples/b/x.yaml")
    scan = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("/a"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found(config) == [("examples/a", "a", "unreadable"), ("examples/b/x.yaml", "b/x", "")]


def test_paths_are_shown_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(str(tmp_path / "a" / "b")) == "a/b"
    assert shown_path("/elsewhere/b") == "/elsewhere/b"
    monkeypatch.chdir("/")
    assert shown_path("/etc/hosts") == "etc/hosts"


def test_escaping_leaves_ordinary_text_alone() -> None:
    assert escape("größe 🐍 👩\u200d💻 '\"\\") == "größe 🐍 👩\u200d💻 '\"\\"
