"""Markdown goes in; what a browser gets of it from GitHub's own reader comes out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

# What GitHub and GitLab look for in the text of a page, outside of code, to make a link, a mention or a picture of it.
LINKED = re.compile(r"@\w|[#!$%~&^][\w\"]|\bGH-\d|://|:[\w+-]+:", re.IGNORECASE)


class Page(HTMLParser):
    """What a browser gets: the elements in their order, each with its attributes, and the text outside of code."""

    def __init__(self, markdown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []
        self.pieces: list[str] = []
        self.code = False
        html: str = cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attrs)))
        self.code = tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}",))
        self.code = False

    def handle_data(self, data: str) -> None:
        self.pieces.append("" if self.code else data)

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def linked(self) -> list[str]:
        return [found for piece in self.pieces for found in LINKED.findall(piece)]
