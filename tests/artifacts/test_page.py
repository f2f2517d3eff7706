"""The page as a file: nothing in it acts but its own scripts, nothing is loaded, everything is legible."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytest.importorskip("jinja2", reason="needs the extra 'html' (jinja2)")
pytest.importorskip("markdown_it", reason="needs the extra 'html' (markdown-it-py)")
pytest.importorskip("pygments", reason="needs the extra 'html' (pygments)")

from hostile import HOSTILE, PAYLOADS, hostile_conversation
from sample_dataset import conversation

from codetutor_lint.artifacts.page import frame, highlight
from codetutor_lint.artifacts.page.browse import Facet, Item, browse
from codetutor_lint.artifacts.page.charts import Bar, Square, bars, matrix, table
from codetutor_lint.artifacts.page.frame import View, page
from codetutor_lint.artifacts.page.lesson import lesson
from codetutor_lint.artifacts.page.markdown import rendered
from codetutor_lint.artifacts.statistics.gather import Gathered, gather
from codetutor_lint.artifacts.statistics.html import report

PACKAGE = Path(frame.__file__).parent
ALLOWED_IN_BODIES = {
    *(
        "a",
        "blockquote",
        "br",
        "button",
        "code",
        "div",
        "em",
        "figcaption",
        "figure",
        "h5",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
    ),
    *("s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ALLOWED_ATTRIBUTES = {"aria-label", "class", "href", "rel", "role", "start", "style", "tabindex", "title", "type"}
# As published: https://registry.npmjs.org/minisearch/-/minisearch-7.2.0.tgz, …/charts.css-1.2.0.tgz
VENDORED = {
    "minisearch.js": "03c27931eb603af1d3358579e9885eafdb6a2f5fa9929557b3e77d7e99d06d03",
    "charts.min.css": "edd9756a53c171ead90291cbfa24dfcdde44ec850f1eacd6bcfb8e40e9ebfe12",
}


class Elements(HTMLParser):
    """Every element of a document, as (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def test_bodies_have_only_harmless_elements_and_attributes() -> None:
    for payload in (*PAYLOADS, HOSTILE):
        for tag, attributes in Elements(rendered(payload)).found:
            assert tag in ALLOWED_IN_BODIES
            assert set(attributes) <= ALLOWED_ATTRIBUTES


def test_links_lead_to_the_web_or_to_mail() -> None:
    for payload in PAYLOADS:
        for _, attributes in Elements(rendered(payload)).found:
            assert re.match(r"https?://|mailto:", attributes.get("href", "https://"))
            assert ("href" in attributes) == ("rel" in attributes)


def test_an_image_is_a_link() -> None:
    assert rendered("![a cat](https://example.com/cat.png)") == (
        '<p><a href="https://example.com/cat.png" rel="noopener noreferrer nofollow">a cat</a></p>\n'
    )


def test_headings_of_a_body_are_below_those_of_the_page() -> None:
    assert [tag for tag, _ in Elements(rendered("# one\n\n### three\n\nfour\n----")).found] == ["h5", "h5", "h5"]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("❌ Wrong.", '<p class="wrong">❌ Wrong.</p>'),
        ("✅ Right.", '<p class="right">✅ Right.</p>'),
        ("- ❌ Wrong.", '<li class="wrong">❌ Wrong.</li>'),
        ("### ✅ Right", '<h5 class="right">✅ Right</h5>'),
        ("Not ❌ marked.", "<p>Not ❌ marked.</p>"),
    ],
)
def test_mistakes_and_remedies_are_marked(text: str, marked: str) -> None:
    assert marked in rendered(text)


@pytest.mark.parametrize(
    ("word", "label"),
    [("py", "Python"), ("c#", "C#"), ("output", "Output"), ("text", "Diagram"), ("mermaid", "mermaid")],
)
def test_a_fence_names_its_language(word: str, label: str) -> None:
    assert f"<figcaption><span>{label}</span>" in rendered(f"```{word}\nx\n```")


def test_code_keeps_every_character() -> None:
    code = "\tif (a < b && c > d) {\n\n    print(\"x\")  # 'y'\n}"
    [text] = re.findall(r"<code>(.*?)</code>", rendered(f"```javascript\n{code}\n```"), re.DOTALL)
    assert _text(text) == code


