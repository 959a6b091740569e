"""Reads Reveal's office users, who are its users that do not drive. Its API cannot write them.

Reveal's documents name the id and whether somebody drives, role, time zone and mobile number. That names and e-mail
addresses are called as those of drivers is assumed.
"""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.verizon_connect.api import USERS, RevealApi, entity, part_of_path
from gladhand.providers.verizon_connect.people import EMPLOYEE_ID, OFFICE, id_of_office_user
from gladhand.resources.user import UserFields
from gladhand.sdk.reading import Batch, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.values import zone

#: Why they are not written.
ONLY_READ: Final = "Office users are not written by Reveal's API. Add them in Reveal."


async def read(reveal: RevealApi) -> AsyncIterator[Batch[UserFields]]:
    """All users who are not listed as drivers."""
    rows = await reveal.rows(USERS)
    yield batch_of(
        [row for row in rows if entity(row, "User").flag("IsDriver") is not True],
        to_record,
        state={},
        id_key=id_of_office_user,
    )


async def get(reveal: RevealApi, source_id: str) -> Record[UserFields] | None:
    """One user; None if there is none, and for a driver."""
    path = f"{USERS}/{part_of_path(source_id.removeprefix(OFFICE))}"
    response = await reveal.ask("GET", path, missing=True)
    row = None if response.status == 404 else response.object()
    return None if row is None or entity(row, "User").flag("IsDriver") is True else to_record(row)


def to_record(row: Row) -> Record[UserFields]:
    """The hub's record of an office user."""
    user = entity(row, "User")
    return Record(
        source_id=f"{OFFICE}{user.source_id(EMPLOYEE_ID)}",
        source_data=row,
        fields=UserFields(
            is_driver=False,
            first_name=user.text("FirstName"),
            last_name=user.text("LastName"),
            user_email=user.text("EmailAddress"),
            phone_number=user.text("MobileNumber"),
            user_designation=user.text("Role"),
            default_time_zone=zone(user.text("TimeZone")),
        ),
    )
