"""Putting many questions at once: resumable, within a budget, with progress."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Lock
from typing import TYPE_CHECKING

from codetutor_lint.evaluation.models import Answered, AskError
from codetutor_lint.evaluation.replies import Reply, ReplyStore, request_key
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from codetutor_lint.evaluation.models import Model
    from codetutor_lint.evaluation.questions import Question


class Price(NamedTuple):
    """USD for a million tokens read and written."""

    input: float
    output: float


class Budget:
    """A hard cap in USD. Each question reserves the most it can cost before it is put.

    A text never has more tokens than UTF-8 bytes, which bounds what is read; ``max_tokens`` bounds
    what is written. Without a cap nothing is counted.
    """

    def __init__(self, cap: float | None = None, price: Price | None = None, max_tokens: int = 0) -> None:
        self._cap = cap
        self._price = price or Price(0.0, 0.0)
        self._max_tokens = max_tokens
        self._lock = Lock()
        self.spent = 0.0

    def reserve(self, question: Question) -> float | None:
        """Set aside the most a question can cost; None if that would break the cap."""
        most = self._cost(len((question.system + question.user).encode()), self._max_tokens)
        with self._lock:
            if self._cap is not None and self.spent + most > self._cap:
                return None
            self.spent += most
        return most

    def settle(self, reserved: float, answered: Answered | None) -> None:
        """Replace what was set aside by what was paid, as far as the server says it."""
        if answered is None or answered.input_tokens is None or answered.output_tokens is None:
            return
        with self._lock:
            self.spent += self._cost(answered.input_tokens, answered.output_tokens) - reserved

    def _cost(self, read: int, written: int) -> float:
        return (read * self._price.input + written * self._price.output) / 1e6


class Asked(NamedTuple):
    """What came of asking: a reply for each answered question, in order, and what went wrong."""

    replies: list[Reply]
    failures: list[tuple[Question, str]]
    skipped: int
    new: int


def ask_all(
    model: Model,
    questions: Iterable[Question],
    store: ReplyStore,
    *,
    workers: int = 8,
    budget: Budget | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Asked:
    """Put the questions that ``store`` has no reply to, ``workers`` at a time.

    Each reply is stored before the next is counted. ``skipped`` questions would have broken the
    budget, or came after a failure that concerns them all.
    """
    todo = list(questions)
    keys = {question.id: request_key(model.request(question)) for question in todo}
    open_ones = [question for question in todo if store.get(keys[question.id]) is None]
    run = _Run(model, store, keys, budget or Budget())
    done = len(todo) - len(open_ones)
    progress(done, len(todo))
    with ThreadPoolExecutor(workers) as pool:
        for future in as_completed([pool.submit(run.one, question) for question in open_ones]):
            future.result()
            done += 1
            progress(done, len(todo))
    found = [reply for question in todo if (reply := store.get(keys[question.id]))]
    run.failures.sort(key=lambda failure: failure[0].id)
    return Asked(found, run.failures, run.skipped, run.new)


class _Run:
    """What the workers share."""

    def __init__(self, model: Model, store: ReplyStore, keys: dict[str, str], budget: Budget) -> None:
        self._model, self._store, self._keys, self._budget = model, store, keys, budget
        self._lock = Lock()
        self._hopeless = False
        self.failures: list[tuple[Question, str]] = []
        self.skipped = 0
        self.new = 0

    def one(self, question: Question) -> None:
        """Put one question, unless that is of no use any more."""
        reserved = None if self._hopeless else self._budget.reserve(question)
        if reserved is None:
            with self._lock:
                self.skipped += 1
            return
        answered = None
        try:
            answered = self._model.ask(question)
        except AskError as error:
            with self._lock:
                self.failures.append((question, str(error)))
                self._hopeless = self._hopeless or error.final
            return
        finally:
            self._budget.settle(reserved, answered)
        self._store.add(_reply(self._model.name, self._keys[question.id], question, answered))
        with self._lock:
            self.new += 1


def _reply(model: str, key: str, question: Question, answered: Answered) -> Reply:
    return Reply(
        key=key,
        model=model,
        id=question.id,
        system=question.system,
        user=question.user,
        language=question.language,
        level=question.level,
        mode=question.mode,
        topic=question.topic,
        reply=answered.text.encode(errors="replace").decode(),
        finish_reason=answered.finish_reason,
    )
