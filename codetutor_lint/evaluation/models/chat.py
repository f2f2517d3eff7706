"""Any server that speaks OpenAI's chat completions, through the ``openai`` SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codetutor_lint.errors import UsageError
from codetutor_lint.evaluation.models import Answered, AskError

if TYPE_CHECKING:
    from codetutor_lint.evaluation.questions import Question

RETRIES = 6


class ChatModel:
    """A model behind ``/chat/completions``; no other path of the server is ever used.

    The SDK retries lost connections, 408, 409, 429 and 5xx with growing pauses, and heeds
    ``Retry-After``.
    """

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None,
        key: str,
        max_tokens: int,
        temperature: float = 0.0,
        timeout: float = 120.0,
        retries: int = RETRIES,
    ) -> None:
        try:
            import openai
        except ImportError:
            raise UsageError("asking a model needs: pip install 'codetutor-lint[evaluate]'") from None
        self.name = name
        self._openai = openai
        self._parameters = {
            "max_completion_tokens" if base_url is None else "max_tokens": max_tokens,
            "temperature": temperature,
        }
        self._client = openai.OpenAI(base_url=base_url, api_key=key, timeout=timeout, max_retries=retries)

    def request(self, question: Question) -> dict[str, Any]:
        """The request's body: model, messages, parameters."""
        messages = [{"role": "system", "content": question.system}, {"role": "user", "content": question.user}]
        return {"model": self.name, "messages": messages, **self._parameters}

    def ask(self, question: Question) -> Answered:
        """Put one question; raises AskError with the server's words."""
        try:
            completion = self._client.chat.completions.create(**self.request(question))
        except self._openai.APIStatusError as error:
            raise AskError(
                f"HTTP {error.status_code}: {_words(error)}", final=error.status_code in (401, 403, 404)
            ) from None
        except self._openai.OpenAIError as error:
            raise AskError(_root_words(error)) from None
        except ValueError as error:
            raise AskError(f"the answer is not JSON: {error}") from None
        choices = getattr(completion, "choices", None)
        if not choices or choices[0].message is None:
            raise AskError("the answer has no choices")
        usage = completion.usage
        return Answered(
            choices[0].message.content or "",
            choices[0].finish_reason,
            usage.prompt_tokens if usage else None,
            usage.completion_tokens if usage else None,
        )


def _words(error: Any) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    return str(body.get("message") or error.message)[:300]


def _root_words(error: BaseException) -> str:
    cause = error.__cause__
    return f"{error}" if cause is None else f"{error} ({cause})"[:300]
