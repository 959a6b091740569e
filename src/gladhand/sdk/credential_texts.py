"""The types of texts in credentials: who may see them, and which characters they may contain."""

import re
from enum import Enum, auto
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

_NOT_IN_HEADERS = re.compile(r"[^\x20-\x7e]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LINE_BREAKS = "\r\n\u2028\u2029"


class Secrecy(Enum):
    """Who may see the value of a field."""

    SECRET = auto()
    """Nobody: it is hidden while it is typed, and answers show stars."""
    MASKED = auto()
    """The person who types it. Answers show stars."""


def _without(found: re.Match[str] | None) -> None:
    if found is not None:
        character = "a line break" if found[0] in _LINE_BREAKS else f"the character U+{ord(found[0]):04X}"
        raise PydanticCustomError(
            "credential_character",
            "Input should not contain {character}, as at position {position}",
            {"character": character, "position": found.start() + 1},
        )


def _key(value: str | None) -> str | None:
    _without(_NOT_IN_HEADERS.search(value or ""))
    return value


def _one_line(value: str | None) -> str | None:
    _without(_CONTROLS.search(value or ""))
    return value


#: Keys and tokens, which providers take in a header.
SecretText: TypeAlias = Annotated[str, Field(repr=False), Secrecy.SECRET, AfterValidator(_key)]
OptionalSecretText: TypeAlias = Annotated[str | None, Field(repr=False), Secrecy.SECRET, AfterValidator(_key)]
#: Passwords, which people choose.
PasswordText: TypeAlias = Annotated[str, Field(repr=False), Secrecy.SECRET, AfterValidator(_one_line)]
OptionalPasswordText: TypeAlias = Annotated[str | None, Field(repr=False), Secrecy.SECRET, AfterValidator(_one_line)]
#: The text of a key file, of several lines.
KeyFileText: TypeAlias = Annotated[str, Field(repr=False), Secrecy.SECRET]
MaskedText: TypeAlias = Annotated[str, Field(repr=False), Secrecy.MASKED, AfterValidator(_one_line)]
OptionalMaskedText: TypeAlias = Annotated[str | None, Field(repr=False), Secrecy.MASKED, AfterValidator(_one_line)]
