"""The frame's links: where a page stands, and what else there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from gladhand.console.sessions.roles import ConsoleUser
from gladhand.core.next_page import CONSOLE

HOME = CONSOLE


@dataclass(frozen=True)
class Area:
    """Where a page stands: with a partner, or with the operator."""

    partner_slug: str | None = None
    partner_name: str = ""

    def url(self, path: str = "") -> str:
        """The address of a page of this area."""
        if self.partner_slug is None:
            return f"{HOME}/operator{path}"
        return f"{HOME}/partners/{quote(self.partner_slug, safe='')}{path}"


OPERATOR_AREA = Area()

_PARTNER = (
    ("Overview", ""),
    ("Invitations", "/invitations"),
    ("Fleets", "/fleets"),
    ("Map", "/map"),
    ("Connections", "/connections"),
    ("Operations", "/operations"),
    ("Webhooks", "/webhooks"),
    ("Events", "/events"),
    ("Explorer", "/explorer"),
    ("API clients", "/clients"),
    ("API log", "/requests"),
    ("People", "/people"),
)
_OPERATOR = (
    ("Health", ""),
    ("Partners", "/partners"),
    ("API clients", "/clients"),
    ("API log", "/requests"),
    ("People", "/people"),
    ("Fleets", "/fleets"),
    ("Invitations", "/invitations"),
    ("Connections", "/connections"),
    ("Operations", "/operations"),
    ("Webhooks", "/webhooks"),
    ("Providers", "/providers"),
    ("Storage", "/storage"),
    ("Audit trail", "/audit"),
)


@dataclass(frozen=True)
class NavigationLink:
    text: str
    href: str
    is_current: bool


def links(area: Area, person: ConsoleUser | None, path: str) -> Sequence[NavigationLink]:
    """The links of the frame; none for nobody."""
    if person is None or (area.partner_slug is None and not person.is_operator):
        return ()
    pairs = [(text, area.url(to)) for text, to in (_PARTNER if area.partner_slug else _OPERATOR)]
    return [
        NavigationLink(text, href, path == href or (href != area.url() and path.startswith(f"{href}/")))
        for text, href in pairs
    ]


def areas_of(person: ConsoleUser) -> Sequence[Area]:
    """Where a person may go: the operator's pages, from which one gets to those of all partners, or the partners'."""
    if person.is_operator:
        return [OPERATOR_AREA]
    named = {role.slug: role.name or "" for role in person.roles if role.slug is not None}
    return [Area(slug, name) for slug, name in named.items()]


def home_of(person: ConsoleUser) -> str:
    """The page that a person sees first: a list where there are several areas."""
    areas = areas_of(person)
    return areas[0].url() if len(areas) == 1 else HOME
