"""Exact totals without a scan: counters that a statement keeps in step with the rows it changes.

A counter belongs to a partner. It has sixteen rows, and a transaction always adds to the same one of them, so that
writers of one partner rarely wait for each other. The functions return SQL for the statement that changes the rows: no
trigger counts.
"""

from typing import LiteralString


def counting(changes: LiteralString) -> LiteralString:
    """An insert that adds `changes` to their counters: a query for `partner_id`, `name` and `delta`, one row each."""
    return f"""
  insert into counter (partner_id, name, shard, value)
  select partner_id, name, mod(pg_current_xact_id()::text::bigint, 16)::smallint, delta from ({changes}) change
  where delta <> 0
  order by partner_id, name
  on conflict (partner_id, name, shard) do update set value = counter.value + excluded.value"""


def counted(partner_id: LiteralString, name: LiteralString) -> LiteralString:
    """The value of one counter; both arguments are SQL expressions."""
    return f"(select coalesce(sum(value), 0)::bigint from counter where partner_id = {partner_id} and name = {name})"
