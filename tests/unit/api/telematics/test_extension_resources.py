"""Resources that the contract does not have."""

from dataclasses import replace

from fastapi import APIRouter, FastAPI

from gladhand.api.telematics.endpoints import add_routes
from gladhand.core.extensions import MARK
from gladhand.resources.user import USER


def test_every_operation_of_a_resource_that_the_contract_lacks_is_marked() -> None:
    app, router = FastAPI(), APIRouter()
    add_routes(router, replace(USER, is_extension=True))
    app.include_router(router)

    operations = [operation for item in app.openapi()["paths"].values() for operation in item.values()]
    assert len(operations) == 4
    assert [each[MARK] for each in operations] == [True] * 4
