"""Renders pages: templates, response headers, and the session's cookie."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import orjson
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from gladhand.connect.embed.events import OPENED, EmbedEvent
from gladhand.connect.embed.launch_parameters import EmbedMode
from gladhand.connect.language import _, format_moment, ngettext
from gladhand.connect.pages import redirects
from gladhand.connect.pages.assets import asset, color_sheet
from gladhand.connect.pages.initials import initials
from gladhand.connect.pages.messages import PageMessage, secrecy
from gladhand.connect.pages.visit import Visit
from gladhand.core.clock import wire_time
from gladhand.core.languages import LANGUAGES, current_language
from gladhand.core.page_headers import page_headers
from gladhand.core.posted_forms import TOKEN_FIELD
from gladhand.core.templates import html_environment


def _shade(key: str) -> int:
    return zlib.crc32(key.encode())


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


def _environment() -> Environment:
    environment = html_environment("gladhand.connect", extensions=["jinja2.ext.i18n"])
    environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined] # by the extension
    environment.filters.update(initials=initials, shade=_shade, wire=wire_time, moment=format_moment, host=_host)
    environment.globals.update(asset=asset, color_sheet=color_sheet, languages=LANGUAGES, token_field=TOKEN_FIELD)
    return environment


_templates = _environment()


def page(
    visit: Visit,
    template: str,
    *,
    status: int = 200,
    form_target: str = "",
    events: Sequence[EmbedEvent] = (),
    fallback_url: str = "",
    **values: Any,
) -> HTMLResponse:
    """The rendered page.

    `form_target` lists the other origins to which its forms may redirect. `events` go to the partner's page, after the
    event that Connect is open. If the partner's page is gone, the browser goes to `fallback_url`.
    """
    common = {
        "partner": visit.partner,
        "invitation": visit.invitation,
        "operator": visit.operator,
        "is_paused": visit.is_paused,
        "partner_consent": visit.partner_consent,
        "token": visit.form_token,
        "url": visit.link.url,
        "viewed_url": "",
        "picture": visit.picture,
        "page_path": "/",
        "language": current_language(),
        "launch": visit.launch,
        "focus": "data-focus" if visit.launch.may_be_framed else "autofocus",
        "events": orjson.dumps([OPENED, *events]).decode() if visit.launch.event_origins else "",
        "event_origins": orjson.dumps(visit.launch.event_origins).decode(),
        "fallback_url": fallback_url,
        "closes_window": False,
        "secrecy": secrecy(visit.partner),
    }
    html = _templates.get_template(template).render(common | values)
    response = HTMLResponse(html, status, headers=_headers(visit, form_target))
    visit.session.set_cookie(response)
    return response


def message_page(
    visit: Visit,
    message: PageMessage,
    *,
    status: int = 200,
    events: Sequence[EmbedEvent] = (),
    fallback_url: str = "",
) -> HTMLResponse:
    return page(visit, "message.html", status=status, events=events, fallback_url=fallback_url, message=message)


def _headers(visit: Visit, form_target: str) -> Mapping[str, str]:
    # The response to a form may redirect, and browsers apply `form-action` to that redirect too.
    forms = " ".join(["'self'", *_form_targets(visit, form_target)])
    headers = page_headers(images="'self'", forms=forms, frame_ancestors=visit.launch.frame_ancestors)
    return headers | {"X-Robots-Tag": "noindex, nofollow"}


def _form_targets(visit: Visit, form_target: str) -> list[str]:
    """The page's own targets. In redirect mode every form may return to the partner, if the invitation has ended."""
    more = ""
    if visit.launch.embed is EmbedMode.REDIRECT and visit.invitation is not None:
        more = redirects.form_target(redirects.safe_url(visit.invitation.failure_redirect_url))
    return list(dict.fromkeys(f"{form_target} {more}".split()))
