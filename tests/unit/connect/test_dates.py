"""Dates as pages without script show them, in each language."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from gladhand.connect.language import country_choices, format_moment
from gladhand.core.languages import LANGUAGES, region_of, use_language

MOMENT = datetime(2027, 2, 9, 2, 10, tzinfo=timezone(timedelta(hours=-6)))
EXPECTED = {
    "en": "February 9, 2027, 8:10\u202fAM (UTC)",
    "de": "9. Februar 2027, 08:10 (UTC)",
    "es": "9 de febrero de 2027, 8:10 (UTC)",
    "fr": "9 février 2027, 08:10 (UTC)",
    "lt": "2027 m. vasario 9 d., 08:10 (UTC)",
    "pl": "9 lutego 2027, 08:10 (UTC)",
    "ro": "9 februarie 2027, 08:10 (UTC)",
    "tr": "9 Şubat 2027, 08:10 (UTC)",
    "uk": "9 лютого 2027\u202fр., 08:10 (UTC)",  # noqa: RUF001 - Ukrainian
    "hi": "9 फ़रवरी 2027, 8:10 am (UTC)",
    "pa": "9 ਫ਼ਰਵਰੀ 2027, 8:10 ਪੂ.ਦੁ. (UTC)",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_date_is_written_as_its_language_does(code: str) -> None:
    with use_language(LANGUAGES[code]):
        written = format_moment(MOMENT)
    if code in EXPECTED:
        assert " ".join(written.split()) == " ".join(EXPECTED[code].split())
    assert written.endswith("(UTC)")


def test_a_date_of_another_zone_is_that_of_utc() -> None:
    assert format_moment(datetime(2027, 2, 9, 23, 30, tzinfo=timezone(timedelta(hours=-6)))).startswith("February 10")
    assert format_moment(datetime(2027, 2, 9, 23, 30, tzinfo=UTC)).startswith("February 9")


@pytest.mark.parametrize("code", LANGUAGES)
def test_countries_are_listed_by_their_names(code: str) -> None:
    with use_language(LANGUAGES[code]):
        choices = dict(country_choices())
    assert len(choices) > 200
    assert all(choices.values())
    assert choices["DEU"] == {"en": "Germany", "de": "Deutschland", "tr": "Almanya"}.get(code, choices["DEU"])


@pytest.mark.parametrize(
    ("header", "region"),
    [("en-US,en;q=0.9", "US"), ("de", None), ("fr;q=0.5, es-MX", "MX"), ("zh-Hant-TW", "TW"), (None, None)],
)
def test_the_region_is_that_of_the_preferred_language(header: str | None, region: str | None) -> None:
    assert region_of(header) == region
