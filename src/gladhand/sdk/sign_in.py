"""How a fleet signs in at a provider: the tables of `provider.toml` for forms, their help, and OAuth 2."""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, model_validator

from gladhand.resources.enums import ConnectionTypeEnum
from gladhand.sdk.definition_table import DefinitionTable, Line, Paragraph, PictureFile, Url


class Choice(DefinitionTable):
    """One option of a select."""

    value: str
    label: Line


class FormField(DefinitionTable):
    """One field of the sign-in form. `name` is the field's name in the credentials of the connection type."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Line
    help: Paragraph | None = None
    kind: Literal["text", "password", "url", "select"] = "text"
    secret: bool = False
    """The value is never shown after it was typed in. A password always is secret."""
    required: bool = True
    placeholder: Line | None = None
    choices: tuple[Choice, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.kind == "select") != bool(self.choices):
            raise ValueError("a select has choices, and nothing else has")
        if self.kind == "password" and not self.secret:
            raise ValueError("a password is secret")
        return self


class HelpStep(DefinitionTable):
    """One step to what the form asks for, in the provider's own pages."""

    text: Line
    url: Url | None = None
    """The provider's page of this step; Connect has a button for it."""
    image: PictureFile | None = None
    """A picture of that page, such as a drawing of where the button is: a file in the folder `pictures` beside
    `provider.toml`."""
    image_dark: PictureFile | None = None
    """The same for dark pages. A drawing in SVG needs none if it asks for `prefers-color-scheme` itself."""
    image_url: Url | None = None
    """In place of a file: where the picture is. Connect's server fetches it, and no browser."""
    lists_rights: bool = False
    """Whether the rights that the fleet has to give follow; see `rights`."""

    @model_validator(mode="after")
    def _has_one_image(self) -> Self:
        if self.image_url and (self.image or self.image_dark):
            raise ValueError("an image is a file or has an address, not both")
        return self


class Alternative(DefinitionTable):
    """Other credentials of the same provider. The fleet chooses between this form and the usual one."""

    conn_type: ConnectionTypeEnum
    label: Line
    """The label of the choice."""
    form: tuple[FormField, ...] = Field(min_length=1)
    where_to_find: Paragraph | None = None
    """Replaces the help of the definition."""
    steps: tuple[HelpStep, ...] = ()
    """The same as numbered steps."""


class OAuth2(DefinitionTable):
    """Signing in at the provider's own pages. The operator registers the application there and sets its id and secret.

    The fleet comes back with a code, which becomes credentials of this connection type beside the application's own.
    """

    conn_type: ConnectionTypeEnum
    authorize_url: Url
    token_url: Url
    scopes: tuple[Line, ...] = ()
    """The scopes in the address. Empty if the registered application has them in its settings."""

    def at(self, base_url: str) -> Self:
        """The same paths on the host of this address."""
        origin = urlsplit(base_url)._replace(path="", query="", fragment="").geturl()
        moved = {
            name: origin + urlsplit(url)._replace(scheme="", netloc="").geturl()
            for name, url in (("authorize_url", self.authorize_url), ("token_url", self.token_url))
        }
        return self.model_copy(update=moved)
