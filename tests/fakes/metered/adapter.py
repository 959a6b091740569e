"""Creates only, each with one request that counts."""

from gladhand.resources.base import Change
from gladhand.resources.user import USER, UserFields
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.field_map import FieldMap, Prepared, Takes
from gladhand.sdk.records import Record
from gladhand.sdk.writing import Write, Written


class MeteredAdapter(Adapter):
    """One account of it."""

    def ready(self) -> None:
        self.client.headers["Authorization"] = str(self.credentials["api_key"])

    async def verify(self) -> ProviderAccount:
        return ProviderAccount(id="1")

    async def find_user(self, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:  # noqa: ARG002 - its shape is given
        found = await self.client.request("GET", "/users", query={"key": operation_key})
        return _record(found.object()) if found.status == 200 else None

    async def create_user(self, change: Change, *, operation_key: str) -> Written[UserFields]:
        body = {"key": operation_key, "username": change.get("username")}
        made = await self.client.request("POST", "/users", json=body, kind="writes")
        if not made.ok:
            raise self.client.failure(made)
        return Written(record=_record(made.object()), prepared=Prepared())

    writes = (Write(USER, FieldMap("Metered", {"username": Takes("username")}), create=create_user, find=find_user),)


def _record(user: dict[str, str]) -> Record[UserFields]:
    known = dict.fromkeys(UserFields.model_fields) | {"username": user["username"]}
    return Record(source_id=user["key"], source_data=user, fields=UserFields.model_validate(known))
