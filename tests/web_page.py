"""A page in a headless browser: what it asks for, what it complains about, and how accessible it is."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDE, NARROW = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
_RUN_AXE = "axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', "
_RUN_AXE += "'wcag22aa', 'best-practice']})"


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Chromium without a window; the test is skipped where it or Playwright is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
    program = os.environ.get("CODETUTOR_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("needs Chromium (apt-get install chromium, or CODETUTOR_CHROMIUM)")
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


class Visit:
    """One opened page; ``complaints`` are its errors, messages and dialogs, ``requests`` what it asked for."""

    def __init__(self, browser: Browser, path: Path, hash: str = "", **options: Any) -> None:
        self._context = browser.new_context(**options)
        self.page: Page = self._context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.address = path.as_uri()
        self.page.goto(self.address + hash)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *exception: object) -> None:
        self._context.close()

    @property
    def foreign_requests(self) -> list[str]:
        """What was asked for besides the page itself and what stands in it."""
        return [url for url in self.requests if url.split("#")[0] != self.address and not url.startswith("data:")]

    def violations(self) -> list[str]:
        """What axe finds, one line each; the test is skipped without axe."""
        script = os.environ.get("CODETUTOR_AXE")
        if not script:
            pytest.skip("needs axe-core (npm install axe-core; CODETUTOR_AXE=node_modules/axe-core/axe.min.js)")
        self.page.evaluate(Path(script).read_text(encoding="utf-8"))
        found = self.page.evaluate(_RUN_AXE)["violations"]
        return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]

    def _dismiss(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()
