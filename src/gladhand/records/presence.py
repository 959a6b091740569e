"""Which records of an entity are present. Analytics counts and lists these alone."""

from psycopg import sql

from gladhand.resources.resource import Resource
from gladhand.resources.user import USER


def absence(resource: Resource) -> sql.SQL:
    """The condition for a record that has gone at the provider, or a user who is known to be no driver.

    Few records fulfil it, so the number of present ones is that of all, which is counted, without these.
    """
    return sql.SQL("(deleted_at is not null or is_driver is false)" if resource is USER else "deleted_at is not null")
