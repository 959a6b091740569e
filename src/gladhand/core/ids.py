"""Ids that are made outside the database."""

from uuid import UUID, uuid5

from uuid_utils import compat

# Changing it would give every ingested record a new id.
RECORD_NAMESPACE = UUID("6f0d3f5e-2b0a-5c3e-9d53-1f6a0b7c8e21")


def record_id(connection_id: UUID, resource: str, source_id: str) -> UUID:
    """The id of a provider's record: the same record ingested twice is the same row."""
    return uuid5(RECORD_NAMESPACE, f"{connection_id}/{resource}/{source_id}")


def uuid7() -> UUID:
    """A new id that begins with the current time, so that an index grows at one end."""
    return compat.uuid7()
