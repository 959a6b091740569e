"""The parameters with which a partner's site opens Connect. The embedding script adds them to the magic link.

An invalid parameter is ignored, and the others still apply. Only the embed key decides which sites may show a page in a
frame and receive its events.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.branding.schemas import color
from gladhand.orgs.embed_keys.queries import EmbedKey
from gladhand.resources.urls import HttpsUrl

#: The query parameter of the embed key. No key of ours is longer than this.
KEY_PARAMETER = "embed_key"
_MAX_KEY_LENGTH = 200

E = TypeVar("E", bound=StrEnum)

_LOGO: TypeAdapter[str] = TypeAdapter(HttpsUrl)


class EmbedMode(StrEnum):
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
class LaunchParameters:
    """The valid launch parameters of a link."""

    embed: EmbedMode | None
    """None for a link that was opened in a tab."""
    variant: Variant
    theme: Theme | None
    """None lets the reader or the device decide."""
    branding: PartnerBranding
    key: EmbedKey | None
    """None for an unknown and for a revoked key."""
    public_logos: frozenset[str] = frozenset()
    """Addresses of logos that the operator has not named: the partner's own, and those of the link. Whoever has a key,
    which is public, can write such a link."""

    @property
    def is_framed(self) -> bool:
        return self.embed is EmbedMode.IFRAME

    @property
    def may_be_framed(self) -> bool:
        """Whether a site may show the page in a frame; it does not have to say so in the link."""
        return self.is_framed or (self.key is not None and self.embed is None)

    @property
    def event_origins(self) -> tuple[str, ...]:
        """The origins that receive events. Empty for a page in a tab, because no other page listens there."""
        if self.key is None or self.embed not in (EmbedMode.IFRAME, EmbedMode.POPUP):
            return ()
        return tuple(self.key.origins)

    @property
    def frame_ancestors(self) -> str:
        return frame_ancestors(self.key)


def frame_ancestors(key: EmbedKey | None) -> str:
    """The value of the CSP directive: the origins of the key, or `'none'` without a key."""
    return " ".join(key.origins) if key is not None and key.origins else "'none'"


def embed_key_text(query: Mapping[str, str]) -> str | None:
    """The embed key of the query, or None if it cannot be one."""
    text = query.get(KEY_PARAMETER, "")
    return text if 0 < len(text) <= _MAX_KEY_LENGTH and "\0" not in text else None


def parse_launch_parameters(
    query: Mapping[str, str], key: EmbedKey | None, partner_branding: PartnerBranding
) -> LaunchParameters:
    """Parse the query. The branding of the link overrides the key's branding, which overrides the partner's."""
    branding, of_operator = partner_branding, partner_branding.operators_logos
    if key is not None:
        branding = _merge(_merge(branding, key.branding), _branding(query))
        of_operator |= key.branding.operators_logos
    return LaunchParameters(
        embed=_member(EmbedMode, query.get("embed")),
        variant=_member(Variant, query.get("variant")) or Variant.FULL,
        theme=_member(Theme, query.get("theme")),
        branding=branding,
        key=key,
        public_logos=frozenset(filter(None, (branding.logo_url, branding.logo_dark_url))) - of_operator,
    )


def _branding(query: Mapping[str, str]) -> PartnerBranding:
    return PartnerBranding(
        _color(query.get("brand_color")), _logo(query.get("brand_logo")), _logo(query.get("brand_logo_dark"))
    )


def _merge(below: PartnerBranding, above: PartnerBranding) -> PartnerBranding:
    """`above` where it is set. Its logo replaces both logos below, whose dark one may be another company's."""
    logos = (above.logo_url, above.logo_dark_url) if above.logo_url else (below.logo_url, below.logo_dark_url)
    if above.logo_dark_url:
        logos = (logos[0], above.logo_dark_url)
    return PartnerBranding(above.color or below.color, *logos)


def _member(enum: type[E], value: str | None) -> E | None:
    return enum(value) if value in set(enum) else None


def _color(value: str | None) -> str | None:
    try:
        return color(value) if value else None
    except ValueError:
        return None


def _logo(value: str | None) -> str | None:
    try:
        return _LOGO.validate_python(value) if value else None
    except ValidationError:
        return None
