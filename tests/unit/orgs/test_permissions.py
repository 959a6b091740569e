import pytest

from gladhand.orgs.agreements.permissions import READ_EVERYTHING, levels, resource_of
from gladhand.resources.enums import ResourceEnum, ShareLevelEnum


@pytest.mark.parametrize(
    ("key", "resource"),
    [
        ("hos_event", ResourceEnum.HOS_EVENT),
        ("hos_events", ResourceEnum.HOS_EVENT),
        ("hos_availabilities", ResourceEnum.HOS_AVAILABILITY),
        ("ifta_summaries", ResourceEnum.IFTA_SUMMARY),
        ("engine_statuses", ResourceEnum.ENGINE_STATUS),
        ("users", ResourceEnum.USER),
    ],
)
def test_a_key_means_its_resource_in_the_singular_and_in_the_plural(key, resource):
    assert resource_of(key) is resource


@pytest.mark.parametrize("key", ["", "locations", "hos-events", "engine_statu", "HOS_EVENT", "hos_eventss"])
def test_any_other_key_means_nothing(key):
    with pytest.raises(ValueError, match="not a resource"):
        resource_of(key)


def test_a_misspelt_resource_is_told_with_the_near_one():
    with pytest.raises(ValueError, match=r"^is not a resource\. Did you mean vehicle_location"):
        resource_of("vehicle_locaton")


def test_reading_everything_is_asked_for_by_default():
    assert {resource.value: "read" for resource in ResourceEnum if not resource.is_in_house} == READ_EVERYTHING


def test_levels_are_by_resource_in_the_order_of_the_resources():
    found = levels({"workflow": "read", "users": "read_write", "asset": "read"})
    assert list(found.items()) == [
        (ResourceEnum.ASSET, ShareLevelEnum.READ),
        (ResourceEnum.USER, ShareLevelEnum.READ_WRITE),
        (ResourceEnum.WORKFLOW, ShareLevelEnum.READ),
    ]
