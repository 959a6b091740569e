"""What holds for the models of every declared resource, whatever its fields are."""

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.examples import required_body
from tests.strategies import bodies, records, writable, wrong_values

from gladhand.resources.base import WriteBody
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.group_message import GROUP_MESSAGE
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource

EACH = pytest.mark.parametrize("resource", REGISTRY.values(), ids=lambda resource: resource.name.value)
EACH_WRITE = pytest.mark.parametrize(
    ("resource", "model"),
    [
        pytest.param(each, model, id=model.__name__)
        for each in REGISTRY.values()
        for model in (each.create_model, each.update_model)
        if model is not None
    ],
)
quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def parsed(model: type[WriteBody], **body: Any) -> WriteBody:
    """The write with this body and an example of everything else that it must have."""
    return model.model_validate({**required_body(model), "connection_id": str(uuid4()), **body})


@EACH
@quick
@given(data=st.data())
def test_fields_survive_being_stored_as_json(resource: Resource, data: st.DataObject) -> None:
    fields = data.draw(records(resource))
    assert resource.fields_model.model_validate(json.loads(json.dumps(fields.stored()))) == fields


@EACH_WRITE
@quick
@given(data=st.data())
def test_a_write_asks_for_what_was_sent_and_so_does_its_payload(
    resource: Resource, model: type[WriteBody], data: st.DataObject
) -> None:
    # What the base of writes adds may depend on another field; the tests of the resource have that.
    body = data.draw(bodies(model, names=frozenset(writable(model) - set(resource.write_base.model_fields))))
    write = parsed(model, **body)
    assert set(write.changes()) == set(body) | (required_body(model).keys() - model.not_changes)
    assert [name for name, value in write.changes().items() if value is None] == [
        name for name, value in body.items() if value is None
    ]
    assert model.restored(json.loads(json.dumps(write.payload()))).changes() == write.changes()


@EACH_WRITE
@quick
@given(data=st.data())
def test_a_write_refuses_a_value_of_another_type_and_names_the_field(
    resource: Resource, model: type[WriteBody], data: st.DataObject
) -> None:
    assert writable(model) <= {*resource.fields_model.model_fields, *resource.write_base.model_fields}
    name = data.draw(st.sampled_from(sorted(writable(model))))
    with pytest.raises(ValidationError) as caught:
        parsed(model, **{name: data.draw(wrong_values(model.model_fields[name]))})
    assert {error["loc"][0] for error in caught.value.errors()} == {name}


@EACH_WRITE
def test_a_write_needs_a_connection(resource: Resource, model: type[WriteBody]) -> None:
    assert model in (resource.create_model, resource.update_model)
    with pytest.raises(ValidationError, match="connection_id"):
        model.model_validate({})


@EACH
@pytest.mark.parametrize("name", ["no_such_field", "id", "fleet_id"])
def test_the_fields_of_a_record_have_no_other_name(resource: Resource, name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        resource.fields_model.model_validate({name: None})


@pytest.mark.parametrize("amount", ["0.00000000", "0.0000001", "-12.50", "9007199254740991"])
def test_an_amount_is_stored_without_an_exponent(amount: str) -> None:
    model = FUEL_TRANSACTION.create_model
    assert model is not None
    write = parsed(model, total_cost=amount)
    assert write.payload()["total_cost"] == amount
    assert model.restored(write.payload()).changes() == write.changes()


def test_a_message_to_nobody_is_refused() -> None:
    model = GROUP_MESSAGE.create_model
    assert model is not None
    with pytest.raises(ValidationError):
        parsed(model, recipient_ids=[])
