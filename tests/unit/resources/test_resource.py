"""What a declaration of a resource may not say."""

from dataclasses import replace

import pytest

from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE


def test_what_is_hidden_is_a_field() -> None:
    with pytest.raises(ValueError, match="no field of it: odometre"):
        replace(FUEL_TRANSACTION, hides=("odometre",))


def test_only_records_with_a_position_hide_where_it_was() -> None:
    with pytest.raises(ValueError, match="for records with a position"):
        replace(USER, hides=("username",))
    with pytest.raises(ValueError, match="for records with a position"):
        replace(USER, is_movement=True)


def test_a_record_with_a_position_is_known_by_its_fields() -> None:
    assert FUEL_TRANSACTION.is_located
    assert FUEL_TRANSACTION.addresses == ("inferred_address",)
    assert not VEHICLE.is_located
