from typing import Any

from gladhand.apidocs.fields import FieldRow, Models

SCHEMAS: dict[str, Any] = {
    "Level": {"type": "string", "enum": ["read", "write"], "title": "Level"},
    "Address": {"type": "object", "title": "Address", "required": ["city"], "properties": {"city": {"type": "string"}}},
    "Box": {"type": "object", "title": "Box", "properties": {"number": {"type": "integer"}}},
    "Node": {
        "type": "object",
        "title": "Node",
        "properties": {"next": {"anyOf": [{"$ref": "#/components/schemas/Node"}, {"type": "null"}]}},
    },
}


def read(schema: dict[str, Any]) -> FieldRow:
    return Models(SCHEMAS).field("x", schema, required=False)


def test_a_field_that_may_be_null_shows_its_own_type_and_that():
    field = read({"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]})
    assert (field.kind, field.nullable) == ("UUID", True)


def test_limits_are_told_in_words_also_when_they_stand_inside_an_alternative():
    assert read({"type": "integer", "minimum": 1, "maximum": 672}).limits == ["1 to 672"]
    assert read({"anyOf": [{"type": "string", "maxLength": 9, "pattern": "^a"}, {"type": "null"}]}).limits == [
        "at most 9 characters",
        "matches `^a`",
    ]
    assert read({"type": "array", "minItems": 2, "items": {"type": "string"}}).limits == ["at least 2 items"]


def test_the_values_of_an_enum_are_found_through_references_lists_and_maps():
    level = {"$ref": "#/components/schemas/Level"}
    assert read(level).values == ["read", "write"]
    assert read({"type": "array", "items": level}).values == ["read", "write"]
    field = read({"type": "object", "additionalProperties": level, "propertyNames": {"enum": ["user"]}})
    assert (field.kind, field.values, field.keys) == ("map to string", ["read", "write"], ["user"])


def test_what_stands_beside_a_reference_wins():
    field = read({"$ref": "#/components/schemas/Level", "description": "How much", "default": "read"})
    assert (field.about, field.default) == ("How much", '"read"')


def test_an_object_shows_its_fields_and_which_of_them_are_required():
    field = read({"type": "array", "items": {"$ref": "#/components/schemas/Address"}})
    assert field.kind == "list of object"
    assert [(part.name, part.required) for part in field.parts] == [("city", True)]


def test_several_objects_in_one_place_are_shown_as_forms():
    schemas = [{"$ref": "#/components/schemas/Address"}, {"$ref": "#/components/schemas/Box"}]
    assert [form.name for form in read({"anyOf": schemas}).forms] == ["Address", "Box"]


def test_a_model_that_holds_itself_is_shown_once():
    field = read({"$ref": "#/components/schemas/Node"})
    assert [part.parts for part in field.parts] == [()]


def test_deprecated_and_read_only_are_told():
    field = read({"type": "string", "deprecated": True, "readOnly": True})
    assert field.deprecated
    assert field.read_only
