"""``train plan`` foretells what ``start`` does, offline."""

from __future__ import annotations

from datetime import date

import pytest
from bench import Bench, FolderSources, make_project

from codetutor_lint.errors import UsageError
from codetutor_lint.training.plan import lines, plan

DAY = date(2026, 11, 23)
PLAN = """\
openai
  model      gpt-4.1-mini-2025-04-14
  rows       12 for training, 2 for validation
  cost       195 tokens × 3 epochs, about 0.01 USD (price known 2026-11-22)
  limits     12 rows, at least 10; largest file 780 bytes, at most 536,870,912; longest line 64 bytes, safe up to \
65,536 tokens
  offer      since 2026-07-02: supervised fine-tuning jobs, for organizations that had fine-tuned before and used a \
tuned model in the last 60 days
  lifetime   jobs until 2027-01-06, model until 2027-01-14; known 2026-11-22, \
https://developers.openai.com/api/docs/deprecations
  submit key KEY
  run        codetutor-lint train start --provider openai"""


def planned(bench, name="openai", limit=None, day=DAY):
    return plan(bench.config, [name], limit, FolderSources(), day)[0]


def test_the_plan_of_openai(tmp_path, openai_service):
    bench = Bench(make_project(tmp_path), openai_service)
    bench.start()
    found = planned(bench)
    assert "\n".join(lines(found)) == PLAN.replace("KEY", bench.records()[0].submit_key)


@pytest.mark.parametrize("limit", [None, 10])
def test_plan_and_start_agree_on_key_and_cost(tmp_path, openai_service, limit):
    bench = Bench(make_project(tmp_path), openai_service)
    bench.start(limit=limit)
    (record,) = bench.records()
    found = planned(bench, limit=limit)
    assert (found.submit_key, found.estimate) == (record.submit_key, record.estimate)


def test_a_limit_is_in_the_command(tmp_path):
    found = planned(Bench(make_project(tmp_path), None), limit=10)
    assert found.commands == ("codetutor-lint train start --provider openai --limit 10",)
    assert (found.rows_train, found.rows_validation) == (10, 2)


def test_everything_for_which_start_would_refuse_is_a_warning(tmp_path):
    settings = "[tool.codetutor-lint.providers.openai]\nprice-per-million-tokens = 10000\nmax-cost = 1\n"
    bench = Bench(make_project(tmp_path, settings), None)
    found = planned(bench, limit=4, day=date(2026, 12, 20))
    assert found.warnings == (
        "limit broken: 4 rows, at least 10",
        "it would cost up to 1.95 USD, and max-cost is 1.00 USD",
        "the model ends on 2027-01-14, in 25 days (min-lifetime-days is 30)",
    )
    assert "  warning    limit broken: 4 rows, at least 10" in lines(found)


def test_a_price_that_is_not_known_is_said(tmp_path):
    bench = Bench(make_project(tmp_path), None)
    assert "  cost       195 tokens × 3 epochs, price not known" in lines(planned(bench, "mistral"))


def test_a_plan_needs_no_build(tmp_path):
    bench = Bench(make_project(tmp_path), None)
    (tmp_path / "datasets" / "SHA256SUMS").unlink()
    assert planned(bench).rows_train == 12


def test_a_mistake_in_a_table_is_an_error(tmp_path):
    bench = Bench(make_project(tmp_path, "[tool.codetutor-lint.providers.openai]\nepoch = 1\n"), None)
    with pytest.raises(UsageError, match="did you mean 'epochs'"):
        planned(bench)
