from gladhand.connect.pages.consent_texts import RESOURCE_TEXTS, consent_request, granted_lines
from gladhand.resources.enums import ResourceEnum


def test_every_resource_of_the_contract_has_words() -> None:
    of_contract = {resource.value for resource in ResourceEnum if not resource.is_in_house}
    assert of_contract == {name for name in RESOURCE_TEXTS if not name.startswith("x_")}


def test_a_short_request_is_told_in_sentences() -> None:
    asked = consent_request({"vehicle": "read", "user": "read_write"})
    assert [line.title for line in asked.see] == ["See your vehicles", "See your drivers and staff"]
    assert [line.title for line in asked.change] == ["Create and change drivers"]


def test_reading_only_leaves_nothing_to_change() -> None:
    assert consent_request({"vehicle": "read"}).change == []


def test_a_long_request_is_told_by_topic_with_everything_it_covers() -> None:
    asked = consent_request(dict.fromkeys(RESOURCE_TEXTS, "read"))
    assert len(asked.see) <= 10
    notes = " ".join(line.note or "" for line in asked.see).lower()
    assert all(words.noun in notes for words in RESOURCE_TEXTS.values())


def test_a_topic_names_only_what_is_asked_for() -> None:
    wanted = ("vehicle", "vehicle_location", "user", "hos_event", "engine_log", "dvir_log")
    asked = consent_request(dict.fromkeys(wanted, "read"))
    assert "Duty status" in [line.note for line in asked.see]


def test_what_exactly_never_repeats_the_name_of_its_group() -> None:
    for resource in RESOURCE_TEXTS:
        [line] = granted_lines({resource: "read"}).see
        assert line.note
        assert line.note != line.title
    assert consent_request({"vehicle": "read"}).see[0].note == "Name, number plate, make, model, VIN"
    # Beside others, the noun says whose contents these are.
    [line] = granted_lines({"vehicle": "read", "vehicle_sensor": "read"}).see
    assert line.note == "Vehicles (name, number plate, make, model, VIN), sensor readings"


def test_the_order_of_the_partner_does_not_matter() -> None:
    assert consent_request({"user": "read", "vehicle": "read"}) == consent_request({"vehicle": "read", "user": "read"})


def test_a_resource_without_words_is_named_rather_than_hidden() -> None:
    assert (
        consent_request({"tyre_pressure": "read_write"}).change[0].title == "Change records of the kind “tyre pressure”"
    )
