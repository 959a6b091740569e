"""Why somebody cannot sign in or have an account. The pages show texts of their own."""

from enum import StrEnum


class WrongPassword(Exception):
    """There is no such account, it is disabled, or the password is wrong; nobody is told which."""


class EmailTaken(Exception):
    """An account with this address exists."""


class LinkUnusable(Exception):
    """The link was used, has expired, or is not one of ours."""


class PasswordFlaw(StrEnum):
    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    COMMON = "common"
    LIKE_EMAIL = "like the address"


class BadPassword(Exception):
    """The rules for passwords refuse it."""

    def __init__(self, flaw: PasswordFlaw) -> None:
        super().__init__(f"the password is {flaw}")
        self.flaw = flaw
