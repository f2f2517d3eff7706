"""CT501 to CT504, CT510 to CT512: what must not be trained on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.characters import encoded, unusual
from codetutor_lint.model.cues import Cues
from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.prose import CODE_SPAN
from codetutor_lint.model.source import Span
from codetutor_lint.rules.diagnostic import WARNING, Edit, Fix, Problem, shortened
from codetutor_lint.rules.personal import find_accounts, find_emails, find_phones
from codetutor_lint.rules.registry import ANSWER, rule
from codetutor_lint.rules.secrets import find_secrets, mask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.answer import Answer

# Tokens by which models tell turns, tools and documents apart; providers refuse them or are misled by them.
_CONTROL_TOKEN = lazy(
    r"<(?:\|[A-Za-z_][\w.:-]*\||｜[^\s<>｜]+｜|</?SYS>"
    r"|/?(?:start_of_turn|end_of_turn|start_of_image|bos|eos|think|thinking|tool_call|tool_response"
    r"|fim_prefix|fim_middle|fim_suffix|file_sep|repo_name))>"
    r"|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT)\]"
)
_TOKEN_CUES = Cues(
    {
        **{word: (f"{word}>",) for word in ("sys", "bos", "eos", "think", "thinking")},
        "turn": ("_of_turn>",),
        "image": ("_of_image>",),
        "fim": ("fim_",),
        "sep": ("file_sep>",),
        "repo": ("repo_name>",),
        "inst": ("inst]",),
        "system": ("system_prompt]",),
        "available": ("available_tools]",),
        "tool": ("tool_",),
    }
)
_ASKING = lazy(r"^[ \t]*(?:#{2,3} )?(?:Human|HUMAN|User|USER|Instruction):", re.MULTILINE)
_ANSWERING_CUES = Cues({word: (f"{word}:",) for word in ("assistant", "ai", "response")})
_ANSWERING = lazy(r"^[ \t]*(?:#{2,3} )?(?:Assistant|ASSISTANT|AI|Response):", re.MULTILINE)

# Found 0 times in 98 million characters of public lessons and documentation. Phrases that were tried and
# dropped: "you are now", "developer mode", "don't tell the user", "new instructions".
_INSTRUCTIONS = (
    (
        Cues(dict.fromkeys(("instruction", "instructions", "prompt", "prompts"), ())),
        r"\b(?:ignore|disregard|forget)\s+(?:\w+\s+){0,3}?(?:previous|prior|above|earlier|preceding|foregoing|all|your)"
        r"\s+(?:\w+\s+){0,2}?(?:instructions?|prompts?)\b"
        r"|\b(?:reveal|print|show|repeat|output|leak|display)\s+(?:me\s+)?(?:your|the)\s+"
        r"(?:system|hidden|initial|secret)\s+(?:prompt|instructions?)\b",
    ),
    (
        Cues(dict.fromkeys(("ai", "llm", "model", "chatbot"), ("if you are", "if you're"))),
        r"\bif you(?: are|'re)\s+(?:an?\s+|the\s+)?(?:ai|llm|(?:large )?language model|chatbot)\b",
    ),
    (Cues({"now": ("from now on",)}), r"\bfrom now on,?\s+(?:respond|answer|reply|act|ignore)\b"),
)
_COMMENT = lazy(r"<!--.*?(?:-->|\Z)", re.DOTALL)

_LINK = lazy(r"http://([\w.-]+|\[[\da-fA-F:]+\])[^\s<>\"'`)\]}|\\]*")
# Hosts of this machine, of private networks, or reserved for examples; and one word, as services in a network have.
_LOCAL_HOST = lazy(
    r"[\w-]+|\[.*\]|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|169\.254\.[\d.]+"
    r"|203\.0\.113\.\d+|198\.51\.100\.\d+|192\.0\.2\.\d+"
    r"|(?:.*\.)?(?:example(?:\.(?:com|org|net|edu))?|test|invalid|localhost|local|internal|lan)|host\.docker\.internal"
)
# Names of XML namespaces and formats look like links, but are only names.
_NAMESPACE = lazy(
    r"(?:www\.)?w3\.org|schemas\.[\w.]+|xmlns\.[\w.]+|java\.sun\.com|json-schema\.org|maven\.apache\.org"
    r"|purl\.org|ns\.adobe\.com|xml\.apache\.org|www\.springframework\.org|xmlpull\.org|www\.sitemaps\.org|ogp\.me"
)
_SERVES_HTTPS = lazy(
    r"(?:[\w-]+\.)*(?:github\.com|github\.io|gitlab\.com|stackoverflow\.com|wikipedia\.org|python\.org|mozilla\.org"
    r"|oracle\.com|microsoft\.com|nodejs\.org|npmjs\.com|typescriptlang\.org|rust-lang\.org|golang\.org|go\.dev|gnu\.org"
    r"|google\.com|postgresql\.org|sqlite\.org|unity\.com|unity3d\.com|react\.dev|reactjs\.org|rfc-editor\.org|ietf\.org"
    r"|creativecommons\.org|cppreference\.com|isocpp\.org|unicode\.org|semver\.org|pypi\.org|readthedocs\.io"
    r"|martinfowler\.com|caniuse\.com|git-scm\.com|shellcheck\.net)"
)


@rule("CT501", on=ANSWER)
def secret(answer: Answer) -> Iterator[Problem]:
    """A key, token or password of a real service.

    What is in a public dataset is known to everybody, and a trained model repeats it. Only forms
    that makers give their keys are looked for, and plainly made-up values are left alone.

    Bad: `AKIA` and 16 more letters and digits

    Good: `AKIAIOSFODNN7EXAMPLE`, or `os.environ["API_KEY"]`
    """
    for found in find_secrets(answer.source.text):
        value = answer.source.text[found.start : found.end]
        yield Problem(
            Span(found.start, found.end),
            f"{found.what} '{mask(value)}'",
            "revoke it, and write a placeholder such as 'YOUR_KEY', or read it from the environment",
        )


@rule("CT502", on=ANSWER, severity=WARNING)
def email_address(answer: Answer) -> Iterator[Problem]:
    """An e-mail address that may be somebody's.

    Reserved for examples are `example.com`, `example.org`, `example.net` and everything under `.test`.

    Bad: an address at a mail provider

    Good: `ada@example.com`
    """
    for found in find_emails(answer.source.text):
        domain = answer.source.text[found.start : found.end].rpartition("@")[2]
        yield Problem(
            Span(found.start, found.end), f"e-mail address at '{shortened(domain)}'", "write an address at example.com"
        )


@rule("CT503", on=ANSWER, severity=WARNING)
def phone_number(answer: Answer) -> Iterator[Problem]:
    """A phone number that may be somebody's.

    Kept free for examples are North America's `555-0100` to `555-0199`.

    Bad: a number with a country's code

    Good: `+1 202 555 0123`
    """
    for found in find_phones(answer.source.text):
        start = answer.source.text[found.start : found.start + 3]
        yield Problem(Span(found.start, found.end), f"phone number '{start}…'", "write one such as +1 202 555 0123")


@rule("CT504", on=ANSWER)
def account_number(answer: Answer) -> Iterator[Problem]:
    """A bank account or payment card whose check digits are right.

    Numbers that banks and payment services publish for tests are left alone.

    Bad: a card's number that passes Luhn's test

    Good: `4242 4242 4242 4242`, `DE89 3704 0044 0532 0130 00`
    """
    for found in find_accounts(answer.source.text):
        start = answer.source.text[found.start : found.start + 4]
        yield Problem(
            Span(found.start, found.end), f"{found.what} '{start}…'", "write a published test number, or break a digit"
        )


@rule("CT510", on=ANSWER)
def control_token(answer: Answer) -> Iterator[Problem]:
    """A token that chat templates use to tell turns apart.

    Providers refuse a training file with one, and a tokenizer may take it for the end of the
    answer, in code as well. `</s>` counts where nothing opens it, as HTML would.

    Bad: `<|im_end|>`, `[INST]`, `<</SYS>>`, a line `Assistant:` after a line `Human:`

    Good: the token described in words
    """
    text = answer.source.text
    if _TOKEN_CUES(answer) or _opens(text, b"<|") or "｜" in unusual(text):
        for match in _CONTROL_TOKEN.finditer(text):
            yield _token(Span(*match.span()), match.group())
    if _opens(text, b"</s>") and "<s>" not in text:
        yield _token(Span(text.index("</s>"), text.index("</s>") + 4), "</s>")
    if not _ANSWERING_CUES(answer):
        return
    for key, body in answer.bodies.items():
        for offset, part in answer.prose(key):
            asking = _ASKING.search(part)
            if asking and _ANSWERING.search(part):
                yield _token(body.at(offset + asking.start(), offset + asking.end()), asking.group().strip())


@rule("CT511", on=ANSWER)
def hidden_instruction(answer: Answer) -> Iterator[Problem]:
    """The text speaks to a model, or hides something from the reader.

    Such a sentence in training data or in a question makes the model obey whoever wrote it. An HTML
    comment outside code is seen by the model alone.

    Bad: a sentence that tells the model to forget its instructions; `<!-- … -->` in prose

    Good: nothing of the kind; a quotation of it in a lesson on prompt injection, suppressed with a reason
    """
    text = answer.source.text
    for cues, pattern in _INSTRUCTIONS:
        if cues(answer):
            for match in re.finditer(pattern, text, re.IGNORECASE):
                message = f"an instruction to a model: '{shortened(match.group())}'"
                yield Problem(Span(*match.span()), message, "remove it, or say it in other words")
    if _opens(text, b"<!--"):
        for key, body in answer.bodies.items():
            for offset, part in answer.prose(key):
                visible = CODE_SPAN.sub(lambda span: "`" * len(span.group()), part)
                for match in _COMMENT.finditer(visible):
                    span = body.at(offset + match.start(), offset + match.end())
                    remedy = "remove it, or put it into code"
                    yield Problem(span, "a comment that readers don't see", remedy, severity=WARNING)


@rule("CT512", on=ANSWER, severity=WARNING, fixable=True)
def insecure_link(answer: Answer) -> Iterator[Problem]:
    """A link that is not encrypted.

    Anybody on the way can change what it leads to. This machine, private networks, `example.com`
    and the names of XML namespaces are left alone.

    Bad: `http://docs.python.org/3/`

    Good: `https://docs.python.org/3/`, `http://localhost:8080`
    """
    text = answer.source.text
    for match in _LINK.finditer(text) if b"http://" in encoded(text) else ():
        host = match.group(1).rstrip(".").lower()
        if _LOCAL_HOST.fullmatch(host) or _NAMESPACE.fullmatch(host):
            continue
        span = Span(*match.span())
        certain = _SERVES_HTTPS.fullmatch(host)
        fix = Fix("write https", (Edit(Span(span.start, span.start + 4), "https"),)) if certain else None
        yield Problem(span, f"'{shortened(match.group())}' is not encrypted", "write https://", fix)


def _opens(text: str, tag: bytes) -> bool:
    """Whether a text has a tag; most have no angle bracket, which is seen at once."""
    return b"<" in encoded(text) and tag in encoded(text)


def _token(span: Span, token: str) -> Problem:
    return Problem(span, f"control token '{token}' of a chat template", "describe it in words")
