"""Addresses of providers that a fleet has typed in: held to the one guard before anything is sent there.

This judges how the address is written, plain HTTP and names of users in it included. Where it really leads, every
connection is held to by the same guard in `core.http`, whatever the name resolved to before.
"""

from gladhand.core.http import AddressGuard, AddressRefused
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import Rejected
from gladhand.sdk.http import origin


def check(guard: AddressGuard, address: str, definition: Definition) -> None:
    """Raise `Rejected`, with a reason for the fleet, unless the address is the definition's own or may be called."""
    own = {definition.base_url, *(region.base_url for region in definition.regions.values())}
    if origin(address) in {origin(each) for each in own}:
        return
    try:
        guard.check_syntax(address, https_only=False)
    except AddressRefused as error:
        raise Rejected(str(error).replace("The URL", "The address", 1)) from None
