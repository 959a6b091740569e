"""Secrets in texts, in the spellings of addresses, forms, JSON, HTML and Basic authentication."""

import json
import re
from base64 import b64encode
from collections.abc import Callable
from html import escape
from urllib.parse import quote, quote_plus

import pytest

from gladhand.sdk.masking import SecretMask, without


def _in_small_letters(spelled: str) -> str:
    return re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), spelled)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "address": lambda secret: quote(secret, safe=""),
    "path": quote,
    "form": quote_plus,
    "address in small letters": lambda secret: _in_small_letters(quote(secret, safe="")),
    "path in small letters": lambda secret: _in_small_letters(quote(secret)),
    "form in small letters": lambda secret: _in_small_letters(quote_plus(secret)),
    "JSON": lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    "JSON in ASCII": lambda secret: json.dumps(secret)[1:-1],
    "HTML": escape,
    "address in HTML": lambda secret: escape(quote_plus(secret)),
    "Base64": lambda secret: b64encode(secret.encode()).decode(),
}
LONG = ["my pass phrase", "a/b:c d/e", 'quo"ted & more', "plain-secret_1.2~3", "größer als", "back\\slash/1", "a+b c+d"]
SHORT = ["a b", "a/b:c", 'q"1', "1234", "ü/1", "a\\b", "a&b", "a+b c"]


@pytest.mark.parametrize("spelled", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("secret", LONG)
def test_a_secret_is_masked_in_every_spelling(secret: str, spelled: Callable[[str], str]) -> None:
    echo = spelled(secret)
    text = f"The user=ann;x={echo};y=1"
    mask = SecretMask([secret])
    mask.look_at(text.encode())
    assert mask.may_be_echoed
    assert mask.text(text) == without(text, [secret]) == "The user=ann;x=*****;y=1"


@pytest.mark.parametrize("spelled", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("secret", SHORT)
def test_a_short_secret_is_masked_in_every_spelling_behind_a_word(secret: str, spelled: Callable[[str], str]) -> None:
    echo = spelled(secret)
    text = f"The user=ann;token={echo};y=1"
    mask = SecretMask([secret])
    mask.look_at(text.encode())
    assert mask.may_be_echoed
    assert mask.text(text) == "The user=ann;token=*****;y=1"
    assert mask.text(f"The truck {echo}") == f"The truck {echo}"


def test_a_text_without_a_secret_keeps_its_escapes() -> None:
    text = "https://provider.example/?a=b%20c&amp;d=e+f"
    assert SecretMask(["another secret", "a b"]).text(text) == without(text, ["another secret"]) == text
