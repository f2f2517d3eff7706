"""A CodeTutor application's own HTTP endpoint: the whole way a learner's question goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from codetutor_lint.errors import UsageError
from codetutor_lint.evaluation.models import Answered, AskError

if TYPE_CHECKING:
    from codetutor_lint.evaluation.questions import Question

LONGEST = 4 * 1024 * 1024
PASSING = (408, 425, 429, 500, 502, 503, 504)


class Application:
    """``POST {question, language, provider, mode}``, answered by ``{explanation}``.

    The question goes untagged: telling the mode is the application's work. ``pauses`` are the
    seconds before each further try; a longer ``Retry-After`` is heeded up to a minute.
    """

    def __init__(
        self, url: str, provider: str, *, timeout: float = 120.0, pauses: tuple[float, ...] = (1.0, 4.0, 15.0)
    ) -> None:
        if not url.startswith(("http://", "https://")):
            raise UsageError(f"--endpoint {url}: expected an address that begins with https:// or http://")
        self.name = f"{provider} at {url}"
        self._url = url
        self._provider = provider
        self._timeout = timeout
        self._pauses = pauses

    def request(self, question: Question) -> dict[str, Any]:
        """What is posted, and where."""
        return {"url": self._url, **self._body(question)}

    def ask(self, question: Question) -> Answered:
        """Put one question; raises AskError."""
        from time import sleep

        for pause in (*self._pauses, None):
            try:
                return self._post(question)
            except HTTPError as error:
                if error.code not in PASSING or pause is None:
                    final = error.code in (401, 403, 404, 405)
                    raise AskError(f"HTTP {error.code}: {error.reason}", final=final) from None
                sleep(max(pause, _retry_after(error)))
            except (URLError, OSError) as error:
                if pause is None:
                    raise AskError(f"no connection: {getattr(error, 'reason', error)}") from None
                sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _body(self, question: Question) -> dict[str, str]:
        return {
            "question": question.bare,
            "language": question.language,
            "provider": self._provider,
            "mode": question.mode,
        }

    def _post(self, question: Question) -> Answered:
        body = json.dumps(self._body(question)).encode()
        request = Request(self._url, body, {"Content-Type": "application/json"})
        with urlopen(request, timeout=self._timeout) as response:
            content = response.read(LONGEST + 1)
        try:
            explanation = json.loads(content)["explanation"]
        except (ValueError, KeyError, TypeError):
            raise AskError("the answer has no 'explanation'") from None
        if not isinstance(explanation, str):
            raise AskError("'explanation' is no text")
        return Answered(explanation, None)


def _retry_after(error: HTTPError) -> float:
    value = error.headers.get("Retry-After", "")
    return min(float(value), 60.0) if value.isdigit() else 0.0
