"""People at Webfleet: drivers, and users of the office. The two may have equal ids, so a source id says which it is."""

from typing import Final

DRIVER: Final = "driver:"
OFFICE: Final = "user:"


def driver_source_id(uid: str | None) -> str | None:
    """The source id of a driver; None where there is none."""
    return None if uid is None else f"{DRIVER}{uid}"


def driver_uid(source_id: str) -> str:
    """Webfleet's id of a driver. Raises `ValueError` for a user of the office."""
    uid = source_id.removeprefix(DRIVER)
    if uid == source_id:
        raise ValueError("Webfleet takes a driver here, and no user of the office.")
    return uid
