from datetime import date
from decimal import Decimal

import pytest

from gladhand.integrations.operations.field_results import of_found, of_refusal, of_written, shows_all
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import NoAnswer, Rejected
from gladhand.sdk.field_map import FieldMap, FieldOutcome, MaxLength, Prepared, Takes, Verb
from gladhand.sdk.records import Record
from gladhand.sdk.writing import Written

FIELD_MAP = FieldMap(
    "Acme",
    {"username": Takes("name"), "notes": Takes("text", value=MaxLength(3, cut=True)), "first_name": Takes("first")},
)


def record(**fields):
    nothing = dict.fromkeys(UserFields.model_fields)
    return Record(source_id="1", source_data={}, fields=UserFields.model_validate(nothing | fields))


def outcomes(results):
    return {each["field"]: each["outcome"] for each in results}


def test_what_the_adapter_says_counts_and_the_rest_is_seen_in_the_record():
    written = Written(
        record=record(username="ann", last_name="Old"),
        prepared=Prepared(
            outcomes={"notes": FieldOutcome.NOT_SUPPORTED}, details={"notes": "Acme has no field for it."}
        ),
    )
    change = {"username": "ann", "notes": "x", "last_name": "New", "dot_id": "7"}
    found = of_written(written, change)
    assert outcomes(found) == {
        "username": "applied",
        "notes": "not_supported",
        "last_name": "unchanged",
        "dot_id": "applied",
    }
    assert [each["field"] for each in found] == list(change)
    assert found[1]["detail"] == "Acme has no field for it."


def test_a_found_record_is_compared_and_what_the_provider_cannot_hold_is_known_without_it():
    change = {"username": "ann", "notes": "long text", "first_name": "Ann", "license_expiration": date(2030, 1, 31)}
    found = of_found(record(username="ann", notes="lon", first_name="Eve"), change, Verb.CREATE, FIELD_MAP)
    assert outcomes(found) == {
        "username": "applied",
        "notes": "shortened",
        "first_name": "unchanged",
        "license_expiration": "not_supported",
    }


def test_a_date_is_compared_as_a_date():
    change = {"license_expiration": date(2030, 1, 31)}
    assert outcomes(of_found(record(license_expiration=date(2030, 1, 31)), change, Verb.CREATE, None)) == {
        "license_expiration": "applied"
    }


@pytest.mark.parametrize(
    ("name", "sent", "stored", "outcome"),
    [
        ("total_cost", Decimal("412.5"), Decimal("412.50"), "applied"),
        ("total_cost", Decimal("412.5"), Decimal("412.51"), "unchanged"),
        ("fuel_volume", 0.4125, 412.5 * 0.001, "applied"),
        ("fuel_volume", 1, 1.0, "applied"),
        ("fuel_volume", 0.4125, 0.4126, "unchanged"),
        ("fuel_vendor", "1.0", "1", "unchanged"),
    ],
)
def test_amounts_and_measures_are_compared_as_values_and_texts_as_texts(name, sent, stored, outcome):
    fields = FuelTransactionFields.model_validate({name: stored})
    found = of_found(Record(source_id="1", source_data={}, fields=fields), {name: sent}, Verb.CREATE, None)
    assert outcomes(found) == {name: outcome}


def test_an_update_is_done_if_the_record_shows_all_that_the_provider_supports():
    def is_done(change, field_map=None, **stored):
        found = record(**stored)
        return shows_all(of_found(found, change, Verb.UPDATE, field_map), found)

    day = date(2030, 1, 31)
    assert is_done({"license_expiration": day}, license_expiration=day)
    assert not is_done({"license_expiration": day}, license_expiration=date(2031, 1, 31))
    assert not is_done({"dot_id": "7"})
    assert is_done({"notes": "long text"}, FIELD_MAP, notes="lon")
    assert not is_done({"notes": "long text"}, FIELD_MAP, notes="other")
    # What the provider cannot hold says nothing.
    assert not is_done({"license_expiration": day}, FIELD_MAP)


def test_a_refusal_names_its_fields_and_leaves_the_others_as_they_were():
    found = of_refusal(Rejected("no", fields={"username": "taken"}), {"first_name": "Ann", "username": "ann"})
    assert found == [
        {"field": "first_name", "outcome": "unchanged", "detail": None},
        {"field": "username", "outcome": "rejected", "detail": "taken"},
    ]


def test_a_refusal_may_name_a_field_that_is_missing():
    assert outcomes(of_refusal(Rejected("no", fields={"license_number": "needed"}), {"username": "ann"})) == {
        "username": "unchanged",
        "license_number": "rejected",
    }


def test_of_other_failures_no_field_is_known():
    assert of_refusal(NoAnswer("gone"), {"username": "ann"}) == []
    assert of_refusal(Rejected("no"), {"username": "ann"}) == []
