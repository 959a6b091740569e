import json
from datetime import datetime, timedelta, timezone
from typing import Annotated, Any, Literal

import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from tests.unit.core.asgi import ask

from gladhand.core import problems, responses
from gladhand.core.problems import Fault, Invalid, TooManyRequests, Unauthorized
from gladhand.core.responses import faults
from gladhand.notifications.event_names import WebhookCatchAllEvents, WebhookEventNameEnum
from gladhand.resources.text import Line, Text


class Inner(BaseModel):
    number: int
    webhook_secret: int = 0


class Wanted(BaseModel):
    name: str
    country_code: Annotated[str, Field(max_length=2)] = "US"
    code: int = 0
    api_key: int = 0
    inner: Inner | None = None
    many: list[Inner] = []


def found(value: object) -> dict[str, Fault]:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Wanted).validate_python(value)
    return {fault.path: fault for fault in faults(caught.value.errors())}


def test_a_time_in_a_fault_is_the_time_on_the_wire():
    moment = datetime(2026, 3, 2, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    (fault,) = Invalid.at("body.expiration_date", "must lie in the future", given=moment).faults
    assert fault.input == "2026-03-02T09:30:00Z"


def test_every_fault_is_listed_with_its_dotted_path():
    listed = found({"inner": {"number": "x"}, "many": [{"number": 1}, {"number": None}], "country_code": "USA"})
    assert listed.keys() == {"name", "inner.number", "many.1.number", "country_code"}
    assert listed["inner.number"].input == "x"
    assert listed["inner.number"].error_type == "int_parsing"
    assert listed["many.1.number"].input == "null"
    assert listed["country_code"].input == "USA"


@pytest.mark.parametrize("value", [None, True, 1.5, [], {}, "text", b"bytes", {"a": {"b": 1}}, Inner(number=1)])
def test_each_part_of_a_fault_is_a_string(value):
    for fault in found({"name": value, "inner": value, "code": value, "country_code": value}).values():
        assert all(isinstance(part, str) for part in (fault.path, fault.input, fault.message, fault.error_type))


@pytest.mark.parametrize(
    "value", [{"api_key": "hunter2"}, {"code": "hunter2"}, {"inner": {"webhook_secret": "hunter2"}}]
)
def test_an_input_that_may_be_a_secret_is_not_repeated(value):
    listed = found({"name": "n"} | value)
    assert "hunter2" not in str(listed)
    assert "*****" in str(listed)


def test_a_whole_object_is_not_repeated_as_it_may_hold_a_secret():
    fault = found({"name": {"password": "hunter2"}, "many": {"token": "hunter2"}})
    assert fault["name"].input == "an object"
    assert "hunter2" not in str(fault)
    listed = found({"inner": {"webhook_secret": "1"}})
    assert listed["inner.number"].input == "an object"


def test_a_long_input_is_cut():
    listed = found({"name": ["x"] * 1000, "country_code": "x" * 100_000, "many": [{"number": "9" * 5000}]})
    assert all(len(fault.input) <= 201 for fault in listed.values())
    assert listed["country_code"].input.endswith("…")
    assert len(Invalid.at("body.a", "no", given="x" * 100_000).faults[0].input) == 201


def test_half_a_character_can_be_answered():
    listed = found({"name": "n", "country_code": "\ud800\ud800\ud800"})
    answer = bytes(responses.problem_answer(Invalid(list(listed.values()))).body)
    assert json.loads(answer)["detail"][0]["input"] == "???"
    assert b"ud800" not in answer


def all_problems() -> list[type[problems.Problem]]:
    return [
        each
        for each in vars(problems).values()
        if isinstance(each, type) and issubclass(each, problems.Problem) and each not in (Invalid, TooManyRequests)
    ]


@pytest.mark.parametrize("kind", all_problems())
def test_every_problem_has_the_one_envelope(kind):
    assert kind("why").body() == {"code": kind.status, "message": kind.message, "detail": "why"}
    assert kind().body()["detail"] is None
    assert 400 <= kind.status <= 599
    assert str(kind()) == kind.message


def test_problems_that_need_a_header_bring_it():
    assert Unauthorized().headers == {"WWW-Authenticate": "Bearer"}
    slow = TooManyRequests(7)
    assert slow.headers == {"Retry-After": "7"}
    assert slow.body()["detail"]["retry_after_seconds"] == 7


def test_the_text_of_an_invalid_input_names_its_places_and_not_the_input():
    problem = Invalid.at("body.url", "is not a URL", given="hunter2")
    assert str(problem) == "body.url: is not a URL"
    assert problem.body()["message"] == "Invalid Request Body"


def app(*, admitted: bool = True) -> FastAPI:
    made = FastAPI(openapi_url=None)

    async def admit(_: Request) -> None:
        if not admitted:
            raise Unauthorized("Who are you?")

    responses.install(made, admit)

    async def crash() -> None:
        raise RuntimeError("hunter2")

    async def take(wanted: Wanted) -> str:
        return wanted.name

    made.add_api_route("/crash", crash)
    made.add_api_route("/things", take, methods=["POST"])
    made.add_api_route("/things", crash, methods=["GET"])
    return made


async def test_a_crash_tells_the_client_nothing_but_that_it_happened():
    answer = await ask(app(), "GET", "/crash", crashes=RuntimeError)
    assert answer.status == 500
    assert answer.json() == {"message": "Internal Server Error"}


async def test_the_framework_s_own_refusals_have_the_envelope():
    nothing = await ask(app(), "GET", "/nothing")
    assert (nothing.status, nothing.json()["code"], nothing.json()["message"]) == (404, 404, "Not Found")
    other = await ask(app(), "PUT", "/things")
    assert (other.status, other.headers["allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b'{"name": "' + b"9" * 10, b"[" * 20_000, b'{"name":' + b"9" * 5000 + b"}"]
)
async def test_an_unreadable_body_tells_strangers_nothing(body):
    headers = {"content-type": "application/json"}
    stranger = await ask(app(admitted=False), "POST", "/things", headers=headers, body=[body])
    assert stranger.status == 401
    known = await ask(app(), "POST", "/things", headers=headers, body=[body])
    assert known.status == 400
    assert known.json()["detail"].startswith("The body ")


@pytest.mark.parametrize(
    "given",
    ["https://maria:geheim@partner.example/x", "https://geheim@partner.example", "https://m:ge/he@im@partner.example"],
)
def test_the_password_of_an_address_is_not_repeated(given: str) -> None:
    for fault in (
        Invalid.at("body.url", "wrong", given=given).faults[0],
        found({"name": "a", "country_code": given})["country_code"],
    ):
        assert fault.input.startswith("https://*****@partner.example")


def test_a_password_without_a_scheme_is_not_repeated() -> None:
    assert (
        Invalid.at("body.url", "wrong", given="maria:geheim@partner.example").faults[0].input == "*****@partner.example"
    )


def test_a_place_in_the_input_has_no_name_of_a_type_and_is_named_once():
    adapter: TypeAdapter[object] = TypeAdapter(dict[str, list[WebhookEventNameEnum | WebhookCatchAllEvents | int]])
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python({"names": ["user.aded", "user.added"]})

    (fault,) = faults(caught.value.errors())

    assert fault.path == "names.0"
    assert "user.added" in fault.message
    assert len(fault.message) < 150


_SHORT = Field(min_length=2, max_length=3)


@pytest.mark.parametrize("kind", [Annotated[str, _SHORT], Annotated[Text, _SHORT], Annotated[Line, _SHORT]])
def test_the_length_of_a_text_is_in_characters_however_it_is_checked(kind: Any):
    adapter: TypeAdapter[str] = TypeAdapter(kind)
    told = []
    for value in ("x", "long"):
        with pytest.raises(ValidationError) as caught:
            adapter.validate_python(value)
        told += [(fault.message, fault.error_type) for fault in faults(caught.value.errors())]
    assert told == [
        ("String should have at least 2 characters", "string_too_short"),
        ("String should have at most 3 characters", "string_too_long"),
    ]


def test_a_few_values_are_all_named():
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Literal["asc", "desc"]).validate_python("up")

    assert faults(caught.value.errors())[0].message == "Input should be 'asc' or 'desc'"


@pytest.mark.parametrize(
    ("path", "title"),
    [("query.size", "Invalid Query"), ("path.user_id", "Invalid Path"), ("body.url", "Invalid Request Body")],
)
def test_the_title_names_the_part_of_the_request(path: str, title: str) -> None:
    assert Invalid.at(path, "wrong").body()["message"] == title
