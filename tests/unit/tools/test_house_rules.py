"""The house rules about SQL and about words find what breaks them."""

from pathlib import Path

import pytest
from tools.house_rules import sql_in_source, words_of_our_own

QUERIES = Path("src/gladhand/orgs/fleets/queries.py")
SERVICE = Path("src/gladhand/orgs/fleets/service.py")


def found(path: Path, text: str) -> list[str]:
    return [each.partition(": ")[2] for each in sql_in_source(path, text)]


@pytest.mark.parametrize(
    "text",
    [
        'STATEMENT = "select id from fleet"',
        'STATEMENT = "insert into fleet (id) values (%s)"',
        'STATEMENT = f"update fleet {alias} set name = %s"',
        'STATEMENT = "with gone as (delete from fleet) select"',
        'PART = "(select count(*) from fleet)"',
        'PART = "left join partner p on p.id = f.partner_id"',
    ],
)
def test_sql_outside_of_queries_is_found(text: str) -> None:
    assert found(SERVICE, text) == ["SQL stands in a queries module of its noun"]
    assert found(QUERIES, text.replace("alias", "ALIAS")) == []


@pytest.mark.parametrize("text", ["Update a fleet", "with the link of the fleet", "select a fleet", "join a fleet"])
def test_prose_is_no_sql(text: str) -> None:
    assert found(SERVICE, f"TEXT = {text!r}") == []


def test_a_statement_of_constants_is_text() -> None:
    assert found(QUERIES, 'A = f"select {_B} from fleet where {counted(C)} and {Topic.D}"') == []
    assert (
        found(QUERIES, 'def part(name: LiteralString) -> LiteralString:\n    return f"(select {name} from fleet)"')
        == []
    )


@pytest.mark.parametrize("part", ["name", "A if a else B", "', '.join(NAMES)", "caller.visible", "A.format(B)"])
def test_a_statement_that_varies_is_composed(part: str) -> None:
    (finding,) = found(QUERIES, f'def get():\n    return f"select {{{part}}} from fleet"')
    assert finding.endswith("varies; compose with psycopg.sql")


def test_a_composed_statement_has_no_f_string() -> None:
    (finding,) = found(QUERIES, 'A = sql.SQL(f"{A} {{}}")')
    assert finding == "an f-string in sql.SQL; give the part to format()"


@pytest.mark.parametrize(
    "text",
    [
        "def tell_fleet(): ...",
        "def find(wanted): ...",
        "class WantedRows: ...",
        "class A:\n    url_shown: str",
        "_TURN = 1",
        "def is_settled(): ...",
    ],
)
def test_a_word_of_our_own_is_found(text: str) -> None:
    (finding,) = (each for each in words_of_our_own(SERVICE, text) if "is a word of our own" in each)
    assert finding.startswith(str(SERVICE))


def test_other_words_and_local_names_are_none() -> None:
    text = "def notify():\n    turn = 1\n\n\nclass Returned:\n    retold: str"
    assert list(words_of_our_own(SERVICE, text)) == []
    assert len(list(words_of_our_own(Path("src/gladhand/core/told.py"), text))) == 1
