"""The steps of a provider's sign-in name only the rights that the fleet's agreement needs."""

from gladhand.connect.signin.provider_form import filled_in, provider_form
from gladhand.integrations.hosting.registry import providers


def rights(scopes: dict[str, str]) -> set[str]:
    form = provider_form(providers()["samsara"].definition, scopes=scopes)
    return {right for step in form.steps for right in step.rights}


def test_drivers_need_no_right_to_change_vehicles() -> None:
    assert rights({"users": "read_write"}) == {
        *("Read Org Information", "Read Drivers", "Read Users", "Write Drivers", "Write Users"),
    }
    assert rights({"vehicle": "read"}) == {"Read Org Information", "Read Vehicles"}


def test_every_right_is_in_the_help_for_people_without_script_and_in_the_documents() -> None:
    definition = providers()["samsara"].definition
    everything = {right for each in definition.rights.values() for right in (*each.read, *each.write)} | {
        *definition.general_rights
    }
    assert {right for right in everything if right not in definition.where_to_find.replace("\n", " ")} == set()


def test_a_repair_is_filled_in_with_what_is_no_secret() -> None:
    form = provider_form(providers()["samsara"].definition)
    form = filled_in(form, {"token": "*****", "url": "https://api.eu.samsara.com", "code": None})
    assert {each.name: each.value for each in form.fields} == {"token": "", "url": "https://api.eu.samsara.com"}
