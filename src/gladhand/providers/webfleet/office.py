"""Users of Webfleet, who are the office of a fleet. The names of their fields are those of the action that adds one."""

from typing import Final

from gladhand.providers.webfleet.people import OFFICE
from gladhand.providers.webfleet.reports import parameter_value
from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

LIST: Final = "showUsers"
UID: Final = "useruid"


def to_record(row: Row) -> Record[UserFields]:
    """The hub's record of a user. One name is parted at its last blank."""
    first, _, last = (row.text("realname") or "").strip().rpartition(" ")
    fields = UserFields(
        username=row.text("username"),
        is_active=True,
        status=UserStatusEnum.ACTIVE.value,
        is_driver=False,
        user_designation=row.text("profile"),
        user_email=row.text("email"),
        first_name=(first or last).strip() or None,
        last_name=last if first else None,
        company_name=parameter_value(row, "company"),
    )
    return Record(source_id=OFFICE + row.source_id(UID), source_data=row, fields=fields)
