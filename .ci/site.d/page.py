"""A page of the site, and its frame."""

import html
import json
import re
import string
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, relpath

import lxml.html
from lxml.html import HtmlElement

HERE = Path(__file__).parent
SITE = Path("target/site")
WORDS = json.loads((HERE / "words.json").read_text(encoding="utf-8"))
ENGLISH, CHINESE = WORDS
# Pages of rustdoc, and the pages that replace them for readers of each language.
REPLACED = {ENGLISH: {}, CHINESE: {}}


@dataclass
class Page:
    """A page of the site. Links of its body lead from the root of the site."""

    path: str
    lang: str
    title: str
    body: HtmlElement
    translation: str = ""
    # The pages of the same series in order: path, short name and title.
    series: list[tuple[str, str, str]] | None = None

    def relative(self, link: str) -> str:
        """Returns a link from this page, for a link from the root of the site."""
        path, mark, fragment = link.partition("#")
        if ":" in path:
            return link
        path = REPLACED[self.lang].get(path, path)
        return relpath(path, dirname(self.path) or ".") + mark + fragment

    def link(self, target: str, text: str, attributes: str = "") -> str:
        return f'<a href="{self.relative(target)}"{attributes}>{html.escape(text)}</a>'

    def to_translation(self) -> str:
        if not self.translation:
            return ""
        lang = CHINESE if self.lang == ENGLISH else ENGLISH
        attributes = f' class="translation" lang="{lang}" hreflang="{lang}" rel="alternate"'
        return self.link(self.translation, WORDS[lang]["language"], attributes)

    def neighbors(self) -> str:
        """Returns links to the previous and to the next page of the series."""
        paths = [path for path, _, _ in self.series or ()]
        if self.path not in paths:
            return ""
        place, links = paths.index(self.path), ""
        if place > 0:
            links += self.link(paths[place - 1], "← " + self.series[place - 1][2], ' rel="prev"')
        if place + 1 < len(paths):
            links += self.link(paths[place + 1], self.series[place + 1][2] + " →", ' rel="next"')
        label = WORDS[self.lang]["neighbors"]
        return f'<nav class="neighbors" aria-label="{label}">{links}</nav>'

    def chapters(self) -> str:
        """Returns links to all pages of the series."""
        if not self.series:
            return ""
        words, items = WORDS[self.lang], ""
        for path, name, title in self.series:
            attributes = f' title="{html.escape(title)}"'
            attributes += ' aria-current="page"' if path == self.path else ""
            items += f"<li>{self.link(path, name, attributes)}</li>"
        heading = f'<h2 id="chapters">{words["chapters"]}</h2>'
        return f'<nav class="chapters" aria-labelledby="chapters">{heading}<ol>{items}</ol></nav>'

    def write(self) -> None:
        self.body.rewrite_links(self.relative)
        for scrollable in self.body.xpath(".//pre | .//div[table]"):
            scrollable.set("tabindex", "0")
        body = "".join(lxml.html.tostring(part, encoding="unicode") for part in self.body)
        # A browser shows the end of a line as a space, which does not belong into Chinese text.
        ends = r"(<pre.*?</pre>)|(?<=[，。、；：？！）」])\n"
        body = re.sub(ends, lambda match: match[1] or "", body, flags=re.DOTALL)
        text = string.Template((HERE / "page.html").read_text(encoding="utf-8")).substitute(
            WORDS[self.lang],
            lang=self.lang,
            title=html.escape(self.title),
            root="../" * self.path.count("/"),
            to_translation=self.to_translation(),
            body=body + self.neighbors(),
            chapters=self.chapters(),
        )
        file = SITE / self.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
