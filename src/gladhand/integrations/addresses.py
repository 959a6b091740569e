"""Checks addresses of providers that fleets enter, before anything is sent there.

This module checks the text: scheme, user names, forbidden addresses. The same guard checks the resolved IP address of
every connection in `core.http`.
"""

from gladhand.core.http import AddressGuard, AddressRefused
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import Rejected
from gladhand.sdk.http import origin


def check(guard: AddressGuard, address: str, definition: Definition) -> None:
    """Raises `Rejected`, with a reason for the fleet, unless the address is the definition's own or is allowed."""
    own = {definition.base_url, *(region.base_url for region in definition.regions.values())}
    if origin(address) in {origin(url) for url in own}:
        return
    try:
        guard.check_syntax(address, https_only=False)
    except AddressRefused as error:
        raise Rejected(str(error).replace("The URL", "The address", 1)) from None
