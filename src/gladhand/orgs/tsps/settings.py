"""What the operator sets for telematics providers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TspSettings:
    connect_url: str
    """Where the logos that providers bring are."""
