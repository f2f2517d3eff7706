"""The page in Chromium: browsing, themes, sizes, accessibility, and hostile examples that stay text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("jinja2", reason="needs the extra 'html' (jinja2)")
from hostile import hostile_conversation
from sample_dataset import Dataset
from web_page import NARROW, WIDE, Visit, open_browser

from codetutor_lint.artifacts.prices import Rate
from codetutor_lint.artifacts.statistics.gather import Gathered, gather
from codetutor_lint.artifacts.statistics.html import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

LOOKS = [
    pytest.param(scheme, size, id=f"{scheme}-{name}")
    for scheme in ("light", "dark")
    for name, size in (("wide", WIDE), ("narrow", NARROW))
]
COVERAGE = {"topics": {"loops": 6, "recursion": 4}, "levels": {"beginner": 6, "advanced": 4}}
RATES = [Rate("openai", "tutor-1", "openai", 3, True, 5.0, 0.8, 3.2), Rate("mistral", "tutor-2", "mistral", 3)]
SHOWN = ".list li:not([hidden])"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    dataset = Dataset(tmp_path_factory.mktemp("dataset"))
    for topic in ("loops", "strings", "types"):
        for number, mode in enumerate(("default", "strict", "beginner", "engineer")):
            dataset.add(f"{topic}/lesson-{number}", mode=mode)
    dataset.add(
        "git/undo",
        question="How do I undo a commit with `git revert`?",
        text="Zebra-striped history: `a != b`.",
        level="advanced",
    )
    return gather(dataset.config._replace(coverage=COVERAGE), RATES)


@pytest.fixture(scope="module")
def path(examples: Gathered, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(report(examples), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def hostile_path(examples: Gathered, tmp_path_factory: pytest.TempPathFactory) -> Path:
    word = "\"'><img src=x onerror=pwned=1><script>pwned=1</script>"
    figures = replace(
        examples.statistics, counts={key: {word: 1} for key in examples.statistics.counts}, broken=(word,)
    )
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    path.write_text(report(Gathered(figures, [hostile_conversation()])), encoding="utf-8")
    return path


@pytest.fixture
def visit(browser: Browser, path: Path) -> Iterator[Visit]:
    with Visit(browser, path, viewport=WIDE) as opened:
        yield opened
        assert opened.complaints == []
        assert opened.foreign_requests == []


def shown(visit: Visit) -> list[str]:
    """The ids of the examples in the list, in order."""
    links = visit.page.locator(f"{SHOWN} a")
    return [link.get_attribute("href").removeprefix("#examples/") for link in links.all()]


def search(visit: Visit, words: str, found: int) -> list[str]:
    """Type into the search field and wait for the number of examples that is expected."""
    from playwright.sync_api import expect

    visit.page.get_by_label("Search").fill(words)
    expect(visit.page.get_by_role("status")).to_have_text(f"{found} example{'' if found == 1 else 's'}")
    return shown(visit)


def test_the_overview_comes_first(visit: Visit) -> None:
    assert visit.page.get_by_role("heading", name="Overview").is_visible()
    assert not visit.page.get_by_label("Search").is_visible()
    assert visit.page.title() == "Overview · CodeTutor dataset"


def test_search_finds_words_anywhere_in_an_example(visit: Visit) -> None:
    visit.page.get_by_role("link", name="Examples", exact=True).click()
    assert len(shown(visit)) == 13
    assert search(visit, "zebra", 1) == ["git/undo"]


@pytest.mark.parametrize("words", ["zeb", "zebbra", "striped ZEBRA", "a != b", "!="])
def test_search_forgives(visit: Visit, words: str) -> None:
    visit.page.goto(f"{visit.address}#examples")
    assert search(visit, words, 1) == ["git/undo"]


def test_search_that_finds_nothing_says_so_and_can_be_cleared(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}#examples")
    assert search(visit, "xylophone", 0) == []
    visit.page.get_by_role("button", name="Clear").click()
    assert len(shown(visit)) == 13


def test_filters_narrow_the_list_together(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}#examples")
    visit.page.locator("select[name=mode]").select_option("strict")
    visit.page.locator("select[name=topic]").select_option("types")
    assert shown(visit) == ["types/lesson-1"]


def test_search_and_filters_work_together(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}#examples")
    visit.page.locator("select[name=level]").select_option("beginner")
    assert search(visit, "zebra", 0) == []


def test_a_bar_leads_to_its_examples(visit: Visit) -> None:
    visit.page.get_by_role("link", name="strings", exact=True).first.click()
    assert shown(visit) == [f"strings/lesson-{number}" for number in range(4)]
    assert visit.page.locator("select[name=topic]").input_value() == "strings"


def test_a_square_of_the_matrix_leads_to_its_examples(visit: Visit) -> None:
    visit.page.get_by_title("git, advanced: 1").click()
    assert shown(visit) == ["git/undo"]


def test_an_example_opens_and_takes_the_focus(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}#examples")
    visit.page.locator(f"{SHOWN} a").first.click()
    article = visit.page.locator("article.current")
    assert article.get_attribute("id") == "examples/git/undo"
    assert article.evaluate("(article) => article === document.activeElement")
    assert "1️⃣ ANALOGY" in article.inner_text()
    assert visit.page.title().startswith("How do I undo a commit")


def test_an_address_opens_its_example(browser: Browser, path: Path) -> None:
    with Visit(browser, path, "#examples/types/lesson-2", viewport=WIDE) as visit:
        assert visit.page.locator("article.current").get_attribute("id") == "examples/types/lesson-2"
        assert visit.page.locator("[aria-current=true]").inner_text().startswith("What is types/lesson-2?")


@pytest.mark.parametrize("address", ["#nowhere/at-all", "#%zz", "#?topic=x"])
def test_an_unknown_address_shows_the_overview(browser: Browser, path: Path, address: str) -> None:
    with Visit(browser, path, address, viewport=WIDE) as visit:
        assert visit.page.get_by_role("heading", name="Overview").is_visible()
        assert visit.complaints == []


def test_back_returns_to_the_list(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}#examples")
    visit.page.locator(f"{SHOWN} a").first.click()
    visit.page.go_back()
    assert visit.page.locator("article.current").count() == 0


def test_next_and_previous_follow_the_filtered_list(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}#examples?mode=strict")
    visit.page.locator(f"{SHOWN} a").first.click()
    visit.page.get_by_role("link", name="Next").click()
    assert visit.page.locator("article.current").get_attribute("id") == "examples/strings/lesson-1"
    visit.page.get_by_role("link", name="Previous").click()
    assert visit.page.locator("article.current").get_attribute("id") == "examples/loops/lesson-1"
    assert visit.page.locator(".turn .previous").get_attribute("href") is None


def test_everything_is_reached_by_keyboard(visit: Visit) -> None:
    keyboard = visit.page.keyboard
    keyboard.press("Tab")
    assert visit.page.locator(":focus").inner_text() == "Skip to the content"
    visit.page.goto(f"{visit.address}#examples")
    visit.page.get_by_label("Search").focus()
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowUp")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    assert visit.page.locator("article.current").get_attribute("id") == "examples/loops/lesson-0"
    keyboard.press("Tab")
    assert visit.page.locator(":focus").evaluate("(one) => one.closest('article')?.id") == "examples/loops/lesson-0"


def test_copy_puts_the_code_on_the_clipboard(browser: Browser, path: Path) -> None:
    options = {"viewport": WIDE, "permissions": ["clipboard-read", "clipboard-write"]}
    with Visit(browser, path, "#examples/types/lesson-0", **options) as visit:
        figure = visit.page.locator("article.current figure.code-source").first
        figure.get_by_role("button").click()
        figure.get_by_text("Copied").wait_for()
        copied = visit.page.evaluate("navigator.clipboard.readText()")
        assert copied == figure.locator("code").inner_text()
        assert "print" in copied


def test_copying_needs_no_permission(browser: Browser, path: Path) -> None:
    with Visit(browser, path, "#examples/types/lesson-0", viewport=WIDE) as visit:
        visit.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
        figure = visit.page.locator("article.current figure.code-source").first
        figure.get_by_role("button").click()
        figure.get_by_text("Copied").wait_for()
        assert visit.complaints == []


def test_the_theme_is_the_systems_until_one_is_chosen(browser: Browser, path: Path) -> None:
    with Visit(browser, path, color_scheme="dark", viewport=WIDE) as visit:
        ground = "getComputedStyle(document.body).backgroundColor"
        dark = visit.page.evaluate(ground)
        button = visit.page.get_by_role("button", name="Theme")
        button.click()
        assert button.inner_text() == "Theme: light"
        assert visit.page.evaluate(ground) != dark
        visit.page.reload()
        assert button.inner_text() == "Theme: light"
        button.click()
        assert visit.page.evaluate(ground) == dark
        button.click()
        assert button.inner_text() == "Theme: auto"


@pytest.mark.parametrize(("scheme", "size"), LOOKS)
@pytest.mark.parametrize("place", ["", "#examples", "#examples/git/undo"])
def test_the_page_is_accessible_fits_and_is_quiet(
    browser: Browser, path: Path, scheme: str, size: dict[str, int], place: str
) -> None:
    with Visit(browser, path, place, color_scheme=scheme, viewport=size) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert visit.violations() == []
        assert visit.complaints == []
        assert visit.foreign_requests == []


def test_a_narrow_page_shows_the_list_or_an_example(browser: Browser, path: Path) -> None:
    with Visit(browser, path, "#examples", viewport=NARROW) as visit:
        visit.page.locator(f"{SHOWN} a").first.click()
        assert not visit.page.get_by_label("Search").is_visible()
        visit.page.get_by_role("link", name="All examples").click()
        assert visit.page.get_by_label("Search").is_visible()


def test_without_scripts_everything_is_there(browser: Browser, path: Path) -> None:
    with Visit(browser, path, java_script_enabled=False, viewport=WIDE) as visit:
        assert visit.page.get_by_role("heading", name="Overview").is_visible()
        assert visit.page.locator("article").count() == 13
        assert visit.page.locator("article").last.is_visible()


def test_an_empty_dataset_makes_a_page(browser: Browser, dataset: Dataset, tmp_path: Path) -> None:
    (dataset.root / "examples").mkdir()
    file = tmp_path / "empty.html"
    file.write_text(report(gather(dataset.config)), encoding="utf-8")
    with Visit(browser, file, "#examples", viewport=WIDE) as visit:
        assert visit.page.get_by_role("status").inner_text() == "0 examples"
        assert visit.complaints == []
        assert visit.violations() == []


@pytest.mark.parametrize("scripts", [True, False])
def test_hostile_examples_stay_text(browser: Browser, hostile_path: Path, scripts: bool) -> None:
    with Visit(browser, hostile_path, java_script_enabled=scripts, viewport=WIDE) as visit:
        if scripts:
            visit.page.goto(f"{visit.address}#examples")
            visit.page.locator(f"{SHOWN} a").first.click()
            article = visit.page.locator("article.current")
            for button in article.locator("button").all()[:3]:
                button.click()
            for link in article.locator("a").all():
                assert link.evaluate("(link) => link.protocol") in ("http:", "https:", "mailto:")
            assert visit.page.evaluate("typeof pwned") == "undefined"
        assert "<script>pwned = 1</script>" in visit.page.locator("article").first.inner_text()
        assert visit.complaints == []
        assert visit.foreign_requests == []
        assert visit.page.url.split("#")[0] == visit.address


def test_a_page_of_hostile_examples_is_still_accessible(browser: Browser, hostile_path: Path) -> None:
    with Visit(browser, hostile_path, "#examples", viewport=WIDE) as visit:
        assert visit.violations() == []
