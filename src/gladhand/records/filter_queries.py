"""Which records a list has, as conditions of SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import sql

from gladhand.core.time_window import TimeWindow
from gladhand.records.origin_queries import connection_condition
from gladhand.records.privacy.source_queries import source
from gladhand.resources.resource import Resource


@dataclass(frozen=True)
class Bound:
    """A bound of the time in a column."""

    column: str
    is_lower: bool
    """Whether it lets this moment and later ones through, and records without a time; otherwise earlier moments."""
    moment: datetime

    def condition(self) -> sql.Composable:
        return sql.SQL("coalesce({column}, 'infinity') >= {moment}" if self.is_lower else "{column} < {moment}").format(
            column=sql.Identifier("r", self.column), moment=sql.Placeholder(f"bound_{self.column}")
        )


@dataclass(frozen=True)
class RecordFilter:
    """The records that a list includes; None includes all."""

    fleet_ids: Sequence[UUID] | None = None
    fleet_refs: Sequence[str] | None = None
    connection_id: UUID | None = None
    window: TimeWindow = field(default_factory=TimeWindow)
    """Of the time at which records occurred."""
    changed: TimeWindow = field(default_factory=TimeWindow)
    """Of the time at which records were last changed."""
    values: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Columns, and the values of which a record must have one."""
    bounds: Sequence[Bound] = ()
    is_latest: bool = False
    """Whether a record must be the newest of its vehicle, driver or trailer, as the resource declares."""

    @property
    def is_counted(self) -> bool:
        """Whether the counters of days give the number of records."""
        return not self.values and not self.bounds and not self.is_latest and self.changed == TimeWindow()

    def of_fleet(self, fleet_id: UUID) -> "RecordFilter":
        """The same for one of the fleets."""
        return replace(self, fleet_ids=[fleet_id])

    def agreement_condition(self) -> sql.Composable:
        """What an agreement `a` must fulfil."""
        conditions = [sql.SQL("a.partner_id = %(partner_id)s and shared_level(a.scopes, %(resource)s) is not null")]
        if self.fleet_ids is not None:
            conditions.append(sql.SQL("a.fleet_id = any(%(fleet_ids)s)"))
        if self.fleet_refs is not None:
            conditions.append(sql.SQL("a.fleet_ref = any(%(fleet_refs)s)"))
        return sql.SQL(" and ").join(conditions)

    def record_condition(self, resource: Resource, prefix: str = "") -> sql.Composable:
        """What a record `r` must fulfil. `prefix` tells the parameters of several windows apart."""
        conditions = [
            self.window.contains(sql.Identifier("r", "occurred_at"), prefix),
            self.changed.contains(sql.Identifier("r", "updated_at"), "changed_"),
        ]
        if self.connection_id is not None:
            conditions.append(connection_condition(resource))
        conditions += [
            sql.SQL("{} = any({})").format(sql.Identifier("r", column), sql.Placeholder(f"value_{column}"))
            for column in self.values
        ]
        conditions += [bound.condition() for bound in self.bounds]
        return sql.SQL(" and ").join(conditions)

    def parameters(self, partner_id: UUID, resource: Resource) -> Mapping[str, Any]:
        return {
            "partner_id": partner_id,
            "resource": resource.name.value,
            "fleet_ids": None if self.fleet_ids is None else list(self.fleet_ids),
            "fleet_refs": None if self.fleet_refs is None else list(self.fleet_refs),
            "connection_id": self.connection_id,
            **{f"value_{column}": list(values) for column, values in self.values.items()},
            **{f"bound_{bound.column}": bound.moment for bound in self.bounds},
            **self.window.parameters(),
            **self.changed.parameters("changed_"),
        }

    def source(self, resource: Resource, *, is_private: bool) -> sql.Composable:
        """What the list is read from."""
        return source(resource, is_latest=self.is_latest, is_private=is_private)
