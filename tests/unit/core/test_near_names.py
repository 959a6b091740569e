"""Names that somebody has probably meant."""

import pytest

from gladhand.connect.pages.pictures import provider_picture_path
from gladhand.core.near_names import best_matches, did_you_mean, near_name, near_names
from gladhand.integrations.hosting.brands import brands_of
from gladhand.integrations.hosting.registry import offered

TEXTS = {
    each.slug: " ".join([each.name, each.slug, *each.aliases])
    for each in brands_of(offered(()).values(), provider_picture_path)
}


def test_a_name_is_near_if_most_of_its_letters_are_right() -> None:
    assert near_name("firstname", ["first_name", "last_name"]) == "first_name"
    assert near_name("xyz", ["first_name"]) is None
    assert near_names("nam", ["name", "names", "other"], most=2) == ["name", "names"]
    assert did_you_mean("samsra", ["samsara"]) == " Did you mean samsara?"


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("KeepTruckin", "motive"),
        ("keep truckin", "motive"),
        ("TomTom", "webfleet"),
        ("Fleetmatics", "verizon-connect-reveal"),
        ("MyGeotab", "geotab"),
        ("geo tab", "geotab"),
        ("Samsera", "samsara"),
        ("verison", "verizon-connect-reveal"),
        ("web fleet", "webfleet"),
    ],
)
def test_former_names_and_typing_errors_find_the_provider(typed: str, slug: str) -> None:
    assert best_matches(TEXTS, typed)[0] == slug


@pytest.mark.parametrize("typed", ["nobody knows it", "Homemade ELD", "…"])
def test_a_provider_that_nobody_has_is_not_found(typed: str) -> None:
    assert best_matches(TEXTS, typed) == []
