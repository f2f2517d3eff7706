"""Submit key, keys, redaction, loss curve, results, outcomes, pace."""

from __future__ import annotations

import pytest
from bench import FakeClock
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.errors import UsageError
from codetutor_lint.training.jobs import LossPoint
from codetutor_lint.training.keys import read_key
from codetutor_lint.training.loss_curve import draw
from codetutor_lint.training.outcomes import Kind, Outcome
from codetutor_lint.training.pace import Pace
from codetutor_lint.training.redaction import Redactor
from codetutor_lint.training.results import curve_of_results, merged
from codetutor_lint.training.submit_key import attempt_of, mark, submit_key

KEY = submit_key("openai", "m", {"n_epochs": 3}, b"train", b"validation")


@pytest.mark.parametrize(
    "other",
    [
        ("azure", "m", {"n_epochs": 3}, b"train", b"validation"),
        ("openai", "n", {"n_epochs": 3}, b"train", b"validation"),
        ("openai", "m", {"n_epochs": 4}, b"train", b"validation"),
        ("openai", "m", {"n_epochs": 3}, b"train ", b"validation"),
        ("openai", "m", {"n_epochs": 3}, b"train", b""),
        ("openai", "m", {"n_epochs": 3}, b"train", None),
    ],
)
def test_everything_that_decides_what_is_trained_is_in_the_key(other):
    assert submit_key(*other) != KEY


def test_the_order_of_hyperparameters_is_not_in_the_key():
    one = submit_key("p", "m", {"a": 1, "b": 2}, b"", None)
    assert submit_key("p", "m", {"b": 2, "a": 1}, b"", None) == one


@settings(deadline=None)
@given(st.integers(1, 99), st.from_regex(r"[a-z-]{0,24}", fullmatch=True))
def test_a_suffix_tells_its_attempt(attempt, prefix):
    assert attempt_of(f"{prefix}-{mark(KEY, attempt)}", KEY) == attempt


@pytest.mark.parametrize("suffix", [None, "", "codetutor", "ct-000000000000", f"{KEY[:12]}x", f"{KEY[:12]}-x"])
def test_a_foreign_suffix_tells_nothing(suffix):
    assert attempt_of(suffix, KEY) is None


def test_the_environment_comes_before_the_file(tmp_path):
    (tmp_path / ".env").write_text("A_KEY=from-file\nB_KEY='quoted key'\nC_KEY=${HOME}x\n")
    assert read_key("A_KEY", tmp_path, {"A_KEY": "from-environment\n"}) == "from-environment"
    assert read_key("A_KEY", tmp_path, {}) == "from-file"
    assert read_key("C_KEY", tmp_path, {}) == "${HOME}x"


@pytest.mark.parametrize("value", ["a\nb", "a b", "a\x00b", "schlüssel", "a\rb"])
def test_a_key_that_would_break_a_header_is_refused_without_being_shown(tmp_path, value):
    with pytest.raises(UsageError) as raised:
        read_key("A_KEY", tmp_path, {"A_KEY": value})
    assert value not in str(raised.value)


@pytest.mark.parametrize("value", ["", " \n"])
def test_an_empty_key_is_none(tmp_path, value):
    with pytest.raises(UsageError, match="A_KEY is not set"):
        read_key("A_KEY", tmp_path, {"A_KEY": value})


@settings(deadline=None)
@given(st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), min_size=6), st.text(), st.text())
def test_no_text_shows_a_secret(secret, before, after):
    assert secret not in Redactor([secret])(before + secret + after).replace("[key]", "")


def test_a_falling_loss_is_drawn_falling():
    points = [LossPoint(step, 2.0 / step, 3.0 / step if step == 4 else None) for step in range(1, 5)]
    assert draw(points, width=4, height=2) == (
        "training loss",
        "   2.000 ┤█",
        "   0.500 ┤█▆▃▁",
        "         └────",
        "          step 1 to 4; validation loss 0.750 to 0.750, lowest 0.750",
    )


def test_a_flat_or_a_short_curve_is_no_error():
    assert draw([LossPoint(1, 0.5)]) == ()
    assert draw([LossPoint(1, None), LossPoint(2, None)]) == ()
    assert draw([LossPoint(1, 0.5), LossPoint(2, 0.5)])[0] == "training loss"


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), min_size=2, max_size=200))
def test_any_curve_fits_its_frame(losses):
    rows = draw([LossPoint(step, loss) for step, loss in enumerate(losses)], width=20, height=3)
    assert len(rows) == 6
    assert max(map(len, rows[1:4])) <= 30


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"step\n", b"step,train_loss\nx,1\n,2\n", b"<html>"])
def test_a_result_file_that_makes_no_sense_is_an_empty_curve(content):
    assert curve_of_results(content) == []


def test_numbers_that_are_none_are_left_out():
    assert curve_of_results(b"step,train_loss,valid_loss\n1,nan,inf\n") == [LossPoint(1, None, None)]


def test_curves_are_joined_step_by_step():
    first = [LossPoint(1, 0.9), LossPoint(3, 0.5)]
    assert merged(first, [LossPoint(2, 0.7), LossPoint(3, None, 0.6)]) == (
        LossPoint(1, 0.9),
        LossPoint(2, 0.7),
        LossPoint(3, 0.5, 0.6),
    )


def test_exit_codes_are_those_of_the_contract():
    codes = {kind.value: Outcome(kind, "p", "m").exit_code for kind in Kind}
    assert codes == {
        "started": 0,
        "adopted": 0,
        "pending": 0,
        "succeeded": 0,
        "refused": 1,
        "failed": 1,
        "cancelled": 1,
        "timed out": 1,
    }


def test_a_providers_words_stay_on_one_harmless_line():
    outcome = Outcome(Kind.REFUSED, "p", "m", words="first\n::error::second\x1b[2J")
    assert outcome.lines() == ["p: refused: m", "  p says: first ::error::second [2J"]


@settings(deadline=None)
@given(st.floats(0, 1000), st.floats(0.1, 10), st.floats(0.1, 60))
def test_the_last_look_is_at_the_end_of_the_time(total, first, longest):
    clock = FakeClock()
    rounds = list(Pace(clock=clock).rounds(total, first, longest))
    assert rounds == list(range(1, len(rounds) + 1))
    assert clock.slept == pytest.approx(total)
