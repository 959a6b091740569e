"""The lists of summaries and live locations: of which records they are, and what is joined to these."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import LiteralString

from psycopg import sql
from pydantic import BaseModel

from gladhand.core.keyset import KeyColumn
from gladhand.records.analytics import models
from gladhand.records.analytics.models import From
from gladhand.records.columns import DEFAULT_SORT, column_type
from gladhand.records.privacy.source_queries import source
from gladhand.records.shape_queries import answered
from gladhand.records.sort_queries import value_key
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION


@dataclass(frozen=True)
class Value:
    """What a row has, as SQL, and the last of the report's sources that it needs; None needs the record alone."""

    expression: sql.Composable
    type: LiteralString
    source: str | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Report:
    """One list: a row for each present record `r` of a resource, in an agreement `a`.

    The sources are joined in their order, and only as far as a statement needs them. Where the agreement does not share
    what a source has, that one has no row: `a.shares_vehicle_location` and so on tell.
    """

    resource: Resource
    model: type[BaseModel]
    sources: Mapping[str, LiteralString]
    required: str | None = None
    """The source without which there is no row."""
    shares: tuple[ResourceEnum, ...]
    """The resources that the sources have."""
    occurred_at: From
    """What the list is sorted by as a rule."""
    filters: Mapping[str, From]
    """Query parameters of several values, and what must have one of these."""

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """The fields of an answer, in their order."""
        return {
            name: Value(
                sql.SQL(origin.expression) if origin else sql.Identifier("r", name),
                column_type(field.annotation),
                origin.source if origin else None,
            )
            for name, field in self.model.model_fields.items()
            for origin in [next((each for each in field.metadata if isinstance(each, From)), None)]
        }

    @cached_property
    def answer(self) -> sql.SQL:
        """The select list of an answer."""
        listed = [
            sql.SQL("{} as {}").format(answered(value.expression, value.type), sql.Identifier(name))
            for name, value in self.values.items()
        ]
        return sql.SQL(sql.SQL(", ").join(listed).as_string(None))

    @property
    def sort_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((DEFAULT_SORT, *self.values)))

    def sort_value(self, name: str) -> Value:
        if name == DEFAULT_SORT:
            return Value(sql.SQL(self.occurred_at.expression), "timestamptz", self.occurred_at.source)
        return self.values[name]

    def sort_key(self, name: str) -> KeyColumn:
        """The order by a field. Null comes first in ascending order."""
        value = self.sort_value(name)
        return value_key(value.expression, value.type, is_required=name == DEFAULT_SORT)

    def joins(self, needed: Iterable[str | None], *, is_private: bool) -> sql.Composable:
        """The joins of these sources, and of all before them. `is_private`: as the agreements let them be seen."""
        names = list(self.sources)
        last = max((names.index(name) for name in (*needed, self.required) if name is not None), default=-1)
        positions = {
            resource.name.value: source(resource, is_latest=True, is_private=is_private)
            for resource in (VEHICLE_LOCATION, TRAILER_LOCATION)
        }
        return sql.SQL("\n").join(sql.SQL(self.sources[name]).format(**positions) for name in names[: last + 1])


def _location(resource: LiteralString, *, is_required: bool = False) -> LiteralString:
    join = "join" if is_required else "left join"
    return f"{join} {{{resource}}} l on l.fleet_id = r.fleet_id and l.asset = r.id and a.shares_{resource}"


def _driver(vehicle: LiteralString, location: LiteralString) -> LiteralString:
    """The driver whom the vehicle's last position names, else the one who is assigned to the vehicle now."""
    return f"""
        left join lateral (
          select c.driver_id as id, (
            select coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.username) from record_user u
            where a.shares_user and u.fleet_id = r.fleet_id and u.id = c.driver_id
          ) as name
          from (
            select coalesce({location}.driver_id, (
              select n.driver_id from (
                select n.driver_id from record_driver_vehicle_association n
                where a.shares_driver_vehicle_association and n.fleet_id = r.fleet_id and n.vehicle_id = {vehicle}
                  and n.deleted_at is null
                order by n.occurred_at desc, n.id desc limit 1
              ) n
              -- Who drives another vehicle since then has left this one.
              join record_driver_vehicle_association_latest t
                on t.fleet_id = r.fleet_id and t.asset = n.driver_id and t.vehicle_id = {vehicle}
            )) as driver_id
          ) c
        ) d on true
    """


