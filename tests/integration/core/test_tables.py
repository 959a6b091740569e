"""The migrated schema against `core.tables`, which says who owns which rows and which tables may be spread."""

import re

import psycopg
import pytest
from psycopg.rows import dict_row

from gladhand.core.tables import TABLES, TableFacts, TableKind, facts_of

# What PostgreSQL evaluates in a default without reading anything.
_CALLS_IN_DEFAULTS = {"now", "clock_timestamp", "uuidv7", "gen_random_uuid", "interval"}

_TABLES = """
select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
  and c.relname not like '%yoyo%' order by 1"""

_KEYS = """
select i.indexrelid::regclass::text as index, i.indisprimary as is_primary,
  array(select a.attname::text from pg_attribute a
    where a.attrelid = i.indrelid and a.attnum = any(i.indkey)) as columns,
  (select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[0]) as first
from pg_index i where i.indrelid = %s::regclass and i.indisunique"""

_FOREIGN_KEYS = """
select conname as name, confrelid::regclass::text as target,
  array(select a.attname::text from unnest(conkey) with ordinality k (n, place)
    join pg_attribute a on a.attrelid = conrelid and a.attnum = k.n order by place) as columns,
  array(select a.attname::text from unnest(confkey) with ordinality k (n, place)
    join pg_attribute a on a.attrelid = confrelid and a.attnum = k.n order by place) as target_columns
from pg_constraint where contype = 'f' and conrelid = %s::regclass"""

_DEFAULTS = """
select a.attname as column, pg_get_expr(d.adbin, d.adrelid) as expression from pg_attrdef d
join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
where d.adrelid = %s::regclass and a.attgenerated = ''"""


@pytest.fixture(scope="module")
def catalogue(database_url):
    with psycopg.connect(database_url, row_factory=dict_row) as connection:
        yield connection


@pytest.fixture(scope="module")
def tables(catalogue) -> dict[str, TableFacts | None]:
    return {row["name"]: facts_of(row["name"]) for row in catalogue.execute(_TABLES)}


def test_every_table_is_listed_and_every_entry_is_a_table(tables):
    assert [name for name, facts in tables.items() if facts is None] == []
    assert {facts.name for facts in TABLES} == {facts.name for facts in tables.values() if facts is not None}


def test_the_owner_is_in_every_key_of_an_owned_table(catalogue, tables):
    wrong = []
    for name, facts in tables.items():
        if facts is None or facts.kind.owner is None:
            continue
        keys = list(catalogue.execute(_KEYS, (name,)))
        wrong += [key["index"] for key in keys if facts.kind.owner not in key["columns"]]
        wrong += [key["index"] for key in keys if key["is_primary"] and key["first"] != facts.kind.owner]
        if not any(key["is_primary"] for key in keys):
            wrong.append(name)
    assert wrong == []


def test_foreign_keys_lead_to_global_tables_or_to_rows_of_the_same_owner(catalogue, tables):
    wrong = []
    for name, facts in tables.items():
        assert facts is not None
        for key in catalogue.execute(_FOREIGN_KEYS, (name,)):
            target = tables[key["target"]]
            assert target is not None
            if target.kind is TableKind.GLOBAL:
                continue
            pairs = list(zip(key["columns"], key["target_columns"], strict=True))
            if target.kind is not facts.kind or (facts.kind.owner, facts.kind.owner) not in pairs:
                wrong.append(key["name"])
    assert wrong == []


def test_tables_that_may_be_spread_have_no_triggers_sequences_or_defaults_that_query(catalogue, tables):
    wrong = []
    for name, facts in tables.items():
        if facts is None or not facts.is_spread:
            continue
        triggers = catalogue.execute(
            "select tgname from pg_trigger where tgrelid = %s::regclass and not tgisinternal", (name,)
        )
        wrong += [f"trigger {row['tgname']}" for row in triggers]
        for default in catalogue.execute(_DEFAULTS, (name,)):
            calls = set(re.findall(r"(\w+)\(", default["expression"]))
            if calls - _CALLS_IN_DEFAULTS:
                wrong.append(f"{name}.{default['column']}: {default['expression']}")
    assert wrong == []
