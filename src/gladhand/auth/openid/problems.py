"""Why nobody is signed in. The pages show texts of their own."""


class NotConfigured(Exception):
    """The operator has named no OpenID provider."""


class OpenIdFailed(Exception):
    """The provider did not answer, or its answer proves nothing. The text is for the log, and holds no secret."""


class EmailNotProved(Exception):
    """The provider does not say that the address belongs to the person."""


class NoAccount(Exception):
    """Nobody here has the address, or the account is disabled."""

    def __init__(self, email: str) -> None:
        super().__init__("There is no account.")
        self.email = email
