"""The content of `provider.toml`: the provider's names, how a fleet signs in, its rate limits."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePath
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, StringConstraints, ValidationError, model_validator

from gladhand.resources.enums import ConnectionTypeEnum, ResourceEnum, TspEnum
from gladhand.resources.wire_model import WireModel
from gladhand.sdk.budget import ALL, Rate, Rates
from gladhand.sdk.credential_kinds import KINDS_BY_CONN_TYPE
from gladhand.sdk.credential_texts import Secrecy
from gladhand.sdk.errors import Rejected

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+(/\S*)?$", max_length=2083)]
PictureFile = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.(svg|png|webp|jpg)$", max_length=100)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]


# The share of a documented rate that the hub uses.
_KEPT_BELOW = 0.94


class BadDefinition(ValueError):
    """A provider's folder is invalid. The message names file and place."""


class _Table(WireModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProviderBrand(_Table):
    """A name under which fleets know the provider. Several brands may run on one platform."""

    slug: Slug
    name: Line
    aliases: tuple[Line, ...] = ()
    """Former names, products and other spellings by which fleets search for it."""
    description: Paragraph | None = None
    websites: tuple[Url, ...] = ()
    logo: PictureFile | None = None
    """The logo's file in the folder `pictures` beside `provider.toml`."""
    logo_dark: PictureFile | None = None
    """The same for dark pages."""
    logo_url: Url | None = None
    """In place of a file: where the logo is. Connect's server fetches it, and no browser."""
    logo_dark_url: Url | None = None
    popular: bool = False
    """Shown before the others."""
    sandbox: bool = False
    """Not a real provider."""

    @model_validator(mode="after")
    def _has_one_logo(self) -> Self:
        if (self.logo and self.logo_url) or (self.logo_dark and self.logo_dark_url):
            raise ValueError("a logo is a file or has an address, not both")
        return self


class Choice(_Table):
    """One option of a select."""

    value: str
    label: Line


class FormField(_Table):
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


class Region(_Table):
    """One of several places where the same provider is reached."""

    label: Line
    base_url: Url


class DocumentedRate(_Table):
    """A rate as providers document it: a number of requests in a number of seconds."""

    requests: int = Field(ge=1)
    seconds: float = Field(gt=0)


class ProviderLimits(_Table):
    """The limits of one account. Stay well below what the provider documents."""

    requests_per_second: float = Field(5.0, gt=0)
    burst: int = Field(5, ge=1)
    concurrent: int = Field(4, ge=1)
    kinds: dict[Slug, DocumentedRate] = Field(default_factory=dict)
    """Further limits, each of the requests that the adapter marks with its name. What the provider documents: the hub
    keeps a little below it by itself."""

    @property
    def rates(self) -> Rates:
        """The rate of all requests together, and of each kind of requests."""
        return {ALL: Rate(self.requests_per_second, self.burst)} | {
            kind: _rate(rate) for kind, rate in self.kinds.items()
        }


def _rate(rate: DocumentedRate) -> Rate:
    """A rate that exceeds the documented number in no window of that length. The rest is left for bursts, and for
    requests that leave late and fall into the same window as those that follow them."""
    per_second = _KEPT_BELOW * rate.requests / rate.seconds
    spared = (1 - _KEPT_BELOW) * rate.requests
    burst = max(1, int(spared / 2))
    return Rate(per_second, burst, late_seconds=max(0.0, spared - burst) / per_second)


class OAuth2(_Table):
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


class Alternative(_Table):
    """Other credentials of the same provider. The fleet chooses between this form and the usual one."""

    conn_type: ConnectionTypeEnum
    label: Line
    """The label of the choice."""
    form: tuple[FormField, ...] = Field(min_length=1)
    where_to_find: Paragraph | None = None
    """Replaces the help of the definition."""


class HelpStep(_Table):
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


class ProviderRights(_Table):
    """The provider's names of the rights that one resource needs."""

    read: tuple[Line, ...] = ()
    write: tuple[Line, ...] = ()


class Option(_Table):
    """A setting of the operator for this provider, in `GLADHAND_PROVIDER_OPTIONS`."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    help: Paragraph
    default: bool | int | float | str
    secret: bool = False
    """Never shown in errors and dry runs, such as a key that belongs to the operator and not to the fleet."""


class Definition(_Table):
    """All of `provider.toml`."""

    source_name: TspEnum
    conn_type: ConnectionTypeEnum
    """The credentials that `form` makes."""
    base_url: Url
    where_to_find: Paragraph
    """Tells an office manager where in the provider's own pages the credentials are found."""
    steps: tuple[HelpStep, ...] = ()
    """The same for the usual form as numbered steps. Connect shows them in place of `where_to_find`."""
    rights: dict[ResourceEnum, ProviderRights] = Field(default_factory=dict)
    """The rights that the steps ask for, by resource. Connect lists those that the fleet's agreement needs."""
    general_rights: tuple[Line, ...] = ()
    """Rights that every connection needs."""
    brands: tuple[ProviderBrand, ...] = Field(min_length=1)
    form: tuple[FormField, ...] = ()
    form_label: Line | None = None
    """The label of the usual form, if there are alternatives."""
    alternatives: tuple[Alternative, ...] = ()
    oauth2: OAuth2 | None = None
    """Another way to sign in, or the only one when there is no form."""
    options: tuple[Option, ...] = ()
    regions: dict[Slug, Region] = Field(default_factory=dict)
    limits: ProviderLimits = ProviderLimits()
    not_supported: dict[ResourceEnum, Paragraph] = Field(default_factory=dict)
    """What the provider cannot do, and why."""
    cannot: dict[ResourceEnum, dict[Literal["list", "create", "update"], Paragraph]] = Field(default_factory=dict)
    """The same for single verbs, if it can do others with the resource."""
    notes: dict[ResourceEnum, Paragraph] = Field(default_factory=dict)
    """What people should know about the records of a resource."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not self.form and self.oauth2 is None:
            raise ValueError("there must be a form with at least one field, or oauth2")
        for what, names in (
            ("field", [field.name for field in self.form]),
            ("brand", [brand.slug for brand in self.brands]),
            ("option", [option.name for option in self.options]),
        ):
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"the {what} {twice[0]} occurs twice")
        for each in self.alternatives:
            names = [field.name for field in each.form]
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"the field {twice[0]} occurs twice in the alternative {each.conn_type}")
        if self.alternatives and not (self.form and self.form_label):
            raise ValueError("where there are alternatives, the usual form needs form_label")
        return self

    @property
    def picture_files(self) -> frozenset[str]:
        """Names of the files that have to be in the folder `pictures`."""
        named = [name for brand in self.brands for name in (brand.logo, brand.logo_dark)]
        named += [name for step in self.steps for name in (step.image, step.image_dark)]
        return frozenset(filter(None, named))

    @cached_property
    def public_fields(self) -> frozenset[str]:
        """Names of the credentials that are no secret."""
        fields = [field for form in self.forms.values() for field in form]
        return frozenset(field.name for field in fields) - {field.name for field in fields if field.secret}

    @cached_property
    def secret_fields(self) -> frozenset[str]:
        """Names of the secret credentials."""
        kinds = [KINDS_BY_CONN_TYPE[conn_type] for conn_type in self.conn_types if conn_type in KINDS_BY_CONN_TYPE]
        names = {name for kind in kinds for name in kind.model_fields if kind.secrecy(name) is Secrecy.SECRET}
        return frozenset(names | {field.name for form in self.forms.values() for field in form if field.secret})

    @property
    def conn_types(self) -> tuple[ConnectionTypeEnum, ...]:
        """All kinds of credentials that the provider takes, the usual one first."""
        found = [self.conn_type, *(each.conn_type for each in self.alternatives)]
        return tuple(dict.fromkeys([*found, *([self.oauth2.conn_type] if self.oauth2 else [])]))

    @cached_property
    def forms(self) -> dict[ConnectionTypeEnum, tuple[FormField, ...]]:
        """The forms that a fleet may fill in, by the credentials that they make."""
        return {self.conn_type: self.form} | {each.conn_type: each.form for each in self.alternatives}

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The default values of the options."""
        return {option.name: option.default for option in self.options}

    def why_not(self, resource: ResourceEnum, verb: str) -> str | None:
        """The reason in the definition why the provider cannot do this; None without one."""
        reasons = {str(each): why for each, why in self.cannot.get(resource, {}).items()}
        return reasons.get(verb) or self.not_supported.get(resource)

    def missing(self, credentials: Mapping[str, Any]) -> list[FormField]:
        """The required fields that these credentials lack, by the form that they fit best. None are missing after a
        sign-in by OAuth 2."""
        if self.oauth2 is not None and credentials.get("auth_code"):
            return []
        lacks = [
            [each for each in form if each.required and not credentials.get(each.name)] for form in self.forms.values()
        ]
        return min(lacks, key=len)

    def region_address(self, chosen: object) -> str:
        """The address that a fleet has chosen among the regions; the usual one if it has chosen none. An operator's own
        address has no regions beside it and goes before that. Raises `Rejected` for any other address."""
        if not self.regions or not chosen:
            return self.base_url
        address, known = str(chosen).rstrip("/"), sorted(region.base_url for region in self.regions.values())
        if address not in known:
            name = self.brands[0].name
            raise Rejected(f"This is not an address of {name}. It has: {', '.join(known)}.")
        return address

    def at(self, base_url: str) -> "Definition":
        """The definition with another address for calls and sign-in, for an operator who runs the provider there."""
        changes: dict[str, Any] = {"base_url": base_url, "regions": {}}
        if self.oauth2 is not None:
            changes["oauth2"] = self.oauth2.at(base_url)
        return self.model_copy(update=changes)


def parse(text: str, *, path: str | PurePath) -> Definition:
    """Read a `provider.toml`. Raises `BadDefinition` with everything that is wrong, each with its place."""
    try:
        read: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDefinition(f"{path}: {error}") from None
    try:
        return Definition.model_validate(read)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, each['loc'])) or 'whole file'}: {each['msg']}" for each in error.errors())
        raise BadDefinition("\n".join(f"{path}: {fault}" for fault in faults)) from None
