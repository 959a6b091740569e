"""Why an application does not get a code."""


class UnknownApplication(Exception):
    """The client id or its redirect URI is not registered. The browser must not be sent anywhere."""


class AuthorizationRefused(Exception):
    """The application is told at its redirect URI; `error` is one of OAuth's codes."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
