"""Answers have exactly the contract's keys, unless the caller asks for more. Our documents mark the rest."""

import json
import re

from fastapi.routing import iter_route_contexts
from tests.contract.documents import SERVICES, contract_operations, document
from tests.contract.facts import Fact, operations

from gladhand.apidocs.documents import document as service_document
from gladhand.app import routed
from gladhand.core.contract_route import HEADER, ContractRoute
from gladhand.core.extensions import without_extensions
from gladhand.resources.wire_model import EXTENSION, MARK


def _is_known(path: str, answers: dict[str, Fact]) -> bool:
    """Whether the contract has this key, or an object there that may hold any key."""
    above = path.rpartition(".")[0]
    is_any_object = above in answers and not any(each.startswith(f"{above}.") for each in answers)
    return path in answers or (is_any_object and answers[above].kinds == {"object"})


def test_every_key_and_parameter_that_the_contract_does_not_have_is_marked() -> None:
    extra = []
    for service in SERVICES:
        ours = operations(document(service, extensions=False))
        for place, wanted in contract_operations(service).items():
            if place in ours:
                extra += [(place, each) for each in ours[place].answers if not _is_known(each, wanted.answers)]
                # What is deeper in a body follows from the same models.
                sent = [each for each in ours[place].request if each.count(".") <= 1]
                extra += [(place, each) for each in sent if each not in wanted.request]

    assert extra == []


def test_no_operation_declares_a_status_beyond_the_contract_unmarked() -> None:
    for service in SERVICES:
        ours = operations(document(service, extensions=False))
        extra = {
            place: more
            for place, wanted in contract_operations(service).items()
            if place in ours and (more := ours[place].statuses - wanted.statuses)
        }
        assert extra == {}


def test_every_operation_that_the_contract_does_not_have_is_marked() -> None:
    for service in SERVICES:
        ours = operations(document(service, extensions=False))
        assert ours.keys() - contract_operations(service).keys() == set()


def test_an_operation_is_marked_because_the_contract_does_not_have_it() -> None:
    app = routed()
    for path in ("/v2/orgs/badges", "/v2/orgs/badges/{badge_id:uuid}"):
        app.add_api_route(path, lambda: None)

    paths = service_document(app, "orgs")["paths"]

    added = [operation for path, item in paths.items() if "badges" in path for operation in item.values()]
    assert [each[MARK] for each in added] == [True] * 2
    assert all(MARK not in operation for operation in paths["/v2/orgs/fleets/{fleet_id}"].values())


def test_every_operation_takes_extensions_out_and_tells_unknown_names() -> None:
    routes = [
        each
        for each in iter_route_contexts(routed().routes)
        if (each.path or "").startswith("/v2/") and not (each.path or "").endswith("/openapi.json")
    ]
    assert len(routes) > 40
    # Its router needs `route_class=ContractRoute`, or `KeyedRoute`.
    assert [each.path for each in routes if not isinstance(each.original_route, ContractRoute)] == []


def test_every_operation_with_extensions_in_its_answers_takes_the_header() -> None:
    with_header = {
        (method, path)
        for service in SERVICES
        for path, item in document(service)["paths"].items()
        for method, spec in item.items()
        if any(each["name"] == HEADER for each in spec.get("parameters", ()))
    }
    assert with_header == {
        (method.lower(), route.path_format)
        for route in (context.original_route for context in iter_route_contexts(routed().routes))
        if isinstance(route, ContractRoute) and route.extensions
        for method in route.methods or ()
    }
    assert len(with_header) > 10


def test_extensions_are_taken_out_of_lists_and_nested_objects_and_nothing_else_changes() -> None:
    tree = {"items": {"size": None}}

    stripped = without_extensions(
        b'{"items": [{"id": 1.5, "size": 2}, {"id": 123456789012345678901234567890}], "size": 3}', tree
    )

    assert stripped == b'{"items":[{"id":1.5},{"id":123456789012345678901234567890}],"size":3}'
    assert EXTENSION == {MARK: True}


def test_a_document_without_extensions_has_no_mark_and_refers_to_nothing_that_is_left_out() -> None:
    for service in SERVICES:
        text = json.dumps(document(service, extensions=False))
        assert MARK not in text
        schemas = document(service, extensions=False)["components"]["schemas"]
        assert set(re.findall(r"#/components/schemas/([^\"]+)", text)) == set(schemas)
    # The contract has this answer, without a body.
    replay = document("notifications", extensions=False)["paths"]["/v2/notifications/webhooks/{webhook_id}/replay"]
    assert replay["post"]["responses"]["202"].keys() == {"description"}
