from gladhand.connect.pages.consent_texts import WORDS, asked_for
from gladhand.resources.enums import ResourceEnum


def test_every_resource_has_words() -> None:
    assert {resource.value for resource in ResourceEnum} == set(WORDS)


def test_a_short_request_is_told_in_sentences() -> None:
    asked = asked_for({"vehicle": "read", "user": "read_write"})
    assert [line.title for line in asked.see] == ["See your vehicles", "See your drivers and staff"]
    assert [line.title for line in asked.change] == ["Create and change drivers"]


def test_reading_only_leaves_nothing_to_change() -> None:
    assert asked_for({"vehicle": "read"}).change == []


def test_a_long_request_is_told_by_topic_with_everything_it_covers() -> None:
    asked = asked_for(dict.fromkeys(WORDS, "read"))
    assert len(asked.see) <= 10
    notes = " ".join(line.note or "" for line in asked.see).lower()
    assert all(words.noun in notes for words in WORDS.values())


def test_a_topic_names_only_what_is_asked_for() -> None:
    wanted = ("vehicle", "vehicle_location", "user", "hos_event", "engine_log", "dvir_log")
    asked = asked_for(dict.fromkeys(wanted, "read"))
    assert "Duty status" in [line.note for line in asked.see]


def test_the_order_of_the_partner_does_not_matter() -> None:
    assert asked_for({"user": "read", "vehicle": "read"}) == asked_for({"vehicle": "read", "user": "read"})


def test_a_resource_without_words_is_named_rather_than_hidden() -> None:
    assert asked_for({"tyre_pressure": "read_write"}).change[0].title == "Change records of the kind “tyre pressure”"
