"""LaunchParameters parameters: each is judged alone, and who hears of a flow follows from the key."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from gladhand.connect.embed.launch_parameters import (
    EmbedMode,
    LaunchParameters,
    Theme,
    Variant,
    embed_key_text,
    parse_launch_parameters,
)
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.embed_keys.queries import EmbedKey

NOW = datetime(2026, 11, 21, tzinfo=UTC)
LOGO, OTHER = "https://cdn.partner.example/a.svg", "https://elsewhere.example/b.png"


def key(
    *, origins: tuple[str, ...] = ("https://partner.example",), by_partner: bool = False, **look: str | None
) -> EmbedKey:
    looks = {"color": None, "logo_url": None, "logo_dark_url": None} | look
    return EmbedKey(
        uuid4(),
        uuid4(),
        "ek_1",
        "site",
        list(origins),
        **looks,
        logo_by_partner=by_partner,
        created_at=NOW,
        updated_at=NOW,
        revoked_at=None,
    )


def judged(*, known: EmbedKey | None = None, own: PartnerBranding | None = None, **query: str) -> LaunchParameters:
    return parse_launch_parameters(query, known, own or PartnerBranding())


def test_an_ordinary_link_is_the_full_page_in_the_readers_own_theme():
    found = judged(invite="1")
    assert (found.embed, found.variant, found.theme, found.branding) == (None, Variant.FULL, None, PartnerBranding())
    assert (found.frame_ancestors, found.event_origins) == ("'none'", ())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"embed": "iframe"}, (EmbedMode.IFRAME, Variant.FULL, None)),
        ({"embed": "IFRAME", "variant": "card"}, (None, Variant.CARD, None)),
        ({"variant": "cards", "theme": "dark"}, (None, Variant.FULL, Theme.DARK)),
        ({"theme": "auto", "embed": "popup"}, (EmbedMode.POPUP, Variant.FULL, None)),
        ({"embed": "", "variant": "", "theme": ""}, (None, Variant.FULL, None)),
        ({"nonsense": "1"}, (None, Variant.FULL, None)),
    ],
)
def test_each_parameter_is_judged_alone(query, expected):
    found = judged(**query)
    assert (found.embed, found.variant, found.theme) == expected


@pytest.mark.parametrize("given", ["d1004b", "#d1004b", "D1004B"])
def test_a_colour_has_six_digits(given):
    assert judged(known=key(), brand_color=given).branding.color == "d1004b"


@pytest.mark.parametrize("given", ["fff", "d1004b80", "red", "rgb(1,2,3)", "hsl(1,2%,3%)", "", "d1004g", "##d1004b"])
def test_any_other_colour_falls_back_to_the_accounts(given):
    assert judged(known=key(), own=PartnerBranding(color="123456"), brand_color=given).branding.color == "123456"


@pytest.mark.parametrize(
    "given",
    ["http://cdn.example/a.png", "data:image/png;base64,AA", "javascript:1", "//cdn.example/a.png", "/a.png", " "],
)
def test_a_logo_that_is_no_https_address_falls_back_to_the_accounts(given):
    assert judged(known=key(), own=PartnerBranding(logo_url=LOGO), brand_logo=given).branding.logo_url == LOGO


def test_branding_in_the_query_needs_a_living_key_and_the_rest_does_not():
    found = judged(embed_key="ek_unknown", brand_color="d1004b", brand_logo=OTHER, variant="card", theme="light")
    assert found.branding == PartnerBranding()
    assert (found.variant, found.theme) == (Variant.CARD, Theme.LIGHT)


def test_the_query_comes_before_the_key_and_the_key_before_the_partner():
    own = PartnerBranding("111111", LOGO, "https://cdn.partner.example/dark.svg")
    assert judged(known=key(), own=own).branding == own
    assert judged(known=key(color="222222"), own=own).branding == PartnerBranding(
        "222222", own.logo_url, own.logo_dark_url
    )
    # Somebody else's dark sign must not stand for this one.
    assert judged(known=key(), own=own, brand_logo=OTHER).branding == PartnerBranding("111111", OTHER, None)
    assert judged(known=key(), own=own, brand_logo_dark=OTHER).branding == PartnerBranding("111111", LOGO, OTHER)


def test_only_a_frame_or_a_popup_with_a_living_key_has_an_audience():
    known = key(origins=("https://partner.example", "https://www.partner.example"))
    assert judged(known=known, embed="iframe").event_origins == (
        "https://partner.example",
        "https://www.partner.example",
    )
    assert judged(known=known, embed="popup").event_origins == judged(known=known, embed="iframe").event_origins
    assert judged(known=known, embed="redirect").event_origins == ()
    assert judged(known=known).event_origins == ()
    assert judged(embed="iframe", embed_key="ek_unknown").event_origins == ()
    assert judged(known=known, embed="iframe").frame_ancestors == "https://partner.example https://www.partner.example"
    assert judged(known=key(origins=()), embed="iframe").frame_ancestors == "'none'"


@pytest.mark.parametrize("given", ["", "x" * 201, "ek_\0"])
def test_what_is_no_key_is_not_looked_up(given):
    assert embed_key_text({"embed_key": given}) is None
    assert embed_key_text({}) is None


def test_only_logos_that_the_operator_has_named_may_come_from_any_network():
    by_partner = PartnerBranding(logo_url=LOGO, logo_dark_url=OTHER, logo_by_partner=True)
    assert judged(own=by_partner).public_logos == {LOGO, OTHER}
    assert judged(own=PartnerBranding(logo_url=LOGO)).public_logos == set()
    assert judged(known=key(logo_url=LOGO, by_partner=True)).public_logos == {LOGO}
    assert judged(known=key(logo_url=LOGO)).public_logos == set()
    assert judged(known=key(), brand_logo=OTHER).public_logos == {OTHER}
    # What the operator has named stays so, whoever repeats it.
    assert judged(known=key(by_partner=True, logo_url=LOGO), own=PartnerBranding(logo_url=LOGO)).public_logos == set()
