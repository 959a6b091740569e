"""Which language a page speaks."""

import pytest

from gladhand.connect.language import join_nouns
from gladhand.core.languages import ENGLISH, LANGUAGES, choose_language, current_language, use_language


@pytest.mark.parametrize(
    ("wanted", "accepted", "expected"),
    [
        (None, None, "en"),
        ("de", "fr", "de"),
        ("xx", "fr-CA,fr;q=0.9", "fr"),
        ("", "pt-BR, pl;q=0.5, de;q=0.8", "de"),
        (None, "pa-Guru-IN", "pa"),
        (None, "uk;q=0, ro;q=0.1", "ro"),
        (None, "de;q=many, es", "es"),
        (None, "*", "en"),
        (None, ",;,;q=1", "en"),
        (None, "en-GB, de", "en"),
    ],
)
def test_the_readers_choice_comes_before_the_browsers(wanted, accepted, expected):
    assert choose_language(wanted, accepted).code == expected


def test_a_language_lasts_as_long_as_its_block():
    with use_language(LANGUAGES["ar"]):
        assert current_language().direction == "rtl"
    assert current_language() is ENGLISH


@pytest.mark.parametrize(
    ("code", "expected"), [("en", "İlk, b"), ("tr", "İlk, b"), ("ar", "İlk، b")], ids=["English", "Turkish", "Arabic"]
)
def test_a_list_is_written_as_the_language_writes_it(code, expected):
    with use_language(LANGUAGES[code]):
        assert join_nouns(["ilk" if code == "tr" else "İlk", "b"]) == expected
