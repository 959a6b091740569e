"""Crawls the pages of people: the console, what a fleet shares, and accounts.

A crawl follows every link of every page and then sends every form, each route a few times. The routes come from the
application, so that a page is noticed to which no page leads.
"""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from fastapi.routing import iter_route_contexts
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.integration.secrets.world import OPERATOR, SecretsWorld

from gladhand.app import routed
from gladhand.local.demo.page_reader import Form, PageReader

_LINK = re.compile(r'(?:href|src)="([^"#]+)')
_COPIED = re.compile(r'data-copy="([^"]+)" hidden>Copy secret<|\?invite=([0-9a-f-]{36})')
_FORM = re.compile(r'<form(?=[^>]*method="post")[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
_PARAMETER = re.compile(r"\{(\w+)(?::(\w+))?\}")
# Addresses of one route that differ in what is selected in them.
_MOST_OF_A_ROUTE = 4
#: Below these paths are the pages of people.
_AREAS = ("/console", "/sharing", "/my-data", "/account/security", "/account/passkeys")
#: Forms that end what others still need; what ends least comes first.
_ENDING = ("delete", "withdraw", "revoke", "disconnect", "end", "sign-out")

#: What is typed into fields that have no value.
_TYPED: dict[str, Callable[[], str]] = {
    "email": lambda: f"{uuid4().hex[:12]}@people.example",
    "fleet_ref": lambda: f"typed-{uuid4().hex[:8]}",
    "name": lambda: "Typed",
    "seconds": lambda: "900",
    "slug": lambda: f"typed-{uuid4().hex[:8]}",
}


@dataclass
class ReaderPages:
    """One signed-in browser, and what it has found."""

    reader: str
    """The caller of the world whose secrets it may see."""
    visitor: Visitor
    starts: tuple[str, ...]
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Addresses that pages have named, by route."""
    forms: dict[str, Form] = field(default_factory=dict)
    """One form of each route."""


@dataclass
class PageCrawl:
    """The crawls of one world."""

    world: SecretsWorld
    server: str
    reached: set[tuple[str, str]] = field(default_factory=set)

    @property
    def never(self) -> set[str]:
        """The pages that nobody has opened."""
        return {path for method, path, _ in page_routes() if method == "GET" and (method, path) not in self.reached}

    async def follow(self, pages: ReaderPages) -> None:
        """Open the first pages, and what they lead to."""
        waiting = deque(pages.starts)
        while waiting:
            target = waiting.popleft()
            page = await self._open(pages, "GET", target)
            for link in self._links(page):
                route = route_of("GET", urlsplit(link).path)
                if route is None or link in pages.links[route] or len(pages.links[route]) >= _MOST_OF_A_ROUTE:
                    continue
                pages.links[route].append(link)
                waiting.append(link)
            for action, form in _FORM.findall(page.html):
                address = urljoin(target, unescape(action))
                route = route_of("POST", urlsplit(address).path)
                if route is not None and route not in pages.forms:
                    pages.forms[route] = Form(address, "post", PageReader(f"<form>{form}").forms[0].values)

    async def open_all(self, pages: ReaderPages, links: dict[str, list[str]]) -> None:
        """Open what somebody else has found."""
        for target in [each for of_route in links.values() for each in of_route]:
            await self._open(pages, "GET", target)

    async def send_forms(self, pages: ReaderPages, **typed: str) -> None:
        """Send each form that was found, with what it holds and with something typed into its empty fields."""
        for route, form in sorted(pages.forms.items(), key=lambda each: _turn(each[0])):
            values = {name: value or typed.get(name) or _TYPED.get(name, str)() for name, value in form.values.items()}
            page = await self._open(pages, "POST", form.action, data=values)
            # Whoever has sent a form may read the secret or the link that it has made.
            for secret, link in _COPIED.findall(page.html):
                self.world.add(f"shown after {route}", unescape(secret or link), pages.reader, OPERATOR)

    async def _open(self, pages: ReaderPages, method: str, target: str, **options: object) -> ConnectPage:
        page = await pages.visitor.request(method, target, **options)
        assert page.status < 500, f"{pages.reader}: {method} {target}: {page.status} {page.text}"
        if page.status < 400:
            self._note(method, urlsplit(target).path)
            # Where the browser ended after redirects.
            self._note("GET", page.url.path)
        told = {name: value for name, value in page.headers.items() if name.lower() != "set-cookie"}
        self.world.search(f"{page.html} {told} {page.url}", pages.reader, f"{method} {target}")
        return page

    def _note(self, method: str, path: str) -> None:
        if (route := route_of(method, path)) is not None:
            self.reached.add((method, route))

    def _links(self, page: ConnectPage) -> Iterator[str]:
        for link in map(unescape, _LINK.findall(page.html)):
            if link.startswith(self.server):
                yield link[len(self.server) :]
            elif link.startswith("/"):
                yield link


@cache
def page_routes() -> list[tuple[str, str, re.Pattern[str]]]:
    """Method, path and pattern of each page of people, the most particular first."""
    found = [
        (method, each.path)
        for each in iter_route_contexts(routed().routes)
        if each.path and each.path.startswith(_AREAS)
        for method in sorted(set(each.methods or ()) - {"HEAD"})
    ]
    ordered = sorted(found, key=lambda route: (route[1].count("{"), -len(route[1])))
    return [(method, path, re.compile(_pattern(path))) for method, path in ordered]


def route_of(method: str, path: str) -> str | None:
    return next((route for known, route, pattern in page_routes() if known == method and pattern.fullmatch(path)), None)


def _pattern(path: str) -> str:
    return _PARAMETER.sub(lambda found: ".+" if found[2] == "path" else "[^/]+", path)


def _turn(route: str) -> tuple[int, str]:
    last = route.rstrip("/").rpartition("/")[2]
    return _ENDING.index(last) + 1 if last in _ENDING else 0, route
