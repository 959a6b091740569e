"""Records: the normalised form of a provider's rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

from pydantic import ValidationError

from gladhand.resources.fields import FieldsT
from gladhand.sdk.errors import Malformed

_MOST_FAULTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Generic[FieldsT]):
    """One record: the provider's row and the normalised fields that were read from it."""

    source_id: str
    source_data: Mapping[str, Any]
    """The provider's JSON as it came, without secrets."""
    fields: FieldsT
    occurred_at: datetime | None = None
    extras: Mapping[str, Any] | None = None
    """Values that are worth keeping and that the contract has no field for."""


def malformed_by(error: ValidationError) -> Malformed:
    """The error for values of a provider that are not valid for the contract's fields."""
    faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors(include_url=False)]
    return Malformed(f"The provider's values do not fit {error.title}: {'; '.join(faults[:_MOST_FAULTS])}.")
