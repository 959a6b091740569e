"""A fleet's office manager in a browser without script: follows links, fills in forms, presses buttons."""

from dataclasses import dataclass
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from gladhand.local.demo.page_reader import Form, PageReader


class LostTheWay(Exception):
    """A page does not offer what the next step needs."""


@dataclass(frozen=True)
class Page:
    url: str
    content: PageReader

    @property
    def heading(self) -> str:
        return self.content.heading

    def link(self, path: str) -> str:
        """The first link to that path."""
        if path not in self.content.links:
            raise LostTheWay(f"“{self.heading}” has no link to {path}")
        return urljoin(self.url, self.content.links[path])

    def form(self, path: str) -> Form:
        found = self.content.form(path)
        if found is None:
            raise LostTheWay(f"“{self.heading}” has no form for {path}")
        return found


class Browser:
    """A browser with cookies. It stays on the origin of the link, and reports redirects to other origins."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def open(self, url: str) -> Page:
        async with self._session.get(url) as answer:
            return Page(str(answer.url), PageReader(await answer.text()))

    async def submit(self, page: Page, path: str, **values: str) -> Page:
        form = page.form(path)
        target = urljoin(page.url, form.action)
        async with self._session.request(form.method, target, data=form.values | values) as answer:
            return Page(str(answer.url), PageReader(await answer.text()))

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
