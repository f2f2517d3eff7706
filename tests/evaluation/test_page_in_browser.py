"""The evaluation's page in Chromium: filters, both sides, accessibility, and hostile replies that stay text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("jinja2", reason="needs the extra 'html' (jinja2)")
from loopback_model import GOOD
from web_page import NARROW, WIDE, Visit, open_browser

from codetutor_lint.evaluation.grading import Grader
from codetutor_lint.evaluation.replies import Reply
from codetutor_lint.evaluation.report import evaluate
from codetutor_lint.evaluation.reports import render_evaluation
from codetutor_lint.rules.registry import load_rules

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) </script> @everyone"
SHOWN = ".list li:not([hidden])"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    grader = Grader(frozenset(load_rules()))
    tuned = grader.grade([reply("tuned", 0, GOOD), reply("tuned", 1, HOSTILE), reply("tuned", 2, GOOD[:800], "length")])
    base = grader.grade([reply("base", number, "It depends.") for number in range(3)])
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(render_evaluation("html", evaluate("tuned", tuned, baseline=("base", base))), encoding="utf-8")
    return file


def reply(model: str, number: int, text: str, finish_reason: str = "stop") -> Reply:
    return Reply(
        key=f"{model}{number}",
        model=model,
        id=f"loops/q{number}",
        system="s",
        user=f"How do I loop {number} times?",
        language="python",
        level="beginner",
        mode="default",
        topic="loops",
        reply=text,
        finish_reason=finish_reason,
    )


def test_failed_replies_can_be_filtered(browser: Browser, path: Path) -> None:
    with Visit(browser, path, "#replies") as visit:
        visit.page.get_by_label("Result").select_option("failed")
        assert visit.page.locator(SHOWN).count() == 1


def test_a_reply_opens_with_the_baseline_s_beside_it(browser: Browser, path: Path) -> None:
    with Visit(browser, path, "#replies/loops/q0") as visit:
        sides = visit.page.locator("section.side:visible")
        assert [sides.nth(number).get_attribute("aria-label") for number in range(2)] == ["tuned", "base"]


def test_hostile_replies_stay_text(browser: Browser, path: Path) -> None:
    with Visit(browser, path, "#replies/loops/q1") as visit:
        assert "<script>alert(1)</script>" in visit.page.locator("section.side:visible").first.inner_text()
        assert (visit.complaints, visit.foreign_requests) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("view", ["#overview", "#replies/loops/q1"])
def test_it_is_accessible(browser: Browser, path: Path, scheme: str, size: dict, view: str) -> None:
    with Visit(browser, path, view, color_scheme=scheme, viewport=size) as visit:
        assert visit.violations() == []
