"""What the server publishes beside the contract it promises: names, types, limits, values, statuses, scopes."""

from copy import deepcopy
from typing import Any

import pytest
from tests.contract.comparison import differences
from tests.contract.documents import SERVICES, contract_document, contract_operations, document, not_yet, our_operations
from tests.contract.facts import Place, operations

from gladhand.resources.enums import ResourceEnum

# To make our documents takes seconds, which each process of the tests would spend before its first test.
_OFFERED = sorted((service, place) for service in SERVICES for place in contract_operations(service).keys() - not_yet())


@pytest.mark.parametrize(("service", "place"), _OFFERED, ids=[" ".join(place) for _, place in _OFFERED])
def test_an_operation_is_as_the_contract_says(service: str, place: Place) -> None:
    assert differences(contract_operations(service)[place], our_operations(service)[place]) == []


def test_every_operation_of_the_contract_is_there_or_known_to_be_missing() -> None:
    ours = {place for service in SERVICES for place in our_operations(service)}
    contract = {place for service in SERVICES for place in contract_operations(service)}
    # Whoever adds an operation takes it off the list; whoever takes one away sees it here.
    assert contract - ours == not_yet()


def test_a_resource_that_the_contract_does_not_name_has_a_name_of_the_house() -> None:
    of_contract = contract_document("orgs")["components"]["schemas"]["ResourceEnum"]["enum"]
    assert [each.value for each in ResourceEnum if not each.is_in_house] == of_contract


class TestTheComparison:
    """Takes one true document, changes one thing, and has to notice."""

    create: Place = ("POST", "/v2/orgs/invitations")

    def found(self, change: Any) -> list[str]:
        changed = deepcopy(document("orgs"))
        spec = changed["paths"]["/v2/orgs/invitations"]["post"]
        change(spec, changed["components"]["schemas"])
        return differences(contract_operations("orgs")[self.create], operations(changed)[self.create])

    def test_notices_a_lost_field(self) -> None:
        assert "body.fleet_name: missing" in self.found(
            lambda _, schemas: schemas["InvitationCreate"]["properties"].pop("fleet_name")
        )

    def test_notices_another_limit(self) -> None:
        def change(_: Any, schemas: Any) -> None:
            schemas["InvitationCreate"]["properties"]["expires_in_hours"]["maximum"] = 700

        assert any(each.startswith("body.expires_in_hours: limits") for each in self.found(change))

    def test_notices_another_default(self) -> None:
        def change(_: Any, schemas: Any) -> None:
            schemas["InvitationCreate"]["properties"]["expires_in_hours"]["default"] = 48

        assert any(each.startswith("body.expires_in_hours: limits") for each in self.found(change))

    def test_notices_a_field_that_became_required(self) -> None:
        def change(_: Any, schemas: Any) -> None:
            schemas["InvitationCreate"]["required"].append("fleet_name")

        assert "body.fleet_name: required, contract: otherwise" in self.found(change)

    def test_notices_a_lost_value_of_an_answer(self) -> None:
        def change(_: Any, schemas: Any) -> None:
            schemas["InvitationStatusEnum"]["enum"].remove("declined")

        assert "201.status: lacks the values declined" in self.found(change)

    def test_notices_another_type(self) -> None:
        def change(_: Any, schemas: Any) -> None:
            schemas["InvitationRead"]["properties"]["id"] = {"type": "integer"}

        assert "201.id: type integer, contract: uuid" in self.found(change)

    def test_notices_a_lost_status(self) -> None:
        assert "409: missing" in self.found(lambda spec, _: spec["responses"].pop("409"))

    def test_notices_another_scope(self) -> None:
        def change(spec: Any, _: Any) -> None:
            spec["security"] = [{"Bearer": ["invitation:read"]}]

        assert "scopes: invitation:read, contract: invitation:create" in self.found(change)

    def test_does_not_mind_more_than_the_contract_asks_for(self) -> None:
        def change(spec: Any, schemas: Any) -> None:
            schemas["InvitationRead"]["properties"]["mood"] = {"type": "string"}
            schemas["InvitationCreate"]["properties"]["mood"] = {"type": "string"}
            spec["responses"]["418"] = {"description": "tea"}

        assert self.found(change) == []
