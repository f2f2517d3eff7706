"""Texts that would act in a page that takes them for more than text. Each tries to set ``window.pwned``."""

from __future__ import annotations

from sample_dataset import conversation

from codetutor_lint.artifacts.conversations import Conversation

PAYLOADS = (
    "<script>pwned = 1</script>",
    "</script><script>pwned = 1</script>",
    "</style><script>pwned = 1</script>",
    "<!--<script>",
    "-->",
    "</article></div></main><script>pwned = 1</script>",
    "</textarea></title></noscript></template><img src=x onerror=pwned=1>",
    '"><img src=x onerror="pwned=1">',
    "' autofocus onfocus='pwned=1",
    "<svg onload=pwned=1>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<details open ontoggle=pwned=1>",
    "<meta http-equiv=refresh content='0;url=https://example.com/'>",
    "<base href=https://example.com/>",
    "<link rel=stylesheet href=https://example.com/x.css>",
    "<style>@import 'https://example.com/x.css'; body { background: url(https://example.com/x.png) }</style>",
    "<form action=https://example.com><button>go</button></form>",
    "[click](javascript:pwned=1)",
    "[click](JaVaScRiPt&colon;pwned=1)",
    "[click](&#106;avascript:pwned=1)",
    "[click](data:text/html,<script>pwned=1</script>)",
    "[click](vbscript:pwned=1)",
    "[click](file:///etc/passwd)",
    "[click](//example.com/)",
    "[click](#overview)",
    '[click](https://example.com/ "onmouseover=pwned=1")',
    '[click](https://example.com/"onmouseover="pwned=1)',
    "![picture](https://example.com/x.png)",
    '![x" onerror="pwned=1](https://example.com/x.png)',
    "![picture](data:image/svg+xml,<svg onload=pwned=1>)",
    "<https://example.com/<script>>",
    "[ref]\n\n[ref]: javascript:pwned=1",
    "{{ 7 * 7 }} {% raw %} ${pwned=1} `${pwned=1}`",
    "&lt;script&gt;pwned = 1&lt;/script&gt;",
    "\u2028\u2029 \u202egnp.exe\u202c \x00 \ufeff",
    "| a | <img src=x onerror=pwned=1> |\n|---|---|\n| <script>pwned=1</script> | b |",
    "# <script>pwned=1</script>\n\n- <script>pwned=1</script>\n\n> <script>pwned=1</script>",
    "    <script>pwned=1</script>",
    '````html"onload=pwned=1 <script>pwned=1</script>\n</code></pre><script>pwned = 1</script>\n````',
    "```html\n</code></pre><script>pwned = 1</script>\n```",
    "```python\nx = '</script><script>pwned = 1</script>'\n```",
    "```javascript\n`</pre><img src=x onerror=pwned=1>`\n```",
)
HOSTILE = "\n\n".join(PAYLOADS)


def hostile_conversation() -> Conversation:
    """A conversation that is hostile wherever it can be, its headings aside."""
    word = "\"'><img src=x onerror=pwned=1><script>pwned=1</script>"
    steps = "\n\n".join(
        f"{number}\ufe0f\u20e3 {title}\n\n{HOSTILE}" for number, title in ((1, "ANALOGY"), (2, "SIMPLE EXPLANATION"))
    )
    return conversation(
        f"evil/{word}",
        topic=word,
        language=word,
        level=word,
        kind=word,
        mode=word,
        tags=(word,),
        user=HOSTILE,
        assistant=steps,
    )
