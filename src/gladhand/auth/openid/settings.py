"""The OpenID provider of an installation."""

from dataclasses import dataclass, field

#: The path below `CONNECT_URL` to which the provider sends the browser back. The operator registers it there.
CALLBACK_PATH = "/account/openid/callback"


@dataclass(frozen=True)
class OpenIdSettings:
    """`name` is what the sign-in page calls the provider."""

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    name: str
    connect_url: str

    @property
    def redirect_uri(self) -> str:
        return self.connect_url + CALLBACK_PATH
