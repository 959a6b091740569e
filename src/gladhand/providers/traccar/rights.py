"""What an account may do at a Traccar server."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gladhand.sdk.errors import NotAllowed


@dataclass(frozen=True, kw_only=True)
class Rights:
    """The rights of the account when they were last read."""

    user: int
    name: str | None
    administrator: bool
    writes: bool
    """Drivers and everything else except devices."""
    writes_devices: bool
    creates_devices: bool
    manages_users: bool
    user_limit: int
    """How many users it may make; negative for any number. Likewise for devices."""
    device_limit: int
    expires: str | None = None
    """When the account ends, as Traccar writes it. Users that it makes may not outlast it. A session that an earlier
    release has stored lacks it."""

    @classmethod
    def of(cls, user: Mapping[str, Any], server: Mapping[str, Any]) -> "Rights":
        administrator = user.get("administrator") is True
        writes = administrator or not (user.get("readonly") or server.get("readonly"))
        devices = administrator or (writes and not (user.get("deviceReadonly") or server.get("deviceReadonly")))
        return cls(
            user=int(user["id"]),
            name=user.get("name") or user.get("email"),
            administrator=administrator,
            writes=writes,
            writes_devices=devices,
            creates_devices=devices and (administrator or user.get("deviceLimit", -1) != 0),
            manages_users=administrator or (writes and user.get("userLimit", 0) != 0),
            user_limit=-1 if administrator else int(user.get("userLimit") or 0),
            device_limit=-1 if administrator else int(user.get("deviceLimit", -1)),
            expires=None if administrator else user.get("expirationTime"),
        )


def denied(what: str) -> NotAllowed:
    return NotAllowed(f"The account at the Traccar server may not {what}.")
