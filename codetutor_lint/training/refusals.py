"""What a provider's fault means for a person: what happened, and what to do."""

from __future__ import annotations

from codetutor_lint.training.faults import Missing, NotReady, ProviderFault, Rejected, Throttled, Unreachable
from codetutor_lint.training.orders import Order
from codetutor_lint.training.outcomes import Kind, Outcome
from codetutor_lint.training.terms import STILL_WORKS

OPEN_WEIGHTS = "mistralai/Mistral-7B-Instruct-v0.3"
MISTRAL_STILL_WORKS = f'{STILL_WORKS} (for Mistral\'s own open weights set model = "{OPEN_WEIGHTS}" there)'
CLOSED = frozenset({"training_not_available", "no_capability"})


def outcome_of_fault(order: Order, fault: ProviderFault) -> Outcome:
    """The outcome when an order ended in ``fault`` before there was a job."""
    if isinstance(fault, Missing):
        message = f"not found{_code(fault)}: the model {order.model}, or the service's address"
        return _refused(order, fault, message, _still(order))
    if isinstance(fault, Rejected):
        message, hint = _rejection(order, fault)
        return _refused(order, fault, message, hint)
    return Outcome(
        Kind.TIMED_OUT,
        order.provider,
        _passing(fault),
        words=fault.quotation,
        hint="nothing was ordered now; start again later",
    )


def _rejection(order: Order, fault: Rejected) -> tuple[str, str | None]:
    settings = order.settings
    variable = getattr(settings, "api_key_env", None)
    if fault.code in CLOSED or _says_closed(fault):
        return f"it does not fine-tune {order.model} for this account{_code(fault)}", _still(order)
    if fault.status == 401:
        return f"it does not accept the key in {variable} (401)", "make a new key, or check base-url"
    if fault.status == 403:
        return f"the key in {variable} may not do this{_code(fault)}", "ask the account's owner for the right"
    if fault.status == 409:
        return "it says that it has such a job already (409), and lists none", None
    if fault.status == 429:
        return f"a quota is used up{_code(fault)}", "start again when the quota is renewed or raised"
    if fault.code == "bad_file":
        return "it can't use the file", "repair the named examples, build and start again"
    return f"it does not take the order{_code(fault)}", None


def _says_closed(fault: Rejected) -> bool:
    return fault.status == 422 and "not available for this type of fine-tuning" in fault.words


def _passing(fault: ProviderFault) -> str:
    if isinstance(fault, Unreachable):
        return f"it can't be reached ({fault.words})"
    if isinstance(fault, NotReady):
        return "it is still reading the file"
    if isinstance(fault, Throttled):
        return "it turns requests away for now (429)"
    if fault.status:
        return f"no usable answer ({fault.status}), asked several times"
    return f"no usable answer, asked several times ({fault.words})"


def _refused(order: Order, fault: ProviderFault, message: str, hint: str | None) -> Outcome:
    return Outcome(Kind.REFUSED, order.provider, message, words=fault.words, blamed=fault.file, hint=hint)


def _still(order: Order) -> str:
    return MISTRAL_STILL_WORKS if order.settings.type == "mistral" else STILL_WORKS


def _code(fault: ProviderFault) -> str:
    parts = [str(part) for part in (fault.status, fault.code) if part and part != "no_capability"]
    return f" ({' '.join(parts)})" if parts else ""
