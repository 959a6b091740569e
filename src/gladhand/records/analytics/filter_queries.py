"""Which fleets and connections a partner's figures are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import sql

from gladhand.resources.enums import ResourceEnum


@dataclass(frozen=True)
class FleetFilter:
    """The fleets and connections to include; None includes all."""

    fleet_ids: Sequence[UUID] | None = None
    fleet_refs: Sequence[str] | None = None
    connection_id: UUID | None = None

    def agreements(self, *resources: ResourceEnum) -> sql.Composable:
        """A select of the included agreements, and whether they share these resources."""
        conditions = [sql.SQL("partner_id = %(partner_id)s")]
        if self.fleet_ids is not None:
            conditions.append(sql.SQL("fleet_id = any(%(fleet_ids)s)"))
        if self.fleet_refs is not None:
            conditions.append(sql.SQL("fleet_ref = any(%(fleet_refs)s)"))
        if self.connection_id is not None:
            conditions.append(
                sql.SQL("fleet_id in (select c.fleet_id from published_connection c where c.id = %(connection_id)s)")
            )
        flags = [
            sql.SQL("shared_level(scopes, {}) is not null as {}").format(
                sql.Literal(resource.value), sql.Identifier(f"shares_{resource.value}")
            )
            for resource in resources
        ]
        # `fleet` is equal for all connections of a fleet that connected once more under the reference that it had.
        fleet = sql.SQL(
            "fleet_id, fleet_ref, coalesce(fleet_ref, fleet_id::text) as fleet, created_at, movement_privacy"
        )
        return sql.SQL("select {} from live_agreement where {}").format(
            sql.SQL(", ").join([fleet, *flags]), sql.SQL(" and ").join(conditions)
        )

    def of_connection(self, alias: str) -> sql.Composable:
        """The condition that what has this alias belongs to the connection."""
        if self.connection_id is None:
            return sql.SQL("true")
        return sql.SQL("{} = %(connection_id)s").format(sql.Identifier(alias, "connection_id"))

    def parameters(self, partner_id: UUID) -> Mapping[str, Any]:
        return {
            "partner_id": partner_id,
            "fleet_ids": None if self.fleet_ids is None else list(self.fleet_ids),
            "fleet_refs": None if self.fleet_refs is None else list(self.fleet_refs),
            "connection_id": self.connection_id,
        }


def shares_flag(resource: ResourceEnum) -> sql.Composable:
    """Whether the agreement `a` shares the resource."""
    return sql.Identifier("a", f"shares_{resource.value}")
