"""Clients that nobody wrote: two tools make them of the contract's documents, and they call every operation."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Api, PartnerFixture
from tests.contract.calls import CallClient, endpoints
from tests.contract.clients.python import python_client
from tests.contract.clients.typescript import typescript_client
from tests.contract.every_read import partner, read_everything, stocked
from tests.contract.every_refusal import refuse_everything
from tests.contract.every_write import callers_of, write_everything
from tests.integration.conftest import accept, connect, make_account, tsp_id

from gladhand.core.db import Database

__all__ = ["accept", "connect", "make_account", "partner", "stocked", "tsp_id"]


CLIENTS: dict[str, Callable[[str, Path], AbstractAsyncContextManager[CallClient]]] = {
    "python": python_client,
    "typescript": typescript_client,
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "language", ["python", pytest.param("typescript", marks=[pytest.mark.needs("node"), pytest.mark.long])]
)
async def test_a_generated_client_calls_every_operation_granted_and_refused(
    language: str,
    tmp_path: Path,
    anyone: Api,
    make_partner: Callable[..., Any],
    stocked: PartnerFixture,
    make_account: Callable[..., Any],
    tsp_id: str,
    database: Database,
) -> None:
    async with CLIENTS[language](anyone.url, tmp_path) as client:
        callers = await callers_of(client, anyone, make_partner, database)
        await write_everything(callers, make_account, tsp_id, database)
        await read_everything(callers.anyone.named(stocked.token), callers.operator)
        await refuse_everything(callers.partner)
    statuses = callers.anyone.statuses
    print(table(language, statuses))
    for endpoint in endpoints().values():
        seen = statuses.get(endpoint.operation_id, set())
        assert any(status < 300 for status in seen), f"no call of {endpoint.operation_id} was granted: {seen}"
        assert any(status >= 400 for status in seen), f"no call of {endpoint.operation_id} was refused: {seen}"


def table(language: str, statuses: dict[str, set[int]]) -> str:
    """Which operation was called, and what was answered."""
    lines = ((each, sorted(statuses.get(each, ()))) for each in (one.operation_id for one in endpoints().values()))
    return "\n".join(f"{language:<10}  {name:<70}  {' '.join(map(str, seen))}" for name, seen in lines)
