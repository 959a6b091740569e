"""What copying brings along is taken out, and what may be meant stays."""

import unicodedata

import pytest

from gladhand.resources.cleaning import clean_line, clean_prose, clean_secret

INVISIBLE = [
    chr(each) for each in (*range(0x202A, 0x202F), *range(0x200B, 0x2010), 0x2060, 0x2066, 0x2069, 0xFEFF, 0xAD)
]


@pytest.mark.parametrize("mark", INVISIBLE, ids=lambda mark: f"U+{ord(mark):04X}")
@pytest.mark.parametrize("clean", [clean_line, clean_prose, clean_secret])
def test_invisible_characters_go_wherever_they_are(clean, mark):
    assert clean(f"{mark}ab{mark}c{mark}") == "abc"


@pytest.mark.parametrize("blank", [" ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u202f", "\u2028"])
@pytest.mark.parametrize("clean", [clean_line, clean_prose, clean_secret])
def test_blanks_and_line_breaks_around_go(clean, blank):
    assert clean(f"{blank}{blank}a b{blank}\u200b{blank}") == "a b"


def test_a_copied_blank_is_a_blank():
    assert clean_line("Maria\u00a0Keller") == "Maria Keller"


def test_a_field_with_one_line_keeps_one_line():
    assert clean_line("12 Main St\r\n  Springfield") == "12 Main St Springfield"
    assert clean_prose("12 Main St\n\nSpringfield\n") == "12 Main St\n\nSpringfield"


@pytest.mark.parametrize("text", ["\u0646\u200c\u062e", "क\u094d\u200dष", "👩\u200d🚚", "日本\u3000運輸"])
def test_characters_that_change_what_is_read_stay(text):
    assert clean_line(text) == text


def test_both_forms_of_a_letter_are_one():
    assert clean_line(unicodedata.normalize("NFD", "Jürgen.Müller")) == "Jürgen.Müller"


def test_a_secret_keeps_its_own_characters():
    secret = unicodedata.normalize("NFD", "pässwörd") + "\u00a0x"
    assert clean_secret(f" {secret}\n") == secret
