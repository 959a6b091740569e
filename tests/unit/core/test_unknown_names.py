"""Names in requests that a route does not know."""

from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Query, Request
from pydantic import BaseModel
from tests.unit.core.asgi import ask, no_log

from gladhand.core import responses
from gladhand.core.contract_route import ContractRoute, UnknownNames, ignored_names
from gladhand.core.dependencies import add_dependencies
from gladhand.core.middleware import RequestMiddleware
from gladhand.core.problems import Unauthorized
from gladhand.core.proxies import TrustedProxies
from gladhand.core.request_body import BodyReader
from gladhand.core.unknown_names import IgnoredName, Narrows, header_value, name_tree


class Filters(BaseModel):
    fleet_refs: list[str] | None = None


class Card(BaseModel):
    number: str


class NamedPerson(BaseModel):
    first_name: str | None = None
    filters: Filters | None = None
    friends: list[Filters] = []
    pays_by: Card | Filters | None = None
    extras: dict[str, Any] = {}


class Subscription(BaseModel):
    first_name: str | None = None
    limits: Annotated[Filters | None, Narrows(("only_for",))] = None


class PageNumbers(BaseModel):
    size: int = 10
    cursor: str | None = None


JSON = {"content-type": "application/json"}


def served(*, refused: bool = False) -> RequestMiddleware:
    async def admit(request: Request) -> None:
        if "authorization" not in request.headers:
            raise Unauthorized

    router = APIRouter(route_class=ContractRoute)

    @router.get("/people")
    async def people(paging: Annotated[PageNumbers, Query()], is_new: bool = False) -> int:
        return paging.size

    @router.post("/people")
    async def create(body: NamedPerson, ignored: Annotated[Any, Depends(ignored_names)], is_sync: bool = False) -> Any:
        return [each.path for each in ignored]

    @router.post("/subscriptions")
    async def subscribe(body: Subscription) -> None:
        del body

    app = FastAPI(openapi_url=None)
    responses.install(app, admit)
    add_dependencies(app, UnknownNames(refused, admit))
    app.include_router(router)
    return RequestMiddleware(app, BodyReader(max_bytes=10_000_000, seconds=60), TrustedProxies(), no_log())


async def posted(body: bytes, query: str = "", *, refused: bool = False, token: bool = True) -> Any:
    headers = JSON | ({"authorization": "Bearer x"} if token else {})
    return await ask(served(refused=refused), "POST", f"/people{query}", headers=headers, body=[body])


async def test_a_misspelt_parameter_is_told_with_the_near_name() -> None:
    answer = await ask(served(), "GET", "/people?sise=3&cursor=a&is_new=true")

    assert (answer.status, answer.body) == (200, b"10")
    assert answer.headers["gladhand-ignored"] == "query.sise;near=query.size"


async def test_a_request_without_unknown_names_has_no_header() -> None:
    answer = await posted(b'{"first_name": "Ada", "extras": {"any": {"thing": 1}}, "friends": [{"fleet_refs": []}]}')

    assert answer.status == 200
    assert "gladhand-ignored" not in answer.headers


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"firstname": "Ada"}', "body.firstname;near=body.first_name"),
        (b'{"firstName": "Ada"}', "body.firstName;near=body.first_name"),
        (b'{"FIRST_NAME": "Ada"}', "body.FIRST_NAME;near=body.first_name"),
        (b'{"filters": {"fleet_ref": []}}', "body.filters.fleet_ref;near=body.filters.fleet_refs"),
        (b'{"friends": [{}, {"zzz": 1}]}', "body.friends.1.zzz"),
        # A name that stands elsewhere: in another object, or in the query.
        (b'{"fleet_refs": []}', "body.fleet_refs;near=body.filters.fleet_refs"),
        (b'{"is_sync": true}', "body.is_sync;near=query.is_sync"),
        # The names of all alternatives are known.
        (b'{"pays_by": {"number": "1", "fleet_refs": [], "pin": 1}}', "body.pays_by.pin"),
        ('{"größe, x;y\\r\\n": 1}'.encode(), "body.gr%C3%B6%C3%9Fe%2C%20x%3By%0D%0A"),
        (b'{"": 1}', "body."),
    ],
)
async def test_an_unknown_field_is_told_with_the_near_name(body: bytes, told: str) -> None:
    answer = await posted(body)

    assert answer.status == 200
    assert answer.headers["gladhand-ignored"] == told


