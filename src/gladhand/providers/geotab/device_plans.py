"""Plans the write of a device: a vehicle or a trailer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gladhand.providers.geotab.device_mapping import DeviceKind
from gladhand.providers.geotab.plans import Plan, group_ids, unread
from gladhand.providers.geotab.user_mapping import FOREVER, ended, is_active, wire
from gladhand.sdk.field_map import Prepared


def unread_device(kind: DeviceKind[Any]) -> dict[str, Any]:
    """Placeholder for the device in a dry run of an update, which reads nothing."""
    return {**unread(kind.field_map), "groups": [{"id": kind.group}]}


def new_device(
    kind: DeviceKind[Any], prepared: Prepared, options: Mapping[str, Any], *, since: datetime, now: datetime
) -> Plan:
    """A vehicle or a trailer to add. `since` marks it as created by this create, as with users."""
    entity = {
        **prepared.body,
        "groups": [{"id": kind.group}, *group_ids(options["company_group_ids"])],
        "activeFrom": wire(since),
        "activeTo": FOREVER,
    }
    if prepared.values.get("is_active") is False:
        entity["activeTo"] = ended(entity, now)
    return Plan(entity, prepared)


def changed_device(kind: DeviceKind[Any], prepared: Prepared, current: Mapping[str, Any], *, now: datetime) -> Plan:
    """The current device with the change applied."""
    plan = Plan({**current, **prepared.body}, prepared)
    active = prepared.values.get("is_active")
    if active is not None and active is not is_active(current):
        plan.entity["activeTo"] = FOREVER if active else ended(current, now)
    plan.compare(current, kind.field_map)
    return plan
