"""What the operator sets for telematics providers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class TspSettings:
    connect_url: str
    """Where the logos that providers bring are."""
    conn_types: Mapping[str, Sequence[str]]
    """What each installed provider takes, by its source name, the usual one first."""
