"""Kinds of text that come from outside, with the limits of the contract."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, EmailStr, StringConstraints, WithJsonSchema

from gladhand.resources.text import Line, Text, cleaned

_MAX_URL = 2083
# Longer ones would not fit into an index entry, in whatever script they are written.
_MAX_FLEET_REF = 500
_WEB_URL = re.compile(
    r"https?://(?P<user>[^/?#@\\]+@)?(?:\[[0-9a-f:.]+\]|[^/?#@:\\\[\]]+)(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE
)
# White space, controls, halves of characters.
_NOT_IN_URLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_PHONE = re.compile(r"(?:tel:)?\+?[\d\s().\-/]{3,40}(?:(?:[;,#x]|\s|ext\.?=?|extension)+\d{1,8})?", re.IGNORECASE)


def _fleet_ref(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    if len(value) > _MAX_FLEET_REF:
        raise ValueError(f"must not have more than {_MAX_FLEET_REF} characters")
    return value


def _letters_digits_spaces(value: str) -> str:
    # Marks belong to the letters of many scripts.
    plain = value.replace(" ", "")
    if not plain.isalnum() and any(unicodedata.category(character)[0] not in "LMN" for character in plain):
        raise ValueError("only letters, numbers and spaces are allowed")
    return value


def _web_url(value: str) -> str:
    if _NOT_IN_URLS.search(value):
        raise ValueError("must not contain spaces or control characters")
    found = _WEB_URL.fullmatch(value)
    if found is None:
        raise ValueError("must be an absolute URL with http or https")
    if found["user"]:
        raise ValueError("must not carry a user name or password")
    return value


def _https_url(value: str) -> str:
    if not value.lower().startswith("https://"):
        raise ValueError("must use https")
    return value


def _phone(value: str) -> str:
    if not _PHONE.fullmatch(value) or sum(character.isdigit() for character in value) < 3:
        raise ValueError("must be a phone number")
    return value


def _no_number_in_disguise(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("must be a number")
    return value


_CLEANED = BeforeValidator(cleaned)
_UriLimits = StringConstraints(min_length=1, max_length=_MAX_URL)
_UriSchema = WithJsonSchema({"type": "string", "format": "uri", "minLength": 1, "maxLength": _MAX_URL})

FleetRef = Annotated[Text, AfterValidator(_fleet_ref)]
FleetName = Annotated[Line, AfterValidator(_letters_digits_spaces)]
Email = Annotated[EmailStr, BeforeValidator(cleaned)]
#: Kept and answered as it was sent. Only the web's own schemes: these become links and redirects in a browser.
WebUrl = Annotated[str, _UriLimits, AfterValidator(_web_url), _UriSchema, _CLEANED]
HttpsUrl = Annotated[str, _UriLimits, AfterValidator(_web_url), AfterValidator(_https_url), _UriSchema, _CLEANED]
#: National and international spellings alike, with an extension or without.
Phone = Annotated[Line, AfterValidator(_phone), WithJsonSchema({"type": "string", "format": "phone"})]
Whole = Annotated[int, BeforeValidator(_no_number_in_disguise)]
