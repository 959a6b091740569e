"""What the providers support: the contract's matrix, and the catalogue behind it."""

from uuid import uuid4

import pytest
from tests.conftest import Api
from tests.integration.conftest import Connected

from gladhand.integrations.hosting.registry import offered
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

TSPS = "/v2/integrations/tsps"
CAPABILITIES = "/v2/integrations/capabilities"
OF_CONTRACT = [each.value for each in ResourceEnum if not each.is_in_house]


async def test_the_matrix_has_every_provider_and_needs_no_token(anyone: Api, api: Api) -> None:
    brands = {each["id"]: each["slug"] for each in (await api.get("/v2/orgs/tsps")).body}
    answer = await anyone.get(TSPS, params={"size": 1000})
    assert answer.status == 200
    assert {each["tsp_id"]: each["slug"] for each in answer.body["items"]} == brands
    assert "total" not in answer.body
    for row in answer.body["items"]:
        assert list(row["integrations"]) == OF_CONTRACT
        counts = [row[f"{state}_count"] for state in ("implemented", "not_implemented", "not_supported")]
        assert sum(counts) == len(OF_CONTRACT)
        states = list(row["integrations"].values())
        assert counts == [states.count(state) for state in ("implemented", "not_implemented", "not_supported")]


async def test_one_row_can_be_read_by_its_id(anyone: Api, tsp_id: str) -> None:
    row = (await anyone.get(f"{TSPS}/{tsp_id}")).body
    assert (row["slug"], row["source_name"]) == ("groundhog", "catena_simulator")
    implemented = {name for name, state in row["integrations"].items() if state == "implemented"}
    assert implemented == {each.value for each in offered()["catena_simulator"].capabilities}
    assert (await anyone.get(f"{TSPS}/{uuid4()}")).status == 404
    assert (await anyone.get(f"{TSPS}/nonsense")).status == 404


async def test_what_a_provider_says_it_has_not_is_not_supported(anyone: Api) -> None:
    (row,) = [each for each in (await anyone.get(TSPS)).body["items"] if each["source_name"] == "webfleet"]
    assert row["integrations"]["hos_event"] == "not_supported"
    assert row["integrations"]["vehicle_region_segment"] == "not_implemented"


async def test_the_matrix_is_read_page_by_page_in_both_directions(anyone: Api) -> None:
    whole = (await anyone.get(TSPS)).body["items"]
    seen, cursor = [], None
    while True:
        page = (await anyone.get(TSPS, params={"size": 2} | ({"cursor": cursor} if cursor else {}))).body
        seen += page["items"]
        if not page["next_page"]:
            break
        cursor, last = page["next_page"], page
    assert seen == whole
    back = (await anyone.get(TSPS, params={"size": 2, "cursor": page["previous_page"]})).body
    assert back["items"] == last["items"]
    assert (await anyone.get(TSPS, params={"cursor": "bm9uc2Vuc2U="})).status == 400


async def test_the_catalogue_is_for_anybody_with_a_token(connected: Connected, anyone: Api) -> None:
    assert (await anyone.get(CAPABILITIES)).status == 401
    listed = (await connected.api.get(CAPABILITIES)).body
    assert {each["source_name"] for each in listed} == set(offered())
    assert (await connected.fleet.get(CAPABILITIES)).body == listed
    webfleet = next(each for each in listed if each["source_name"] == "webfleet")
    trailer = next(each for each in webfleet["resources"] if each["resource"] == "trailer")
    assert trailer["can_list"]
    assert set(trailer["reasons"]) == {"create", "update"}


async def test_whatever_cannot_be_done_has_a_reason(api: Api) -> None:
    for provider in (await api.get(CAPABILITIES)).body:
        resources = {each["resource"]: each for each in provider["resources"]}
        assert resources.keys() >= {"user", "vehicle", "trailer"}
        for each in resources.values():
            resource = REGISTRY[ResourceEnum(each["resource"])]
            models = {"list": True, "create": resource.create_model, "update": resource.update_model}
            missing = {verb for verb, model in models.items() if model and not each[f"can_{verb}"]}
            assert each["reasons"].keys() == missing, (provider["source_name"], each["resource"])


@pytest.mark.parametrize("source_name", sorted(offered()))
async def test_the_catalogue_of_a_provider_has_every_field_that_can_be_written(api: Api, source_name: str) -> None:
    answer = await api.get(f"{CAPABILITIES}/{source_name}")
    assert answer.status == 200
    for resource in answer.body["resources"]:
        model = REGISTRY[ResourceEnum(resource["resource"])].create_model
        if resource["can_create"] or resource["can_update"]:
            assert model is not None
            fields = {each["field"] for each in resource["fields"]}
            assert fields >= model.model_fields.keys() - model.not_changes


async def test_a_field_says_what_a_write_will_meet(api: Api) -> None:
    body = (await api.get(f"{CAPABILITIES}/catena_simulator")).body
    user = next(each for each in body["resources"] if each["resource"] == "user")
    fields = {each["field"]: each for each in user["fields"]}
    assert fields["username"]["max_length"] == 189
    assert (fields["notes"]["to"], fields["notes"]["clearing"], fields["notes"]["cleared_with"]) == (
        "remarks",
        "cleared",
        "null",
    )
    assert [(each["ours"], each["theirs"]) for each in fields["status"]["values"]] == [
        ("ACTIVE", "in_service"),
        ("INACTIVE", "out_of_service"),
    ]


async def test_a_platform_without_an_adapter_is_404_and_no_platform_is_422(api: Api) -> None:
    assert (await api.get(f"{CAPABILITIES}/zonar")).status == 404
    assert (await api.get(f"{CAPABILITIES}/nonsense")).status == 422