@pytest.mark.parametrize(
    ("body", "near"),
    [
        (b'{"limit": ["a"]}', "limits"),
        (b'{"LIMITS": {}}', "limits"),
        (b'{"only_for": ["a"]}', "limits"),
        (b'{"OnlyFor": ["a"]}', "limits"),
        (b'{"limits": {"fleet_ref": ["F-1"]}}', "limits.fleet_refs"),
        (b'{"limits": {"zzz": 1}, "first_name": "Ada"}', None),
        (b'{"fleet_refs": ["F-1"]}', "limits.fleet_refs"),
        (b'{"fleet_ref": ["F-1"]}', "limits.fleet_refs"),
    ],
)
async def test_a_misspelt_name_that_was_meant_to_narrow_is_refused(body: bytes, near: str | None) -> None:
    answer = await ask(served(), "POST", "/subscriptions", headers=JSON | {"authorization": "Bearer x"}, body=[body])

    assert answer.status == 422
    assert near is None or f"Did you mean {near}?" in answer.body.decode()
    assert (await ask(served(), "POST", "/subscriptions", headers=JSON, body=[body])).status == 401


async def test_the_header_is_bounded_whatever_is_sent() -> None:
    many = b",".join(b'"%s%d": 1' % (b"x" * 3000, number) for number in range(2000))

    answer = await posted(b"{%s}" % many, "?" + "&".join(f"y{number}=1" for number in range(500)))

    assert answer.status == 200
    told = answer.headers["gladhand-ignored"]
    assert told.startswith("query.y0, query.y1")
    assert len(told) < 2500


async def test_unknown_names_are_told_of_a_refused_request_too() -> None:
    answer = await posted(b'{"first_name": 1, "firstname": "Ada"}')

    assert answer.status == 422
    assert answer.headers["gladhand-ignored"] == "body.firstname;near=body.first_name"


async def test_a_route_can_read_what_was_ignored() -> None:
    assert (await posted(b'{"firstname": 1}', "?sync=1")).json() == ["query.sync", "body.firstname"]


async def test_a_setting_refuses_unknown_names() -> None:
    answer = await posted(b'{"firstname": 1}', refused=True)

    assert answer.status == 422
    [fault] = answer.json()["detail"]
    assert fault == {
        "path": "body.firstname",
        "input": "",
        "message": "This request has no parameter or field of this name. Did you mean first_name?",
        "error_type": "unknown_name",
    }


async def test_who_may_not_call_the_route_is_told_that_first() -> None:
    assert (await posted(b'{"firstname": 1}', refused=True, token=False)).status == 401


@pytest.mark.parametrize("body", [b"{", b'"\xff"', b"[" * 100_000, b"[1]", b"null"])
async def test_a_body_that_is_no_object_is_answered_as_ever(body: bytes) -> None:
    assert (await posted(body)).status in (400, 422)


def test_names_of_lists_unions_and_objects_are_known_and_maps_take_any() -> None:
    tree = name_tree(NamedPerson | None)

    assert tree is not None
    assert tree["filters"] == {"fleet_refs": {}}
    assert tree["pays_by"] == {"number": {}, "fleet_refs": {}}
    assert tree["extras"] is None


def test_the_header_is_a_list_of_tokens_with_parameters() -> None:
    names = [IgnoredName("query.a", None), IgnoredName("body.b", "body.bb")]

    assert header_value(names) == "query.a, body.b;near=body.bb"
    assert header_value([IgnoredName("body.\ud800\n\u00e9", None)]) == "body.%3F%0A%C3%A9"
