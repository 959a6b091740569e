"""The tables that servers write to unasked: what `core.tables` says of them, against the loops of a server."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from gladhand.config.work import ALL
from gladhand.core.processes import heartbeat
from gladhand.core.request_log import recorder
from gladhand.core.tables import TABLES

_INSERTED = re.compile(r"insert into (\w+)")


def beside_requests() -> Iterator[ModuleType]:
    """The modules of what a server does beside answering requests."""
    yield from (heartbeat, recorder)
    for work in ALL:
        for take in work.figures:
            yield sys.modules[take.__module__]


def inserted(module: ModuleType) -> set[str]:
    """The tables that the queries of the module's folder insert into, as far as the module imports them."""
    folder = module.__name__.rpartition(".")[0]
    named = {str(getattr(each, "__module__", None) or getattr(each, "__name__", "")) for each in vars(module).values()}
    queries = [name for name in named if name.startswith(folder) and name.endswith("queries")]
    assert queries, module.__name__
    return {table for name in queries for table in _INSERTED.findall(Path(str(sys.modules[name].__file__)).read_text())}


def test_the_tables_that_a_server_writes_to_beside_requests_are_named():
    assert set().union(*map(inserted, beside_requests())) == {facts.name for facts in TABLES if facts.is_unasked}
