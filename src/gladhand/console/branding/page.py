"""The page of branding and embed keys: Connect's own first page in a frame, and the forms that change how it looks."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request, Response

from gladhand.console.pages.api import ApiCalls
from gladhand.console.pages.blocks import (
    PARTNER_CHANGES,
    Badge,
    Copy,
    Facts,
    FormBlock,
    Forms,
    FrameBlock,
    Input,
    TableBlock,
    Time,
)
from gladhand.console.pages.dependencies import FORM_IS_OURS, Settings, Submitted
from gladhand.console.pages.fields import param
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.core.hosts import origin_of
from gladhand.core.languages import LANGUAGES
from gladhand.orgs.branding.queries import PartnerBranding, find_branding
from gladhand.orgs.embed_keys.queries import EmbedKey, list_embed_keys

router = APIRouter(prefix="/console/partners/{slug}/branding", include_in_schema=False, route_class=ConsoleRoute)

_THEMES = (("", "as the reader's device"), ("light", "light"), ("dark", "dark"))
_VARIANTS = (("full", "whole page"), ("card", "card in your own page"))
_LANGUAGES = tuple((each.code, each.name) for each in LANGUAGES.values())
_TRIED = ("brand_color", "brand_logo", "theme", "variant", "lang")


@router.get("")
async def show_branding(view: PartnerView, request: Request, settings: Settings) -> Response:
    """What is set, a preview that tries other values out, and the keys."""
    async with view.reading("partner:read") as db:
        branding = await find_branding(db, view.partner) or PartnerBranding()
        keys = await list_embed_keys(db, view.partner)
    tried = {name: param(request, name) or "" for name in _TRIED}
    usable = next((each.key for each in keys if each.revoked_at is None), None)
    blocks: list[Any] = [Forms("", [_new_key(view), _change(view, branding)]), _now(branding)]
    if usable:
        blocks += [_try_out(view, tried), _preview(settings.connect_url, usable, tried)]
    blocks.append(_table(view, keys))
    about = "What your fleets see when they open an invitation. An embed key lets your own sites show it in a frame."
    origin = origin_of(settings.connect_url) if usable else ""
    return view.show(ConsolePage("Branding", blocks, about, framed_origin=origin))


def _now(branding: PartnerBranding) -> Facts:
    rows = [
        ("Colour", branding.color),
        ("Logo", branding.logo_url),
        ("Logo on dark pages", branding.logo_dark_url),
        ("Set", Time(branding.updated_at)),
    ]
    return Facts("As it is now", rows)


def _try_out(view: View, tried: dict[str, str]) -> FormBlock:
    inputs = [
        Input("brand_color", "Colour", tried["brand_color"], hint="six hexadecimal digits, such as d1004b"),
        Input("brand_logo", "Logo", tried["brand_logo"], type="url", hint="an https address"),
        Input("theme", "Theme", tried["theme"], choices=_THEMES),
        Input("variant", "Shown as", tried["variant"], choices=_VARIANTS),
        Input("lang", "Language", tried["lang"] or "en", choices=_LANGUAGES),
    ]
    return FormBlock("Try it", view.url("/branding"), inputs, method="get")


def _preview(connect_url: str, key: str, tried: dict[str, str]) -> FrameBlock:
    given = {name: text for name, text in tried.items() if text}
    about = "Connect's first page with a made-up invitation. What you try here is not saved."
    return FrameBlock("Preview", f"{connect_url}/preview?{urlencode({'embed_key': key} | given)}", about)


def _table(view: View, keys: list[EmbedKey]) -> TableBlock:
    rows = [
        [
            each.name,
            Copy(each.key),
            ", ".join(each.origins),
            each.color,
            Time(each.created_at),
            [Badge("revoked", "bad"), Time(each.revoked_at)] if each.revoked_at else _revoke(view, each),
        ]
        for each in keys
    ]
    empty = (
        "No embed key. It is for the sites that are to show Connect. With the first one the preview appears here, too."
    )
    return TableBlock("Embed keys", ["Name", "Key", "Sites", "Colour", "Made", "End"], rows, empty)


def _revoke(view: View, key: EmbedKey) -> FormBlock:
    warning = "No site may show Connect in a frame with it any more. This cannot be undone."
    action = view.url(f"/branding/keys/{key.id}/revoke")
    return FormBlock("Revoke", action, needs=PARTNER_CHANGES, tone="danger", warning=warning, about=key.name)


def _new_key(view: View) -> FormBlock:
    inputs = [
        Input("name", "What it is for", is_required=True),
        Input("origins", "Sites", hint="such as https://acme.example, with spaces between several", is_required=True),
    ]
    return FormBlock("Make an embed key", view.url("/branding/keys"), inputs, needs=PARTNER_CHANGES, tone="primary")


def _change(view: View, branding: PartnerBranding) -> FormBlock:
    inputs = [
        Input("brand_color", "Colour", branding.color or "", hint="empty: this server's own"),
        Input("brand_logo", "Logo", branding.logo_url or "", type="url"),
        Input("brand_logo_dark", "Logo on dark pages", branding.logo_dark_url or "", type="url"),
    ]
    return FormBlock("Change the branding", view.url("/branding"), inputs, needs=PARTNER_CHANGES, tone="primary")


def _api(view: View) -> ApiCalls:
    """What an operator sets is the operator's, also on the pages of a partner: that matters for logos."""
    return view.operator_api if view.person.is_operator else view.api


@router.post("")
async def change_branding(view: PartnerView, form: Submitted) -> Response:
    """Replace the branding."""
    body = {name: form.text(name) or None for name in ("brand_color", "brand_logo", "brand_logo_dark")}
    path = f"/v2/orgs/partners/{view.partner}/branding"
    await _api(view).change("branding.updated", "PUT", path, body, details=body)
    return view.go("/branding", "branding-saved")


@router.post("/keys")
async def make_embed_key(view: PartnerView, form: Submitted) -> Response:
    """Make a key for some sites."""
    body = {"name": form.text("name"), "origins": form.text("origins").replace(",", " ").split()}
    path = f"/v2/orgs/partners/{view.partner}/embed-keys"
    await _api(view).change("embed_key.created", "POST", path, body, details=body)
    return view.go("/branding", "embed-key-made")


@router.post("/keys/{key_id:uuid}/revoke", dependencies=FORM_IS_OURS)
async def revoke_embed_key(view: PartnerView, key_id: UUID) -> Response:
    """Revoke a key."""
    path = f"/v2/orgs/partners/{view.partner}/embed-keys/{key_id}"
    await _api(view).change("embed_key.revoked", "DELETE", path, subject_id=key_id)
    return view.go("/branding", "embed-key-revoked")
