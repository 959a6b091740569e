"""Which records of an entity are present. Analytics counts and lists these alone."""

from psycopg import sql

from gladhand.resources.resource import Resource
from gladhand.resources.user import USER


def absence(resource: Resource, alias: str | None = None) -> sql.Composable:
    """The condition for a record that has gone at the provider, or a user who is known to be no driver.

    Few records fulfil it, so the number of present records is the counter of all records minus these.
    """
    path = () if alias is None else (alias,)
    gone = sql.SQL("{} is not null").format(sql.Identifier(*path, "deleted_at"))
    if resource is not USER:
        return gone
    return sql.SQL("({} or {} is false)").format(gone, sql.Identifier(*path, "is_driver"))
