"""The steps of a provider's sign-in name only the rights that the fleet's agreement needs."""

import re

import pytest

from gladhand.connect.pages.pictures import provider_picture_path
from gladhand.connect.signin.provider_form import filled_in, other_kinds, provider_form
from gladhand.core.languages import LANGUAGES, use_language
from gladhand.integrations.hosting.brands import brands_of
from gladhand.integrations.hosting.registry import Provider, providers

_LISTING = [name for name, each in providers().items() if each.definition.rights]
_RIGHT = re.compile(r"\b(edit|manage|write|see|view|read|all actions)s?\b", re.IGNORECASE)


def rights(name: str, scopes: dict[str, str]) -> set[str]:
    definition = providers()[name].definition
    form = provider_form(definition, str(definition.conn_type), scopes)
    return {right for step in form.steps for right in step.rights}


def test_drivers_need_no_right_to_change_vehicles() -> None:
    assert rights("samsara", {"users": "read_write"}) == {
        *("Read Org Information", "Read Drivers", "Read Users", "Write Drivers", "Write Users"),
    }
    assert rights("samsara", {"vehicle": "read"}) == {"Read Org Information", "Read Vehicles"}
    assert rights("webfleet", {"vehicle": "read"}) == {"Use WEBFLEET.connect", "See vehicles"}
    assert rights("wialon", {"user": "read_write"}) == {"See drivers", "Create and change drivers"}
    # The check of the token lists drivers.
    assert rights("wialon", {"vehicle": "read"}) == {"See drivers", "See vehicles"}


@pytest.mark.parametrize("name", _LISTING)
def test_rights_are_known_for_everything_that_the_adapter_can_do(name: str) -> None:
    provider = providers()[name]
    known = provider.definition.rights
    assert sum(step.lists_rights for step in provider.definition.steps) == 1
    assert {
        resource for resource, can in provider.capabilities.items() if can.read and not known[resource].read
    } == set()
    assert {
        resource for resource, can in provider.capabilities.items() if can.write and not known[resource].write
    } == set()
    assert known.keys() <= provider.capabilities.keys()
    assert {resource for resource, each in known.items() if each.write and not provider.can(resource).write} == set()


@pytest.mark.parametrize("provider", providers().values(), ids=list(providers()))
def test_no_step_asks_for_a_right_outside_of_the_list(provider: Provider) -> None:
    assert [step.text for step in provider.definition.steps if _RIGHT.search(step.text)] == []


def test_a_list_without_rights_is_no_step() -> None:
    definition = providers()["mapon"].definition
    form = provider_form(definition, str(definition.conn_type), {"message": "read"})
    assert [step.text for step in form.steps if step.text.endswith(":")] == []
    assert len(form.steps) == 2


def test_rights_in_words_are_translated() -> None:
    with use_language(LANGUAGES["de"]):
        assert rights("lytx", {"vehicle": "read"}) == {"Fahrzeuge sehen"}
        assert rights("samsara", {"vehicle": "read"}) == {"Read Org Information", "Read Vehicles"}


def test_every_right_is_in_the_help_for_people_without_script_and_in_the_documents() -> None:
    definition = providers()["samsara"].definition
    everything = {right for each in definition.rights.values() for right in (*each.read, *each.write)} | {
        *definition.general_rights
    }
    assert {right for right in everything if right not in definition.where_to_find.replace("\n", " ")} == set()


def test_a_repair_is_filled_in_with_what_is_no_secret() -> None:
    definition = providers()["samsara"].definition
    form = provider_form(definition, str(definition.conn_type))
    form = filled_in(form, {"token": "*****", "url": "https://api.eu.samsara.com", "code": None})
    assert {each.name: each.value for each in form.fields} == {"token": "", "url": "https://api.eu.samsara.com"}


def test_a_brand_opens_with_its_own_credentials_and_their_steps() -> None:
    provider = providers()["x-rfms"]
    [daf] = [each for each in brands_of([provider], provider_picture_path) if each.slug == "daf"]
    assert daf.conn_type == "oauth2"
    form = provider_form(provider.definition, daf.conn_type)
    assert {"client_id", "client_secret", "url", "token_url"} <= {each.name for each in form.fields}
    assert form.steps
    assert "Scania" not in " ".join([form.where_to_find, *(step.text for step in form.steps)])
    others = [kind for kind, _label in other_kinds(provider.definition, daf.conn_type)]
    assert others == ["client_id_secret", "api_basic"]