def test_a_lesson_shows_what_stands_before_the_first_heading() -> None:
    assert "Sure!" in lesson("a/b", "Why?", "Sure!\n\n1️⃣ ANALOGY\n\nA box.", {})


def test_policy_names_exactly_the_scripts_and_styles_of_the_page() -> None:
    html = page("Title", [View("one", "One", rendered("text"))])
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    policy = policy.replace("&#39;", "'")
    for kind in ("script", "style"):
        elements = re.findall(rf"<{kind}>(.*?)</{kind}>", html, re.DOTALL)
        assert elements
        hashes = {f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in elements}
        directive = "script-src" if kind == "script" else "style-src-elem"
        [allowed] = re.findall(rf"{directive} ([^;]*)", policy)
        assert set(allowed.split()) == hashes
    assert policy.startswith("default-src 'none';")


def test_own_scripts_can_stand_in_html() -> None:
    for name in ("theme.js", "page.js", "vendor/minisearch.js"):
        text = (PACKAGE / name).read_text(encoding="utf-8").lower()
        assert "</script" not in text
        assert "<!--" not in text


def test_the_page_refers_to_nothing_outside(small) -> None:
    html = report(gather(small.config))
    for tag, attributes in Elements(html).found:
        assert tag not in ("img", "iframe", "object", "embed", "base", "form-action")
        assert "src" not in attributes
        if tag == "link":
            assert attributes == {"rel": "icon", "href": "data:,"}
    assert "url(" not in "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))


def test_hostile_examples_add_no_element_that_acts(small) -> None:
    usual = gather(small.config)
    evil = Gathered(usual.statistics, [hostile_conversation()])
    calm = Gathered(usual.statistics, [conversation("calm/one")])
    acting = ("script", "style", "iframe", "img", "svg", "object", "embed", "base", "meta", "link", "form", "input")
    counts = [
        {tag: sum(found == tag for found, _ in Elements(report(one)).found) for tag in acting} for one in (evil, calm)
    ]
    assert counts[0] == counts[1]
    assert not any(name.startswith("on") for _, attributes in Elements(report(evil)).found for name in attributes)


def test_charts_and_lists_escape_their_words() -> None:
    word = "\"'><script>pwned=1</script>"
    parts = [
        bars(word, word, word, [Bar(word, 1, word, f"#{word}")]),
        matrix(word, word, [word], [(word, [Square(word, 1, word, f"#{word}")])]),
        table(word, [word], [[word]], frozenset(), [word]),
        browse("view", "thing", [Facet("k", word, {word: word})], [Item(word, word, {"k": word}, rendered(word))]),
    ]
    for html in parts:
        assert "script" not in {tag for tag, _ in Elements(html).found}
    assert [tag for tag, _ in Elements(page(word, [], word)).found].count("script") == 3


def test_the_page_is_the_same_every_time(small) -> None:
    assert report(gather(small.config)) == report(gather(small.config))


@pytest.mark.parametrize(("theme", "ground"), [(0, "f6f8fa"), (1, "161b22")])
def test_colors_of_code_keep_a_contrast(theme: int, ground: str) -> None:
    css = (PACKAGE / "page.css").read_text(encoding="utf-8")
    assert re.search(r"--code: light-dark\(#(\w+), #(\w+)\)", css)[theme + 1] == ground
    for rule in highlight.highlight_css().split("\n"):
        colors = re.findall(r"#([0-9a-f]{6})", rule, re.IGNORECASE)
        if colors and "inherit" not in rule:
            assert contrast(colors[min(theme, len(colors) - 1)], ground) >= 4.5, rule


@pytest.mark.parametrize("name", VENDORED)
def test_vendored_files_are_as_published(name: str) -> None:
    content = (PACKAGE / "vendor" / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == VENDORED[name]
    assert (PACKAGE / "vendor" / f"{name.split('.')[0]}.LICENSE").read_text(encoding="utf-8").strip()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors by WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _text(html: str) -> str:
    parser = HTMLParser(convert_charrefs=True)
    texts: list[str] = []
    parser.handle_data = texts.append  # type: ignore[method-assign]
    parser.feed(html)
    parser.close()
    return "".join(texts)
