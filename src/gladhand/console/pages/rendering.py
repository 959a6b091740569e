"""Renders pages: the frame, the blocks, and the headers of the response."""

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from gladhand.console.pages.charts import ChartBlock, ChartGrid
from gladhand.console.pages.dependencies import page_token
from gladhand.console.pages.messages import done_text
from gladhand.console.pages.navigation import Area, links
from gladhand.console.pages.refusals import PAGE_FIELD, REFUSED_IN_SCOPE, RefusedForm
from gladhand.console.sessions.roles import ConsoleUser
from gladhand.core.assets import Assets
from gladhand.core.crypto import Keyring
from gladhand.core.dependencies import get_dependency
from gladhand.core.live_changes import ChangeTopic
from gladhand.core.next_page import sign_in_url
from gladhand.core.page_headers import page_headers
from gladhand.core.posted_forms import TOKEN_FIELD
from gladhand.core.templates import html_environment

ASSETS = Assets("/console/static", Path(__file__).parents[1] / "static")

HEADERS: Mapping[str, str] = page_headers() | {
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def _time(value: Any) -> Markup:
    """A time for machines, and for people without script. Pages have thousands, so no macro writes them."""
    if value is None or value == "":
        return Markup('<span class="none">–</span>')
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    text = moment.strftime("%Y-%m-%d %H:%M:%S")
    return Markup('<time datetime="{}Z">{} UTC</time>').format(text.replace(" ", "T"), text)


# Fields whose values open something. A page shows them only in a block of their own.
_SECRET = re.compile(r"(^|_)(secret|password|token|credentials?|magic_link)s?($|_)", re.IGNORECASE)


def _pretty(value: Any) -> str:
    """JSON over several lines, with stars for what opens something; a text that is no JSON as it is."""
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            return str(value)
    return orjson.dumps(_masked(value), option=orjson.OPT_INDENT_2, default=str).decode()


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: "*****" if each and _SECRET.search(str(name)) else _masked(each) for name, each in value.items()}
    return [_masked(each) for each in value] if isinstance(value, list) else value


def _digest(text: str) -> str:
    """The same short name for the same text, for ids of fields."""
    return f"{zlib.crc32(text.encode()):x}"


def _prose(text: str) -> Markup:
    """A text with `code` in it."""
    parts = [escape(part) for part in text.split("`")]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else part for number, part in enumerate(parts)
    )


def _environment() -> Any:
    environment = html_environment("gladhand.console")
    environment.filters.update(time=_time, pretty=_pretty, digest=_digest, prose=_prose)
    environment.globals.update(asset=ASSETS.path, token_field=TOKEN_FIELD)
    return environment


_templates = _environment()


@dataclass(frozen=True)
class ConsolePage:
    """A page in the frame."""

    title: str
    blocks: Sequence[Any]
    intro: str = ""
    trail: Sequence[tuple[str, str]] = ()
    """The pages above this one, as texts and addresses."""
    refresh_seconds: int | None = None
    """How often the page fetches itself again."""
    live: ChangeTopic | None = None
    """The topic upon which it does so at once."""
    framed_origin: str = ""
    """The origin of the page that a frame in it shows."""

    @property
    def has_charts(self) -> bool:
        """Whether it shows charts, also those that have no values before it fetches itself again."""
        return any(isinstance(block, ChartBlock | ChartGrid) for block in self.blocks)


def render(
    request: Request, person: ConsoleUser | None, area: Area, page: ConsolePage, *, status: int = 200
) -> HTMLResponse:
    """The page for this person, with the links of the area where it stands."""
    keyring = get_dependency(request.app, Keyring)
    refused: RefusedForm | None = request.scope.get(REFUSED_IN_SCOPE)
    html = _templates.get_template("page.html").render(
        page=page,
        person=person,
        area=area,
        navigation=links(area, person, request.url.path),
        token=page_token(request, keyring, person) if person else "",
        held=(person and person.scopes_at(area.partner_slug)) or frozenset(),
        done=None if refused else done_text(request.query_params),
        refusal=refused and refused.on(page.blocks),
        page_field=PAGE_FIELD,
        address=str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
    )
    headers = {**HEADERS, **(page_headers(frames=page.framed_origin) if page.framed_origin else {})}
    return HTMLResponse(html, status, headers=headers)


def render_sign_in(*, next_path: str, problem: str = "", status: int = 200) -> HTMLResponse:
    html = _templates.get_template("sign_in.html").render(
        next_path=next_path, account_url=sign_in_url(next_path), problem=problem
    )
    return HTMLResponse(html, status, headers=HEADERS)
