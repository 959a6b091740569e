"""Types of texts in requests, with the limits of the contract."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, EmailStr, WithJsonSchema

from gladhand.resources.text import Line, Text, cleaned

# Longer ones would not fit into an index entry, in whatever script they are written.
_MAX_FLEET_REF = 500
_LONGEST_SLUG = 60
_APOSTROPHE = re.compile(r"['`\u2019\u02bc]")
_PHONE = re.compile(r"(?:tel:)?\+?[\d\s().\-/]{3,40}(?:(?:[;,#x]|\s|ext\.?=?|extension)+\d{1,8})?", re.IGNORECASE)


def _fleet_ref(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    if len(value) > _MAX_FLEET_REF:
        raise ValueError(f"must not have more than {_MAX_FLEET_REF} characters")
    return value


def _name(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    return value


def plain_name(name: str) -> str:
    """The nearest name that has only letters, digits and spaces; the name itself if it has nothing else."""
    # Marks belong to the letters of many scripts.
    kept = (
        each if each == " " or unicodedata.category(each)[0] in "LMN" else " " for each in _APOSTROPHE.sub("", name)
    )
    plain = "".join(kept)
    return name if plain == name else " ".join(plain.split())


def slug_of(name: str, *, otherwise: str) -> str:
    """The name in the letters of addresses. `otherwise` if it has none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or otherwise


def _phone(value: str) -> str:
    if not _PHONE.fullmatch(value) or sum(character.isdigit() for character in value) < 3:
        raise ValueError("must be a phone number")
    return value


def _no_number_in_disguise(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("must be a number")
    return value


#: What something is called; never empty.
Name = Annotated[Line, AfterValidator(_name)]
FleetRef = Annotated[Text, AfterValidator(_fleet_ref)]
Email = Annotated[EmailStr, BeforeValidator(cleaned)]
#: National and international spellings alike, with an extension or without.
Phone = Annotated[Line, AfterValidator(_phone), WithJsonSchema({"type": "string", "format": "phone"})]
Whole = Annotated[int, BeforeValidator(_no_number_in_disguise)]
