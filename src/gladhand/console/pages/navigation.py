"""The frame's links: where a page stands, and what else there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from gladhand.auth.scopes import ADMIN
from gladhand.console.sessions.roles import ConsoleUser
from gladhand.core.next_page import CONSOLE

HOME = CONSOLE
SIGN_OUT = f"{HOME}/sign-out"


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


@dataclass(frozen=True)
class _Entry:
    """A page of the frame's links, and the scopes without which it is refused."""

    text: str
    path: str
    scopes: frozenset[str]


def _entry(text: str, path: str, *scopes: str) -> _Entry:
    return _Entry(text, path, frozenset(scopes))


_PARTNER = (
    _entry("Overview", "", "connection:read", "fleet:read", "invitation:read", "schedule:read", "webhook:read"),
    _entry("Invitations", "/invitations", "invitation:read"),
    _entry("Fleets", "/fleets", "fleet:read"),
    _entry("Map", "/map", "telematics:read"),
    _entry("Connections", "/connections", "connection:read"),
    _entry("Operations", "/operations", "resource_operation:read"),
    _entry("Webhooks", "/webhooks", "webhook:read"),
    _entry("Events", "/events", "webhook:read"),
    _entry("Explorer", "/explorer", "telematics:read"),
    _entry("Branding", "/branding", "partner:read"),
    _entry("API clients", "/clients", "partner:read"),
    _entry("API log", "/requests", "partner:read"),
    _entry("People", "/people", "partner:read"),
)
_OPERATOR = (
    _entry("Health", "", *ADMIN),
    _entry("Queues", "/queues", *ADMIN),
    _entry("Partners", "/partners", "partner:read"),
    _entry("API clients", "/clients", "partner:read"),
    _entry("API log", "/requests", *ADMIN),
    _entry("People", "/people", "partner:read"),
    _entry("Fleets", "/fleets", "fleet:read"),
    _entry("Invitations", "/invitations", "invitation:read"),
    _entry("Connections", "/connections", "connection:read"),
    _entry("Operations", "/operations", "resource_operation:read"),
    _entry("Webhooks", "/webhooks", "webhook:read"),
    _entry("Providers", "/providers"),
    _entry("Storage", "/storage", *ADMIN),
    _entry("Encryption keys", "/keys", *ADMIN),
    _entry("Audit trail", "/audit", "partner:read"),
)


@dataclass(frozen=True)
class NavigationLink:
    text: str
    href: str
    is_current: bool


def links(area: Area, person: ConsoleUser | None, path: str) -> Sequence[NavigationLink]:
    """The links of the frame: the pages that the person's role may open. None for nobody."""
    held = None if person is None else person.scopes_at(area.partner_slug)
    if held is None:
        return ()
    entries = [each for each in (_PARTNER if area.partner_slug else _OPERATOR) if each.scopes <= held]
    pairs = [(each.text, area.url(each.path)) for each in entries]
    return [
        NavigationLink(text, href, path == href or (href != area.url() and path.startswith(f"{href}/")))
        for text, href in pairs
    ]


def first_page(area: Area, person: ConsoleUser) -> str:
    """The first page of the area that the person may open. If there is none, the area's first page says why."""
    return next((each.href for each in links(area, person, "")), area.url())


def areas_of(person: ConsoleUser) -> Sequence[Area]:
    """Where a person may go: the operator's pages, from which one gets to those of all partners, or the partners'."""
    if person.is_operator:
        return [OPERATOR_AREA]
    named = {role.slug: role.name or "" for role in person.roles if role.slug is not None}
    return [Area(slug, name) for slug, name in named.items()]


def home_of(person: ConsoleUser) -> str:
    """The page that a person sees first: a list where there are several areas."""
    areas = areas_of(person)
    return first_page(areas[0], person) if len(areas) == 1 else HOME
