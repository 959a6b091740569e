"""From values to a page: templates, the headers that every page has, and the session's cookie."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from gladhand.connect.embed.launch_parameters import Embed, Launch, launch
from gladhand.connect.embed.messages import OPENED, Message
from gladhand.connect.flow import Step, Trail
from gladhand.connect.language import LANGUAGES, _, current, moment, ngettext
from gladhand.connect.pages import redirects
from gladhand.connect.pages.assets import asset, color_sheet
from gladhand.connect.pages.notices import Notice
from gladhand.connect.session import TOKEN_FIELD, Session
from gladhand.core.clock import wire_time
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.invitations.queries import Invitation

_SHADES = 6
_ORDINARY = launch({}, None, PartnerBranding())

# A form's answer may redirect, and browsers hold that redirect to `form-action` too: hence the extra source.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src https: 'self' data:; connect-src 'self'; "
    "form-action 'self'{form_target}; base-uri 'none'; frame-ancestors {frame_ancestors}"
)


@dataclass(frozen=True)
class Visit:
    """One request for a page of the flow: whose invitation, where it stands, in which browser."""

    invitation: Invitation | None
    step: Step
    trail: Trail
    session: Session
    token: str
    launch: Launch = _ORDINARY

    @property
    def partner(self) -> str:
        return self.invitation.partner_name if self.invitation else ""


def _initials(name: str) -> str:
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def _shade(key: str) -> int:
    return zlib.crc32(key.encode()) % _SHADES


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("gladhand.connect"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined] # added by the extension
    made.filters.update(initials=_initials, shade=_shade, wire=wire_time, moment=moment)
    made.globals.update(asset=asset, color_sheet=color_sheet, languages=LANGUAGES, token_field=TOKEN_FIELD)
    return made


_templates = _environment()


def page(
    visit: Visit,
    template: str,
    *,
    status: int = 200,
    form_target: str = "",
    tell: Sequence[Message] = (),
    otherwise: str = "",
    **values: Any,
) -> HTMLResponse:
    """The rendered page.

    `form_target` names the other origins that its forms may lead to, `tell` what the partner's page around it hears
    besides that it is open, `otherwise` where to go when it should hear something and is gone.
    """
    common = {
        "partner": visit.partner,
        "invitation": visit.invitation,
        "token": visit.token,
        "url": visit.trail.to,
        "announce": "",
        "language": current(),
        "launch": visit.launch,
        "told": orjson.dumps([OPENED, *tell]).decode() if visit.launch.audience else "",
        "audience": orjson.dumps(visit.launch.audience).decode(),
        "otherwise": otherwise,
        "closes": False,
    }
    text = _templates.get_template(template).render(common | values)
    response = HTMLResponse(text, status, headers=_headers(_targets(visit, form_target), visit.launch.frame_ancestors))
    visit.session.keep(response)
    return response


def notice_page(
    visit: Visit, notice: Notice, *, status: int = 200, tell: Sequence[Message] = (), otherwise: str = ""
) -> HTMLResponse:
    return page(visit, "notice.html", status=status, tell=tell, otherwise=otherwise, notice=notice)


def _targets(visit: Visit, form_target: str) -> str:
    """In redirect mode any form may find that the invitation is over meanwhile, and lead back to the partner."""
    more = ""
    if visit.launch.embed is Embed.REDIRECT and visit.invitation is not None:
        more = redirects.form_target(redirects.usable(visit.invitation.failure_redirect_url))
    return " ".join(dict.fromkeys(f"{form_target} {more}".split()))


def _headers(form_target: str, frame_ancestors: str) -> Mapping[str, str]:
    return {
        "Content-Security-Policy": _POLICY.format(
            form_target=f" {form_target}" if form_target else "", frame_ancestors=frame_ancestors
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }
