"""Ids that are made outside the database."""

from datetime import datetime
from uuid import UUID, uuid5

import uuid_utils
from uuid_utils import compat

# Changing it would give every ingested record a new id.
RECORD_NAMESPACE = UUID("6f0d3f5e-2b0a-5c3e-9d53-1f6a0b7c8e21")
#: Owns rows that belong to no partner but to the installation.
INSTALLATION = UUID(int=0)
_RECORDS = uuid_utils.UUID(str(RECORD_NAMESPACE))


def record_id(connection_id: UUID, resource: str, source_id: str) -> UUID:
    """The id of a provider's record: the same record ingested twice is the same row."""
    return uuid5(RECORD_NAMESPACE, f"{connection_id}/{resource}/{source_id}")


class RecordIds:
    """Makes the ids of one connection's records of one resource, as `record_id` does, several times as fast."""

    def __init__(self, connection_id: UUID, resource: str) -> None:
        self._begin = f"{connection_id}/{resource}/"

    def of(self, source_id: str) -> str:
        """The id as a text."""
        return str(uuid_utils.uuid5(_RECORDS, self._begin + source_id))


def uuid7() -> UUID:
    """A new id that begins with the current time, so that an index grows at one end."""
    return compat.uuid7()


def first_id(moment: datetime) -> UUID:
    """The smallest id of version 7 from that moment on."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
