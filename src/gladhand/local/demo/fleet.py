"""A fleet's office manager in a browser without script: follows links, fills in forms, presses buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL


class LostTheWay(Exception):
    """A page does not offer what the next step needs."""


@dataclass
class Form:
    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.heading = ""
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif (
            tag == "input"
            and self.forms
            and "name" in given
            and given.get("type") not in ("submit", "checkbox", "radio")
        ):
            self.forms[-1].values[given["name"]] = given.get("value", "")
        elif tag == "h1" and not self.heading:
            self._in_heading = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1":
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading = f"{self.heading} {data.strip()}".strip()


@dataclass(frozen=True)
class Page:
    url: str
    heading: str
    links: list[str]
    forms: list[Form]

    def link(self, path: str) -> str:
        """The first link to that path."""
        found = next((each for each in self.links if urlsplit(each).path == path), None)
        if found is None:
            raise LostTheWay(f"“{self.heading}” has no link to {path}")
        return urljoin(self.url, found)

    def form(self, path: str) -> Form:
        found = next((each for each in self.forms if urlsplit(each.action).path == path), None)
        if found is None:
            raise LostTheWay(f"“{self.heading}” has no form for {path}")
        return found


class Browser:
    """Keeps cookies; stays on the origin of the link, and tells where it is sent away to."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def open(self, url: str) -> Page:
        async with self._session.get(url) as answer:
            return _page(str(answer.url), await answer.text())

    async def submit(self, page: Page, path: str, **values: str) -> Page:
        form = page.form(path)
        target = urljoin(page.url, form.action)
        async with self._session.request(form.method, target, data=form.values | values) as answer:
            return _page(str(answer.url), await answer.text())

    async def leave(self, page: Page, path: str) -> URL:
        """Press the last button; the address that the browser is sent to."""
        form = page.form(path)
        origin = target = URL(urljoin(page.url, form.action))
        method, values = form.method, form.values
        while target.origin() == origin.origin():
            async with self._session.request(method, target, data=values, allow_redirects=False) as answer:
                if "Location" not in answer.headers:
                    return answer.url
                target = answer.url.join(URL(answer.headers["Location"]))
                method, values = "get", {}
        return target


def _page(url: str, html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    return Page(url, reader.heading, reader.links, reader.forms)
