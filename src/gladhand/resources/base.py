"""What all resources share: the header of a record, and bodies of writes that tell absent, null and value apart."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from gladhand.resources.enums import ResourceEnum, TspEnum
from gladhand.resources.fields import Reference, marker
from gladhand.resources.wire_model import WireModel

Change: TypeAlias = Mapping[str, Any]
"""What a write asks for: a missing key keeps the value, `None` clears it, anything else sets it."""


class RecordCore(WireModel):
    """What every record in an answer begins with, also one that the hub itself has worked out."""

    fleet_id: UUID | None
    fleet_ref: str | None = Field(None, description="The fleet's reference in the partner's own system.")
    id: UUID
    created_at: datetime = Field(description="When the record was first stored. Never changes.")
    updated_at: datetime
    deleted_at: datetime | None = Field(None, description="Set when the record has gone at the provider.")
    connection_id: UUID = Field(description="The link between the fleet and its provider that the record came through.")


class RecordBase(RecordCore):
    """The header of a provider's record, the same for every resource."""

    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum = Field(description="The platform behind the provider; several brands may share one.")
    source_data: dict[str, Any] = Field(
        default_factory=dict, description="The provider's own data, unchanged. Left out unless asked for."
    )
    source_id: str = Field(description="The provider's id of the record; put together where the provider has none.")
    source_data_hash: str = Field(
        max_length=64,
        description="SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.",
    )
    occurred_at: datetime | None = Field(None, description="When it happened at the provider, else when it was stored.")
    execution_id: UUID | None = Field(None, description="The run that read the record; null if a write made it.")
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = Field(None, description="What is known beyond the fields of the contract.")


class WriteBody(BaseModel):
    """The body of a create or an update.

    Keys that the model does not know are ignored, as clients of newer versions of the contract expect. A key that is
    absent keeps the value at the provider, null clears it.
    """

    model_config = ConfigDict(extra="ignore")

    #: Fields that steer the write or repeat another field, and are no part of the record.
    not_changes: ClassVar[frozenset[str]] = frozenset({"connection_id"})

    connection_id: UUID = Field(description="The connection to write through: one write goes to one provider.")

    # The provider's ids of the records that the write names, once the hub has looked them up.
    _source_ids: Mapping[str, Any] = PrivateAttr(default_factory=dict)
    # pydantic keeps which fields were sent, but not in which order; clients get their payload back as they wrote it.
    _sent: tuple[str, ...] = PrivateAttr(default=())

    @model_validator(mode="wrap")
    @classmethod
    def _keep_order(cls, body: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        made = handler(body)
        if isinstance(body, Mapping):
            made._sent = tuple(name for name in body if name in cls.model_fields)  # noqa: SLF001 - our own
        return made

    @property
    def sent(self) -> tuple[str, ...]:
        """Names of the fields that the client sent, in the client's order."""
        return self._sent or tuple(name for name in type(self).model_fields if name in self.model_fields_set)

    def references(self) -> dict[str, tuple[ResourceEnum, Collection[UUID]]]:
        """The records that the write names: their resource and their ids, by field."""
        found: dict[str, tuple[ResourceEnum, Collection[UUID]]] = {}
        for name in self.sent:
            reference, value = marker(type(self).model_fields[name], Reference), getattr(self, name)
            if reference is not None and value is not None:
                found[name] = reference.resource, value if isinstance(value, list) else [value]
        return found

    def resolved(self, source_ids: Mapping[UUID, str]) -> Self:
        """The write with the provider's ids of all records that it names."""
        named = {name: [source_ids[each] for each in ids] for name, (_, ids) in self.references().items()}
        copy = self.model_copy()
        copy._source_ids = {  # noqa: SLF001 - our own
            name: ids if isinstance(getattr(self, name), list) else ids[0] for name, ids in named.items()
        }
        return copy

    def changes(self) -> dict[str, Any]:
        """What is to be changed at the provider: typed values, `None` to clear, no key to keep.

        Other records have the provider's ids, if the write is resolved.
        """
        return {
            name: self._source_ids.get(name, getattr(self, name)) for name in self.sent if name not in self.not_changes
        }

    def payload(self) -> dict[str, Any]:
        """What was sent, JSON-ready, in the client's order, each id of ours followed by the provider's.

        `restored` turns it back into the write.
        """
        dumped = self.model_dump(mode="json", exclude_unset=True)
        payload: dict[str, Any] = {}
        for name in self.sent:
            payload[name] = dumped[name]
            if name in self._source_ids:
                payload[f"source_{name}"] = self._source_ids[name]
        return payload

    @classmethod
    def restored(cls, payload: Mapping[str, Any]) -> Self:
        """The write that has this payload."""
        write = cls.model_validate(payload)
        write._source_ids = {  # noqa: SLF001 - our own
            name: payload[f"source_{name}"] for name in write.references() if f"source_{name}" in payload
        }
        return write
