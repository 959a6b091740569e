import pytest
from gladhand.connect.details import details_form, explained, given_details, summary
from gladhand.connect.forms import Field, Form
from gladhand.core.problems import Fault

FORM = Form(
    fields=[
        Field("region", "Region", choices=[("us", "United States"), ("eu", "Europe")]),
        Field("token", "Token", type="password"),
        Field("note", "Note", required=False, max_length=5),
    ]
)


def test_what_was_typed_is_kept_except_secrets() -> None:
    filled = FORM.filled({"region": "eu", "token": "s3cret", "note": "hi"})
    assert [field.value for field in filled.fields] == ["eu", "", "hi"]


def test_empty_unknown_and_too_long_values_are_found() -> None:
    assert FORM.missing({"region": "mars", "token": "  ", "note": "too long"}) == {
        "region": "Please choose one.",
        "token": "Please fill this in.",
        "note": "At most 5 characters, please.",
    }
    assert FORM.missing({"region": "us", "token": "x"}) == {}


def test_help_and_error_are_tied_to_their_field() -> None:
    form = Form(fields=[Field("a.b", "A", help="Help")]).with_errors({"a.b": "Wrong"})
    assert form.faulty[0].described == "field-a-b-help field-a-b-error"


def test_an_emptied_field_is_cleared_and_one_that_was_not_sent_is_left_alone() -> None:
    assert given_details({"fleet_name": " New ", "fleet_phone": ""}) == {"fleet_name": "New", "fleet_phone": None}


def test_a_country_code_may_be_typed_in_small_letters() -> None:
    assert given_details({"fleet_country_code": "usa"}) == {"fleet_country_code": "USA"}


@pytest.mark.parametrize("path", ["body.fleet_phone", "fleet_phone", "body.fleet_phone.str"])
def test_a_rule_of_the_api_is_explained_at_its_field(path: str) -> None:
    assert list(explained([Fault(path, "x", "no", "value_error")])) == ["fleet_phone"]


def test_a_rule_over_several_fields_is_explained_where_it_can_be_mended() -> None:
    assert list(explained([Fault("body", "x", "no", "value_error")])) == ["fleet_regulatory_id_type"]


def test_the_folded_form_says_whose_details_it_holds() -> None:
    details = {"fleet_name": "Swift", "fleet_email": None, "fleet_regulatory_id": "123"}
    assert summary(details) == "Swift · 123"
    assert details_form(details).fields[0].value == "Swift"
