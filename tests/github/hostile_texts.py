"""Words that a stranger may write where something could act on them."""

from __future__ import annotations

HOSTILE = {
    "backticks": "```\n# out\n`rm -rf ~`\n~~~~~~",
    "command substitution": "$(touch owned) ${HOME} `touch owned`",
    "newlines": "a\nb\r\nc\u2028d",
    "a workflow command": "::error file=x::owned\n  ::set-output name=x::y",
    "an old workflow command": "##[add-mask]e\nx ##[error]y",
    "a mask": "::add-mask::e",
    "encoded newline": "%0A::error::x%0D",
    "a mention": "@everyone @octo/team",
    "HTML": "<img src=x onerror=alert(1)></details><!-- --><script>alert(1)</script>",
    "a link": "[click](https://evil.test) https://evil.test ![x](https://evil.test/p.png)",
    "a table": "| a | b |\n|---|---|",
    "bidi": "\u202eevil\u2066 \u200f",
    "a reference": "#1 GH-1 octo/lessons#1 " + "a" * 40,
    "an expression": "${{ secrets.OPENAI_API_KEY }}",
    "our own marks": "<!-- codetutor-lint preview --> <!-- codetutor-lint: end -->",
}
