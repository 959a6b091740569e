"""Which package reads whose tables: the table names in all SQL of the source, held against their owners.

A package reads its own tables. Of another package it reads what that one publishes: views whose names begin with
`published_`, and `live_agreement`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import gladhand
from gladhand.core.tables import facts_of

ROOT = Path(gladhand.__file__).parent
MIGRATIONS = ROOT / "migrations"

# Where a statement may name a table of another package, and why.
EXCEPTIONS = {
    ("core/retention_queries.py", "resource_operation"): "the condition of one of the retentions",
}

_NAME = re.compile(
    r"\b(?:from|join|into|update|table|using)\s+(?:only\s+|lateral\s+)*([a-z_]\w*)|(?<=[\w)]),\s*([a-z_]\w*)(?=\s+[a-z]\w*\b)"
)
_EXPRESSION = re.compile(r"(\w+)(?: \([\w, ]*\))? as (?:materialized )?\(")
_RENAMED = re.compile(r"alter table (\w+) rename to (\w+)", re.IGNORECASE)
_CREATED = re.compile(r"create (?:unlogged )?(table|view) (\w+)", re.IGNORECASE)


def schema() -> dict[str, str]:
    """Each table and view that the migrations create, and which of the two it is."""
    text = "\n".join(path.read_text() for path in sorted(MIGRATIONS.glob("*.sql")))
    kinds = {name: kind.lower() for kind, name in _CREATED.findall(text)}
    for old, new in _RENAMED.findall(text):
        kinds[new] = kinds.pop(old)
    return kinds


SCHEMA = schema()


def texts(path: Path) -> Iterator[str]:
    """The string constants of a module, those inside of f-strings included; docstrings left out."""
    tree = ast.parse(path.read_text())
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def names(text: str) -> set[str]:
    """The tables and views that a piece of SQL names; its own common table expressions may have the name of one."""
    return ({first or second for first, second in _NAME.findall(text)} - set(_EXPRESSION.findall(text))) & SCHEMA.keys()


def modules() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py") if MIGRATIONS not in path.parents)


def is_published(name: str) -> bool:
    return SCHEMA[name] == "view" and (name.startswith("published_") or name == "live_agreement")


def is_own(name: str, module: Path) -> bool:
    facts = facts_of(name)
    return facts is not None and facts.package == module.relative_to(ROOT).parts[0]


def test_the_pattern_finds_tables_wherever_sql_names_them():
    sql = """
        with x as (update connection c set y = 1 from tsp t returning 1), z as (insert into event (id) values (1))
        select from fleet f, partner p join webhook on true left join lateral (select from delivery) d on true
    """
    assert names(sql) == {"connection", "tsp", "event", "fleet", "partner", "webhook", "delivery"}


@pytest.mark.parametrize("module", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_package_reads_its_own_tables_and_what_others_publish(module):
    named = {name for text in texts(module) for name in names(text)}
    place = str(module.relative_to(ROOT))
    foreign = {name for name in named if not is_own(name, module) and not is_published(name)}
    assert {name for name in foreign if (place, name) not in EXCEPTIONS} == set()


def test_every_exception_is_still_one():
    for place, name in EXCEPTIONS:
        assert any(name in names(text) for text in texts(ROOT / place)), f"{place} does not read {name} any more"
