"""Writes: how an adapter creates, finds and changes records.

    class Acme(AcmeApi):
        writes = (Write(USER, drivers.FIELD_MAP, create=drivers.create, find=drivers.find, update=drivers.update),)

The functions, `acme` being the adapter:

    async def create(acme: AcmeApi, change: Change, *, operation_key: str) -> Written[UserFields]
    async def find(acme: AcmeApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None
    async def get(acme: AcmeApi, source_id: str) -> Record[UserFields] | None
    async def update(acme: AcmeApi, source_id: str, change: Change) -> Written[UserFields]

A resource with `create` needs `find`: after a lost answer, `find` tells whether the record exists. A provider that
shows nothing of what was created has `cannot_find=` instead, with the reason: such a create is never sent twice, and
fails when its answer is lost. `operation_key` is the same in all attempts of one create and in no other; store it with
the record if the provider has a place for it. A create that takes several writes is completed by `find`, if only the
first of them was carried out. An update may be sent twice: it sets the same values again.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass
from typing import Any, Generic, Protocol, TypeAlias

from gladhand.resources.base import Change
from gladhand.resources.fields import FieldsT
from gladhand.resources.resource import Resource
from gladhand.sdk.errors import NoAnswer, ProviderError
from gladhand.sdk.field_map import FieldMap, FieldOutcome, Prepared
from gladhand.sdk.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Generic[FieldsT]):
    """A write that was carried out: the record after it, and the outcomes of its fields."""

    record: Record[FieldsT]
    prepared: Prepared

    @property
    def outcomes(self) -> Mapping[str, FieldOutcome]:
        """The outcome of each field."""
        return self.prepared.outcomes

    @property
    def details(self) -> Mapping[str, str]:
        """The reasons of fields whose outcome needs one."""
        return self.prepared.details

    @property
    def source_id(self) -> str:
        return self.record.source_id


@contextmanager
def after_write(done: str = "It was written, and could not be read back") -> Iterator[None]:
    """Run requests that follow a successful write. If one of them fails, the error becomes `NoAnswer`, so that the
    record is looked up before anything is sent again.
    """
    try:
        yield
    except ProviderError as error:
        raise NoAnswer(f"{done}: {error.full_text}", status_code=error.status_code, headers=error.headers) from error


class Create(Protocol[FieldsT]):
    """Makes a record."""

    def __call__(self, adapter: Any, /, change: Change, *, operation_key: str) -> Awaitable[Written[FieldsT]]: ...


class Find(Protocol[FieldsT]):
    """The record that a create has made, or with this natural key if there is no `operation_key`."""

    def __call__(
        self, adapter: Any, /, change: Change, *, operation_key: str | None
    ) -> Awaitable[Record[FieldsT] | None]: ...


#: One record as it is now; None if the provider has no such record.
Get: TypeAlias = Callable[[Any, str], Awaitable[Record[FieldsT] | None]]
#: Changes a record.
Update: TypeAlias = Callable[[Any, str, Change], Awaitable[Written[FieldsT]]]


@dataclass(frozen=True, slots=True)
class Write(Generic[FieldsT]):
    """How the records of one resource are written."""

    resource: Resource[FieldsT]
    field_map: FieldMap
    _: KW_ONLY
    create: Create[FieldsT] | None = None
    find: Find[FieldsT] | None = None
    cannot_find: str = ""
    """Why a create whose answer was lost cannot be looked up, and where people see whether it was carried out."""
    get: Get[FieldsT] | None = None
    update: Update[FieldsT] | None = None

    def __post_init__(self) -> None:
        if self.create is not None and bool(self.cannot_find) == (self.find is not None):
            raise ValueError(
                "create= needs find=, which tells whether a create with a lost answer was carried out, or cannot_find="
            )
        if self.create is None and self.update is None:
            raise ValueError("a write has create= or update=")
