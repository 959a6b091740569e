"""What the console is told by the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gladhand.core.checks import Check


@dataclass(frozen=True)
class ConsoleSettings:
    public_url: str
    """The address of the server, under which `/console` is."""
    connect_url: str = ""
    """The address of Connect, whose preview a page shows in a frame."""
    checks: Mapping[str, Check] = field(default_factory=dict)
    """What `gladhand doctor` looks at in the database, by name."""

    def sign_in_url(self, token: str) -> str:
        """A one-time link. The token stands behind `#`, which no server, proxy or log sees."""
        return f"{self.public_url}/console/sign-in#{token}"
