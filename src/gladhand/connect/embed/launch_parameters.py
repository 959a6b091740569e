"""How Connect was opened: as a link, or by a partner's site, with the parameters that its embedding script adds.

Each parameter is judged alone: what cannot be used counts as not given, and the others still apply. Who may put a page
into a frame, and hear what happens in it, follows from the embed key and from nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.branding.schemas import color
from gladhand.orgs.embed_keys.queries import EmbedKey
from gladhand.orgs.texts import HttpsUrl

#: The key's place in the query. Longer texts are no keys of ours, and are not looked up.
KEY_PARAMETER = "embed_key"
_LONGEST_KEY = 200

T = TypeVar("T", bound=StrEnum)

_LOGO: TypeAdapter[str] = TypeAdapter(HttpsUrl)


class Embed(StrEnum):
    """Where the page is shown."""

    IFRAME = "iframe"
    POPUP = "popup"
    REDIRECT = "redirect"


class Variant(StrEnum):
    FULL = "full"
    CARD = "card"


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Launch:
    """What the query of the link asks for, as far as it may."""

    embed: Embed | None
    """Nothing when the link was opened as an ordinary one."""
    variant: Variant
    theme: Theme | None
    """A forced one; without it the reader's own choice or device decides."""
    look: PartnerBranding
    key: EmbedKey | None
    """The living key; an unknown one and a revoked one count as none."""

    @property
    def is_framed(self) -> bool:
        return self.embed is Embed.IFRAME

    @property
    def audience(self) -> tuple[str, ...]:
        """The origins that are told what happens here. None in a tab of its own: nobody is listening."""
        if self.key is None or self.embed not in (Embed.IFRAME, Embed.POPUP):
            return ()
        return tuple(self.key.origins)

    @property
    def frame_ancestors(self) -> str:
        """For the policy of every page of the flow."""
        return frame_ancestors(self.key)


def frame_ancestors(key: EmbedKey | None) -> str:
    """Who may put a page into a frame: the sites of a living key, and without one nobody."""
    return " ".join(key.origins) if key is not None and key.origins else "'none'"


def key_text(query: Mapping[str, str]) -> str | None:
    """The key to look up; none where there is no use in looking."""
    given = query.get(KEY_PARAMETER, "")
    return given if 0 < len(given) <= _LONGEST_KEY and "\0" not in given else None


def launch(query: Mapping[str, str], key: EmbedKey | None, partner_look: PartnerBranding) -> Launch:
    """Judge the parameters. `partner_look` is the invitation's partner's own branding."""
    look = partner_look
    if key is not None:
        look = _over(_over(look, PartnerBranding(key.color, key.logo_url, key.logo_dark_url)), _asked_for(query))
    return Launch(
        embed=_one_of(Embed, query.get("embed")),
        variant=_one_of(Variant, query.get("variant")) or Variant.FULL,
        theme=_one_of(Theme, query.get("theme")),
        look=look,
        key=key,
    )


def _asked_for(query: Mapping[str, str]) -> PartnerBranding:
    return PartnerBranding(
        _color(query.get("brand_color")), _logo(query.get("brand_logo")), _logo(query.get("brand_logo_dark"))
    )


def _over(below: PartnerBranding, above: PartnerBranding) -> PartnerBranding:
    """A logo replaces both of those below: the other's dark one would be another company's sign."""
    logos = (above.logo_url, above.logo_dark_url) if above.logo_url else (below.logo_url, below.logo_dark_url)
    if above.logo_dark_url:
        logos = (logos[0], above.logo_dark_url)
    return PartnerBranding(above.color or below.color, *logos)


def _one_of(kind: type[T], given: str | None) -> T | None:
    return kind(given) if given in set(kind) else None


def _color(given: str | None) -> str | None:
    try:
        return color(given) if given else None
    except ValueError:
        return None


def _logo(given: str | None) -> str | None:
    try:
        return _LOGO.validate_python(given) if given else None
    except ValidationError:
        return None