def _recent(alias: LiteralString, table: LiteralString, share: LiteralString) -> LiteralString:
    """How many of these the driver has had in the last 30 days."""
    return f"""
        left join lateral (
          select count(*)::int as n from {table} e
          where a.{share} and e.fleet_id = r.fleet_id and e.driver_id = r.id and e.deleted_at is null
            and e.occurred_at >= now() - interval '30 days'
        ) {alias} on true
    """


_SOURCE_IDS = From("r.source_id")
_ID = From("r.id")
_RECORD_TIME = From("r.occurred_at")
_POSITION_TIME = From("l.occurred_at", "l")

VEHICLE_SUMMARIES = Report(
    resource=VEHICLE,
    model=models.VehicleSummary,
    sources={"l": _location("vehicle_location")},
    shares=(ResourceEnum.VEHICLE_LOCATION,),
    occurred_at=_RECORD_TIME,
    filters={"vehicle_ids": _ID, "source_ids": _SOURCE_IDS},
)
DRIVER_SUMMARIES = Report(
    resource=USER,
    model=models.DriverSummary,
    sources={
        "s": _recent("s", "record_driver_safety_event", "shares_driver_safety_event"),
        "h": _recent("h", "record_hos_violation", "shares_hos_violation"),
    },
    shares=(ResourceEnum.DRIVER_SAFETY_EVENT, ResourceEnum.HOS_VIOLATION),
    occurred_at=_RECORD_TIME,
    filters={"driver_ids": _ID, "source_ids": _SOURCE_IDS},
)
TRAILER_SUMMARIES = Report(
    resource=TRAILER,
    model=models.TrailerSummary,
    sources={"l": _location("trailer_location")},
    shares=(ResourceEnum.TRAILER_LOCATION,),
    occurred_at=_RECORD_TIME,
    filters={"trailer_ids": _ID, "source_ids": _SOURCE_IDS},
)
VEHICLE_LIVE_LOCATIONS = Report(
    resource=VEHICLE,
    model=models.VehicleLiveLocation,
    sources={
        "l": _location("vehicle_location", is_required=True),
        "d": _driver("r.id", "l"),
    },
    required="l",
    shares=(ResourceEnum.VEHICLE_LOCATION, ResourceEnum.USER, ResourceEnum.DRIVER_VEHICLE_ASSOCIATION),
    occurred_at=_POSITION_TIME,
    filters={"driver_ids": From("d.id", "d"), "vehicle_ids": _ID, "source_ids": _SOURCE_IDS},
)
TRAILER_LIVE_LOCATIONS = Report(
    resource=TRAILER,
    model=models.TrailerLiveLocation,
    sources={
        "l": _location("trailer_location", is_required=True),
        "v": """
            left join lateral (
              select coalesce(l.vehicle_id, (
                select t.vehicle_id from record_trailer_vehicle_association_latest t
                where a.shares_trailer_vehicle_association and t.fleet_id = r.fleet_id and t.asset = r.id
                  and t.deleted_at is null
              )) as id
            ) v on true
        """,
        "vl": """
            left join {vehicle_location} vl
              on vl.fleet_id = r.fleet_id and vl.asset = v.id and a.shares_vehicle_location
        """,
        "d": _driver("v.id", "vl"),
    },
    required="l",
    shares=(
        ResourceEnum.TRAILER_LOCATION,
        ResourceEnum.TRAILER_VEHICLE_ASSOCIATION,
        ResourceEnum.VEHICLE_LOCATION,
        ResourceEnum.USER,
        ResourceEnum.DRIVER_VEHICLE_ASSOCIATION,
    ),
    occurred_at=_POSITION_TIME,
    filters={"trailer_ids": _ID, "source_ids": _SOURCE_IDS},
)
