"""What every fault leads to, compared whole with the page in the documentation."""

from __future__ import annotations

from faults_page import PAGE, page


def test_every_fault_ends_as_the_page_says(starter):
    assert page(starter) == PAGE.read_text(encoding="utf-8")
