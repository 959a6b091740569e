"""SQL that renders an operation as JSON, composed from the fields of its wire models. The row has the alias `o`."""

from collections.abc import Iterable, Mapping

from psycopg import sql

from gladhand.core.db import quoted
from gladhand.integrations.operations.schemas import ResourceOperationLogRead, ResourceOperationRead

# When the provider is likely to be asked, with `position` operations in front of this one. That is unknown while the
# operation waits for its connection to become active again.
_EXPECTED_START = """case when o.status = 'pending' and not o.is_suspended then (
  select greatest(clock_timestamp(), o.next_attempt_at, max(b.free_at), max(b.paused_until))
    + {position} * coalesce(max(b.seconds_per_operation), 0) * interval '1 second'
  from connection c left join account_budget b on b.account = c.account_fingerprint
  where c.fleet_id = o.fleet_id and c.id = o.connection_id) end"""

_LOGS = """(
  select coalesce(json_agg(row_to_json(log) order by log.id), '[]'::json)
  from (select {columns} from resource_operation_log l
        where l.partner_id = o.partner_id and l.resource_operation_id = o.id) log)"""


def operation_read(position: sql.Composable | None = None, *, is_new: bool = False) -> sql.SQL:
    """What reads and events show. Without a `position` in the queue, no expected start is shown.

    A new operation has no log. Its statement does not look for one, which also keeps it short: psycopg parses longer
    ones every time.
    """
    start: sql.Composable = sql.SQL("null") if position is None else sql.SQL(_EXPECTED_START).format(position=position)
    return _as_json(
        ResourceOperationRead.model_fields,
        {"logs": _logs(is_new=is_new), "expected_start_at": sql.SQL("wire_time({})").format(start)},
    )


def operation_answer(*, is_new: bool = False) -> sql.SQL:
    """What a write answers: the same, without the expected start, and with the time of its deletion, which never is."""
    names = [name for name in ResourceOperationRead.model_fields if name != "expected_start_at"]
    names.insert(names.index("updated_at") + 1, "deleted_at")
    return _as_json(names, {"logs": _logs(is_new=is_new), "deleted_at": sql.SQL("null")})


def _logs(*, is_new: bool) -> sql.Composable:
    if is_new:
        return sql.SQL("'[]'::json")
    return sql.SQL(_LOGS).format(columns=_columns("l", ResourceOperationLogRead.model_fields, {}))


def _as_json(names: Iterable[str], expressions: Mapping[str, sql.Composable]) -> sql.SQL:
    columns = _columns("o", names, expressions)
    return quoted(sql.SQL("(select row_to_json(shape) from (select {}) shape)").format(columns))


def _columns(alias: str, names: Iterable[str], expressions: Mapping[str, sql.Composable]) -> sql.Composable:
    columns = []
    for name in names:
        value: sql.Composable = sql.Identifier(alias, name)
        if name in ("created_at", "updated_at"):
            value = sql.SQL("wire_time({})").format(value)
        columns.append(sql.SQL("{} as {}").format(expressions.get(name, value), sql.Identifier(name)))
    return sql.SQL(", ").join(columns)
