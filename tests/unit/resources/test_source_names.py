import copy
import pickle

import pytest
from pydantic import TypeAdapter, ValidationError

from gladhand.resources.enums import TspEnum
from gladhand.resources.in_house import InHouseSources

OF_ANYBODY = TypeAdapter(TspEnum)


def test_the_name_of_an_in_house_system_is_a_value_and_not_in_the_list() -> None:
    yard = OF_ANYBODY.validate_python("x-yard_2-gps")
    assert (yard, yard.value, isinstance(yard, TspEnum)) == ("x-yard_2-gps", "x-yard_2-gps", True)
    assert OF_ANYBODY.dump_json(yard) == b'"x-yard_2-gps"'
    assert hash(yard) == hash("x-yard_2-gps")
    assert copy.deepcopy(yard) == pickle.loads(pickle.dumps(yard)) == yard  # noqa: S301 - made here
    assert yard not in list(TspEnum)
    assert "x-yard_2-gps" not in OF_ANYBODY.json_schema()["enum"]


@pytest.mark.parametrize(
    "name", ["x-", "x-Yard", "x-yard-", "x--yard", "x-yard\n", "x_yard", "yard", "", "x-" + "y" * 59]
)
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        OF_ANYBODY.validate_python(name)


def test_documents_list_the_installed_ones() -> None:
    schemas = {"TspEnum": {"type": "string", "enum": ["ada"]}}
    InHouseSources.among(["geotab", "x-yard", "x-dock"]).add_to(schemas)
    assert schemas["TspEnum"]["enum"] == ["ada", "x-dock", "x-yard"]
    unchanged = {"TspEnum": {"type": "string", "enum": ["ada"]}}
    InHouseSources.among(["geotab"]).add_to(unchanged)
    assert unchanged["TspEnum"]["enum"] == ["ada"]
