"""Every read of the contract by a partner that has asked for nothing, decoded as strictly as clients in Go do."""

from typing import Any

from tests.conftest import Api, PartnerFixture
from tests.contract.calls import Caller
from tests.contract.every_read import partner, read_everything, stocked
from tests.contract.strict import StrictClient
from tests.integration.conftest import accept, connect, make_account, tsp_id

__all__ = ["accept", "connect", "make_account", "partner", "stocked", "tsp_id"]

# What a worker, the operator or the fleet makes. The tests that have it decode it as strictly.
READ_ELSEWHERE = {
    "/v2/integrations/connections/{connection_id}/schedules/{schedule_id}/executions",
    "/v2/notifications/webhooks/{webhook_id}/logs",
    "/v2/orgs/external-tsps",
    "/v2/orgs/external-tsps/integration-requests",
    "/v2/orgs/fleets/{fleet_id}/properties",
    "/v2/orgs/partners/{partner_id}/properties",
    "/v2/telematics/vehicle-region-segments",
}


async def test_every_read_of_the_contract_fits_it(anyone: Api, admin: Api, stocked: PartnerFixture) -> None:
    reader = Caller(StrictClient(anyone), stocked.token)
    answers = await read_everything(reader, reader.named(admin.token))
    assert {path: answer.body for path, answer in answers.items() if answer.status != 200} == {}
    # Other tests that share the database may have made some of these.
    assert {
        path for path, answer in answers.items() if answer.body in ([], None) or _is_empty(answer.body)
    } <= READ_ELSEWHERE


async def test_a_generated_client_with_whole_numbers_of_32_bits_reads_everything(
    anyone: Api, admin: Api, stocked: PartnerFixture
) -> None:
    usual = Caller(StrictClient(anyone), stocked.token)
    cells = {
        path for path, each in (await read_everything(usual, usual.named(admin.token))).items() if _wide(each.body)
    }
    assert {"/v2/telematics/vehicle-locations", "/v2/telematics/analytics/vehicles"} <= cells

    reader = Caller(StrictClient(anyone, {"User-Agent": "OpenAPI-Generator/1.0.0/go"}), stocked.token)
    answers = await read_everything(reader, reader.named(admin.token))

    assert {path: answer.status for path, answer in answers.items() if answer.status != 200} == {}
    assert {path: found for path, answer in answers.items() if (found := _wide(answer.body))} == {}


def _wide(value: Any) -> list[int]:
    """The whole numbers that 32 bits do not hold."""
    if isinstance(value, dict | list):
        return [each for below in (value.values() if isinstance(value, dict) else value) for each in _wide(below)]
    return [value] if isinstance(value, int) and not -(2**31) <= value < 2**31 else []


def _is_empty(body: object) -> bool:
    return not body or (isinstance(body, dict) and body.get("items") == [])
