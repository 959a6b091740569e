"""What a page can be refused for."""


class NotSignedIn(Exception):
    """The session is missing or has ended. The reader is sent to the sign-in and comes back afterwards."""


class NoConsoleRole(Exception):
    """Somebody is signed in whose account has no role that opens the console."""


class PageNotFound(Exception):
    """There is no such page, or it is not for this person: both look the same."""


class FormExpired(Exception):
    """A form that was not made for this session, or that another site has sent."""


class BadForm(Exception):
    """What was typed in cannot be used. The text says why, and `field` names the input."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field
