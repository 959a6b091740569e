"""The content of `provider.toml`: the provider's names, how a fleet signs in, its rate limits."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePath
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator

from gladhand.resources.enums import ConnectionTypeEnum, ResourceEnum, TspEnum
from gladhand.sdk.credential_kinds import KINDS_BY_CONN_TYPE
from gladhand.sdk.credential_texts import Secrecy
from gladhand.sdk.definition_table import DefinitionTable, Line, Paragraph, PictureFile, Slug, Url
from gladhand.sdk.errors import Rejected
from gladhand.sdk.limits import ProviderLimits
from gladhand.sdk.sign_in import Alternative, FormField, HelpStep, OAuth2


class BadDefinition(ValueError):
    """A provider's folder is invalid. The message names file and place."""


class ProviderBrand(DefinitionTable):
    """A name under which fleets know the provider. Several brands may run on one platform."""

    slug: Slug
    name: Line
    aliases: tuple[Line, ...] = ()
    """Former names, products and other spellings by which fleets search for it."""
    description: Paragraph | None = None
    conn_type: ConnectionTypeEnum | None = None
    """The credentials that fleets of this brand have, where they are not the usual ones: those of an alternative."""
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


class Region(DefinitionTable):
    """One of several places where the same provider is reached."""

    label: Line
    base_url: Url


class ProviderRights(DefinitionTable):
    """The provider's names of the rights that one resource needs."""

    read: tuple[Line, ...] = ()
    write: tuple[Line, ...] = ()


class Option(DefinitionTable):
    """A setting of the operator for this provider, in `GLADHAND_PROVIDER_OPTIONS`."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    help: Paragraph
    default: bool | int | float | str
    secret: bool = False
    """Never shown in errors and dry runs, such as a key that belongs to the operator and not to the fleet."""


class Definition(DefinitionTable):
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
    rights_in_words: bool = False
    """Whether rights are said in plain words, which Connect translates, and not as the provider's pages name them."""
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
        for brand in self.brands:
            if brand.conn_type not in (None, *self.forms):
                raise ValueError(f"{brand.slug} has credentials of {brand.conn_type}, for which there is no form")
        if self.alternatives and not (self.form and self.form_label):
            raise ValueError("where there are alternatives, the usual form needs form_label")
        return self

    @property
    def picture_files(self) -> frozenset[str]:
        """Names of the files that have to be in the folder `pictures`."""
        named = [name for brand in self.brands for name in (brand.logo, brand.logo_dark)]
        steps = [*self.steps, *(step for each in self.alternatives for step in each.steps)]
        named += [name for step in steps for name in (step.image, step.image_dark)]
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
