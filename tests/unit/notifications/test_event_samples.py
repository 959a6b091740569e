"""What test events carry, and which events are sent."""

import importlib
import json
import pkgutil

import pytest
from jsonschema_rs import Draft202012Validator

import gladhand
from gladhand.app import PUBLISHED
from gladhand.notifications.event_names import WebhookEventNameEnum, is_wildcard
from gladhand.notifications.event_schemas.documents import beyond_contract, document
from gladhand.notifications.event_schemas.samples import sample
from gladhand.notifications.published import PublishedEvent

NAMES = [name.value for name in WebhookEventNameEnum if not is_wildcard(name)]


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_of_an_event_fits_its_schema(name: str) -> None:
    components = json.loads(document(name))["components"]
    body = next(iter(components["schemas"].values()))
    schema = body["properties"]["data"]["items"] | {"components": components}

    record = sample(name)

    assert [error.message for error in Draft202012Validator(schema, validate_formats=True).iter_errors(record)] == []
    assert len(record) > 1


def test_every_event_of_the_code_is_listed_once() -> None:
    found = {
        value
        for module in pkgutil.walk_packages(gladhand.__path__, "gladhand.")
        if not module.name.startswith(("gladhand.providers.", "gladhand.__main__"))
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, PublishedEvent)
    }
    assert found <= set(PUBLISHED)
    assert len(set(PUBLISHED)) == len(list(PUBLISHED))


def test_an_event_that_is_never_sent_has_no_moment() -> None:
    assert PUBLISHED.when("invitation.created") == "A partner has invited a fleet."
    assert PUBLISHED.when("invitation.rejected") is None
    with pytest.raises(ValueError, match=r"invitation\.misspelt"):
        PublishedEvent("invitation.misspelt", "never")


def test_records_have_the_keys_of_the_contract_and_others_that_are_known() -> None:
    assert beyond_contract("resource_operation.failed").keys() == {"field_results", "expected_start_at"}
    assert beyond_contract("connection.staled").keys() == {"magic_link"}
    assert beyond_contract("vehicle.added").keys() == {"license_plate_number"}
    assert "trailer_name" in beyond_contract("trailer.modified")
    assert beyond_contract("user.added") == beyond_contract("user.removed") == {}
