"""SQL of the connection that a record came through."""

from psycopg import sql

from gladhand.records.columns import columns
from gladhand.resources.resource import Resource


def connection_condition(resource: Resource) -> sql.SQL:
    """That the record `r` came through `%(connection_id)s`."""
    if "connection_id" in columns(resource):
        return sql.SQL("r.connection_id = %(connection_id)s")
    return sql.SQL(
        """r.origin = (select number from record_origin o
             where o.fleet_id = r.fleet_id and o.connection_id = %(connection_id)s)"""
    )
