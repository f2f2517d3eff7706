"""What can go wrong in a request to a provider, sorted by what it lets us conclude.

The one question that matters after a failed order is whether a job may exist now. ``Unanswered`` is
the only fault that leaves it open.
"""

from __future__ import annotations

# 429 codes that no waiting of minutes cures: quotas and unpaid bills (OpenAI's error codes).
QUOTA_CODES = frozenset({"daily_rate_limit_exceeded", "insufficient_quota", "billing_hard_limit_reached"})
# The wording of OpenAI's only retryable 400: a file straight after its upload.
NOT_READY_WORDS = ("still being processed", "not ready", "not finished processing")


class ProviderFault(Exception):  # noqa: N818 (the field calls them faults)
    """A request that brought no result; ``words`` are the provider's or the network's.

    ``file`` is ``train`` or ``validation`` when it is known which of them is at fault.
    """

    file: str | None = None

    def __init__(self, words: str, *, status: int | None = None, code: str | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.status = status
        self.code = code

    @property
    def quotation(self) -> str | None:
        """The words if they are the provider's own, not the network's."""
        return self.words if self.status is not None else None


class Unreachable(ProviderFault):
    """No connection was made, so nothing was asked."""


class Unanswered(ProviderFault):
    """Asked, and the answer is lost or useless: a timeout, a broken connection, a 5xx, not JSON."""


class Throttled(ProviderFault):
    """Turned away for now; ``after`` is the wait in seconds that the provider asks for."""

    after: float | None = None


class NotReady(ProviderFault):
    """A file that the provider is still reading."""


class Missing(ProviderFault):
    """There is no such job, file or model for this key."""


class Duplicate(ProviderFault):
    """The provider says that it has this job already."""


class Rejected(ProviderFault):
    """A definite no."""


def fault(status: int, words: str, code: str | None = None, after: float | None = None) -> ProviderFault:
    """Sort an HTTP error by its status, its error code and, for one case, its wording."""
    if status == 429:
        return _too_many(words, code, after)
    return _fault_type(status, words)(words, status=status, code=code)


def _fault_type(status: int, words: str) -> type[ProviderFault]:
    if status >= 500 or status == 408:
        return Unanswered
    if status == 404:
        return Missing
    if status == 409:
        return Duplicate
    if status == 400 and any(phrase in words.lower() for phrase in NOT_READY_WORDS):
        return NotReady
    return Rejected


def _too_many(words: str, code: str | None, after: float | None) -> ProviderFault:
    if code in QUOTA_CODES:
        return Rejected(words, status=429, code=code)
    throttled = Throttled(words, status=429, code=code)
    throttled.after = after
    return throttled
