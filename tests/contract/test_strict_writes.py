"""Every write of the contract by callers that have asked for nothing, decoded as strictly as clients in Go do."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Api
from tests.contract.calls import endpoints
from tests.contract.every_write import callers_of, write_everything
from tests.contract.strict import StrictClient
from tests.integration.conftest import make_account, tsp_id

from gladhand.core.db import Database

__all__ = ["make_account", "tsp_id"]


async def test_every_write_of_the_contract_is_answered_as_it_says(
    anyone: Api,
    make_partner: Callable[..., Any],
    make_account: Callable[..., Any],
    tsp_id: str,
    database: Database,
) -> None:
    callers = await callers_of(StrictClient(anyone), anyone, make_partner, database)
    await write_everything(callers, make_account, tsp_id, database)
    written = {each.operation_id for each in endpoints().values() if each.method != "GET"}
    assert sorted(written - callers.anyone.statuses.keys()) == []
