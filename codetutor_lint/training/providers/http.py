"""The one HTTP client of the hosted providers: it keeps the service's date and sorts failures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from codetutor_lint.errors import UsageError
from codetutor_lint.training.faults import ProviderFault, Unanswered, Unreachable
from codetutor_lint.training.redaction import Redactor

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")
INSTALL = "pip install 'codetutor-lint[train]'"


def sdk(name: str) -> Any:
    """Import a provider's package. Raises ``UsageError`` that says how to install it."""
    try:
        return import_module(name)
    except ImportError:
        raise UsageError(f"training with a hosted provider needs its SDKs: {INSTALL}") from None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The wait in seconds that a service asks for, if it names one as a number."""
    text = headers.get("retry-after", "")
    return float(text) if text.isdecimal() else None


class Wire:
    """An ``httpx2`` client for one service, and the date in the service's last answer."""

    def __init__(self, redact: Redactor, timeout: float) -> None:
        httpx2 = sdk("httpx2")
        self.today: date | None = None
        self._redact = redact
        self._errors = httpx2
        self.certificates = _certificates()
        self.client = httpx2.Client(
            verify=self.certificates,
            timeout=timeout,
            follow_redirects=True,
            event_hooks={"response": [self._note_date]},
        )

    def ask(self, request: Callable[[], T], status: Callable[[Exception], ProviderFault | None]) -> T:
        """Run ``request``; whatever goes wrong comes out as a ``ProviderFault`` without a key in it.

        ``status`` turns an SDK's error for an HTTP status into a fault, and any other into None.
        """
        try:
            return request()
        except ProviderFault as fault:
            raise self._clean(fault) from None
        except Exception as error:
            raise self._clean(status(error) or self._broken(error)) from None

    def _broken(self, error: Exception) -> ProviderFault:
        cause = _root(error)
        words = str(cause) or type(cause).__name__
        if isinstance(cause, self._errors.ConnectError | self._errors.ConnectTimeout | self._errors.PoolTimeout):
            return Unreachable(words)
        if isinstance(cause, self._errors.TimeoutException):
            return Unanswered("no answer in time")
        if isinstance(cause, self._errors.TransportError):
            return Unanswered(f"the connection broke: {words}")
        return Unanswered(f"the answer is not one that the API document describes ({type(error).__name__})")

    def _clean(self, fault: ProviderFault) -> ProviderFault:
        fault.words = self._redact(fault.words)
        fault.args = (fault.words,)
        return fault

    def _note_date(self, response: httpx2.Response) -> None:
        try:
            self.today = parsedate_to_datetime(response.headers["date"]).date()
        except (KeyError, ValueError):
            self.today = None


@cache
def _certificates() -> Any:
    """The certificates that are trusted; loading them takes longer than everything else here."""
    return sdk("httpx2").create_ssl_context()


def _root(error: BaseException) -> BaseException:
    """The network's own error behind what an SDK made of it."""
    while error.__cause__ is not None and type(error).__module__.partition(".")[0] != "httpx2":
        error = error.__cause__
    return error
