import pytest
from fastapi import FastAPI, Request
from tests.unit.core.asgi import AsgiAnswer, ask

from gladhand.core import responses

SOME = "0191e3a4-0000-7000-8000-000000000000"


async def nobody(_: Request) -> None:
    """Everybody may ask."""


async def asked(method: str, path: str) -> AsgiAnswer:
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    responses.install(app, nobody)

    async def served() -> None: ...

    app.add_api_route("/v2/orgs/invitations", served, methods=["GET", "POST"])
    app.add_api_route("/v2/orgs/invitations/{invitation_id}", served, methods=["GET"])
    app.add_api_route("/v2/orgs/fleets/{fleet_id:uuid}", served, methods=["GET"])
    return await ask(app, method, path)


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/v2/orgs/invitation", "/v2/orgs/invitations"),
        ("/v2/org/invitations", "/v2/orgs/invitations"),
        ("/v1/orgs/invitations", "/v2/orgs/invitations"),
        ("/V2/Orgs/Invitations", "/v2/orgs/invitations"),
        ("/orgs/invitations", "/v2/orgs/invitations"),
        (f"/v2/orgs/invitation/{SOME}", "/v2/orgs/invitations/{invitation_id}"),
        (f"/v2/orgs/fleet/{SOME}", "/v2/orgs/fleets/{fleet_id}"),
    ],
)
async def test_a_path_that_is_nearly_right_is_proposed(path, near):
    answer = await asked("GET", path)
    assert answer.status == 404
    assert answer.json()["detail"] == f"No route matches this path. Did you mean {near}?"


@pytest.mark.parametrize("path", ["/v2/something/else", "/", "/v2", f"/{SOME}", "/v2/orgs/" + "x" * 5000])
async def test_nothing_is_proposed_for_what_is_unlike_all_paths(path):
    answer = await asked("GET", path)
    assert (answer.status, answer.json()["detail"]) == (404, "No route matches this path.")


@pytest.mark.parametrize(
    ("method", "path", "template"),
    [
        ("GET", "/v2/orgs/partners", "/v2/orgs/partners"),
        ("GET", f"/v2/orgs/fleets/{SOME}/properties", "/v2/orgs/fleets/{fleet_id}/properties"),
        ("GET", "/v2/telematics/engine-logs", "/v2/telematics/engine-logs"),
    ],
)
async def test_an_operation_of_the_contract_that_is_not_served_is_a_501(method, path, template):
    answer = await asked(method, path)
    assert answer.status == 501
    assert answer.json()["detail"] == f"This server does not offer {method} {template} of the contract."


async def test_an_operation_that_is_not_served_on_a_path_that_is_is_a_405_which_says_so():
    answer = await asked("PATCH", f"/v2/orgs/fleets/{SOME}")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["detail"] == "This server does not offer PATCH /v2/orgs/fleets/{fleet_id} of the contract."


async def test_a_method_that_the_contract_lacks_as_well_is_a_405():
    answer = await asked("PUT", f"/v2/orgs/fleets/{SOME}")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_what_is_no_id_is_no_operation_of_the_contract():
    assert (await asked("GET", "/v2/orgs/partners/rubbish")).status == 404
