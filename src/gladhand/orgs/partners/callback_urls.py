"""Addresses of partners that get events: of their invitations, and the usual one of all."""

from gladhand.core.http import AddressGuard, AddressRefused
from gladhand.core.problems import Invalid


async def require_callable(guard: AddressGuard, url: str, place: str, *, given: str) -> None:
    """Refuse a callback URL that this server must not call, with what was `given` at a place of the body.

    Asks the DNS, so no transaction should be open.
    """
    try:
        await guard.check_url(url)
    except AddressRefused as error:
        raise Invalid.at(place, str(error), given=given) from None
