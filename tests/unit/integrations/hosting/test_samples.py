"""What samples can say, shown on the simulator."""

from typing import Any

import pytest

from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.sample_player import play
from gladhand.integrations.hosting.samples import Mismatch, Sample
from gladhand.resources.enums import ResourceEnum

KEY = {"api_key": "demo-key"}
DRIVER = {"id": "d1", "updated_at": "2026-11-20T08:15:30Z"}


def sample(verb: str, request: dict[str, Any], response: dict[str, Any], result: Any, **more: Any) -> Sample:
    exchange = {"request": request, "response": {"status": 200, "body": response}}
    return Sample(
        name=f"{verb}.json",
        about="",
        credentials=KEY,
        verb=verb,
        resource=ResourceEnum.USER,
        exchanges=[exchange],
        result=result,
        **more,
    )


def created(body: Any) -> Sample:
    request = {"method": "POST", "path": "/api/drivers", "body": body}
    arguments = {"change": {"first_name": "Mara"}, "operation_key": "op-1"}
    result = {"source_id": "d1", "fields": {}, "occurred_at": "2026-11-20T08:15:30+00:00"}
    return sample("create", request, DRIVER, result | {"outcomes": {"first_name": "unchanged"}}, arguments=arguments)


async def test_any_stands_for_whatever_is_there() -> None:
    simulator = providers()["catena_simulator"]
    await play(simulator, created({"external_id": "<any>", "given_name": "Mara"}))


@pytest.mark.parametrize(
    "body", [{"external_id": "<any>"}, {"external_id": "op-1", "given_name": "Mara", "x": "<any>"}]
)
async def test_any_stands_neither_for_what_is_missing_nor_for_what_is_too_much(body: Any) -> None:
    with pytest.raises(Mismatch):
        await play(providers()["catena_simulator"], created(body))
