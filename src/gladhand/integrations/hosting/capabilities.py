"""What the API says of a provider: models of its resources, fields and values."""

from enum import StrEnum

from pydantic import Field

from gladhand.resources.enums import ResourceEnum, TspEnum
from gladhand.resources.wire_model import WireModel


class ClearingEnum(StrEnum):
    """What null does in an update."""

    CLEARED = "cleared"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


class ValueCapability(WireModel):
    """One of the values that a field may have."""

    ours: str
    theirs: str | None = Field(None, description="The provider's counterpart; null if there is none.")
    is_uncertain: bool = Field(
        False, description="The counterpart is a guess: refused unless the operator of this server allows it."
    )
    reason: str | None = Field(None, description="Why there is no counterpart, where there is more to say.")


class FieldCapability(WireModel):
    """What a provider does with one field of a resource."""

    field: str
    can_read: bool = Field(description="Whether records can contain it.")
    can_create: bool = Field(description="Whether it can be set when a record is created.")
    can_update: bool = Field(description="Whether it can be changed.")
    is_required: bool = Field(False, description="Whether a record cannot be created without it.")
    to: str | None = Field(None, description="The provider's name for it.")
    max_length: int | None = Field(None, description="Most characters.")
    is_shortened: bool = Field(False, description="Whether a longer text is cut. Otherwise it is refused.")
    form: str | None = Field(None, description="The form in which the provider expects it.")
    values: list[ValueCapability] | None = Field(None, description="All allowed values; null if any value is allowed.")
    clearing: ClearingEnum = Field(
        description="What null does in an update: `cleared` at the provider, `refused`, or `left_out`."
    )
    cleared_with: str | None = Field(None, description="What the provider is sent to clear it, as JSON.")
    if_unsupported: str | None = Field(
        None,
        description="Only where it cannot be set: `left_out` (the rest is written, and the answer says so) or "
        "`refused` (nothing is).",
    )
    reason: str | None = Field(None, description="Why it cannot be written, or only in part.")
    is_assumed: bool = Field(
        False, description="The provider's documents do not say this; it follows from examples or other clients."
    )


class FieldMapVariant(WireModel):
    """Records of the same resource that the provider keeps apart, with rules of their own."""

    applies_when: str
    fields: list[FieldCapability]


class ResourceOverview(WireModel):
    """What can be done with one resource at one provider."""

    resource: ResourceEnum
    can_list: bool
    can_create: bool
    can_update: bool
    reasons: dict[str, str] = Field(description="Reasons, by what is not supported: `list`, `create` or `update`.")


class ResourceCapability(ResourceOverview):
    """The same, field by field."""

    note: str | None = Field(None, description="A note on its records at this provider.")
    fields: list[FieldCapability]
    variants: list[FieldMapVariant] = Field(
        description="Kinds of records of this resource that the provider keeps separately, each with its own rules."
    )


class OptionCapability(WireModel):
    """Something that the operator of this server can decide."""

    name: str
    default: bool | int | float | str
    help: str


class ProviderOverview(WireModel):
    """One provider, and what can be done with its resources."""

    source_name: TspEnum
    name: str
    brands: list[str] = Field(description="Slugs of the brands under which fleets know it.")
    resources: list[ResourceOverview]


class ProviderCapabilities(WireModel):
    """Everything that is known about one provider."""

    source_name: TspEnum
    name: str
    brands: list[str] = Field(description="Slugs of the brands under which fleets know it.")
    options: list[OptionCapability] = Field(description="What the operator of this server can decide.")
    resources: list[ResourceCapability]
