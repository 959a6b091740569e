"""Reads an HTML page as a browser without script does: its heading, links, and forms with their values."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

_VOID = {"meta", "link", "input", "br", "hr", "img", "source", "path", "circle", "rect"}
# A browser sends these only when they are pressed or ticked.
_SENT_ON_DEMAND = {"submit", "checkbox", "radio"}


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)


class PageReader(HTMLParser):
    """The content of a page. The heading is the first `h1`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.heading, self.title, self.text = "", "", ""
        self.links: dict[str, str] = {}
        """The first address of each path."""
        self.forms: list[Form] = []
        self.inputs: dict[str, dict[str, str]] = {}
        """The attributes of each input in a form, by its name."""
        self._open: list[str] = []
        self._has_heading = False
        self._choosing, self._has_option = "", False
        self.feed(html)

    def form(self, path: str) -> Form | None:
        """The first form that is sent to this path."""
        return next((each for each in self.forms if urlsplit(each.action).path == path), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "a" and "href" in given:
            self.links.setdefault(urlsplit(given["href"]).path, given["href"])
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif tag in ("input", "textarea", "select") and self.forms and "name" in given:
            self.inputs[given["name"]] = given
            if given.get("type") not in _SENT_ON_DEMAND:
                self.forms[-1].values[given["name"]] = given.get("value", "")
            self._choosing = given["name"] if tag == "select" else ""
        elif tag == "option" and self._choosing and ("selected" in given or not self._has_option):
            # A browser sends the option that is selected, else the first one.
            self.forms[-1].values[self._choosing] = given.get("value", "")
        self._has_option = tag == "option"

    def handle_endtag(self, tag: str) -> None:
        self._has_heading |= tag == "h1"
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.text += data
        if "h1" in self._open and not self._has_heading:
            self.heading = f"{self.heading} {data.strip()}".strip()
        if "title" in self._open:
            self.title += data
