import pytest

from gladhand.connect.pages.details import InvalidDetails, details_form, details_summary, parse_details
from gladhand.connect.pages.forms import Field, PageForm

FORM = PageForm(
    fields=[
        Field("region", "Region", choices=[("us", "United States"), ("eu", "Europe")]),
        Field("token", "Token", type="password"),
        Field("note", "Note", required=False, max_length=5),
    ]
)


def test_what_was_typed_is_kept_except_secrets() -> None:
    filled = FORM.with_values({"region": "eu", "token": "s3cret", "note": "hi"})
    assert [field.value for field in filled.fields] == ["eu", "", "hi"]


def test_empty_unknown_and_too_long_values_are_found() -> None:
    assert FORM.errors({"region": "mars", "token": "  ", "note": "too long"}) == {
        "region": "Please choose one.",
        "token": "Please fill this in.",
        "note": "At most 5 characters, please.",
    }
    assert FORM.errors({"region": "us", "token": "x"}) == {}


def test_help_and_error_are_tied_to_their_field() -> None:
    form = PageForm(fields=[Field("a.b", "A", help="Help")]).with_errors({"a.b": "Wrong"})
    assert form.invalid_fields[0].described_by == "field-a-b-help field-a-b-error"


def test_an_emptied_field_is_cleared_and_one_that_was_not_sent_is_left_alone() -> None:
    taken = parse_details({"fleet_name": " New & Co. ", "fleet_phone": ""})
    assert taken.model_dump(exclude_unset=True) == {"fleet_name": "New & Co.", "fleet_phone": None}


def test_a_country_code_may_be_typed_in_small_letters_and_a_website_without_its_scheme() -> None:
    taken = parse_details({"fleet_country_code": "usa", "fleet_website": "swift.example"})
    assert (taken.fleet_country_code, taken.fleet_website) == ("USA", "https://swift.example")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("fleet_email", "nobody"),
        ("fleet_phone", "call me"),
        ("fleet_website", "javascript://x"),
        ("fleet_country_code", "US"),
    ],
)
def test_what_cannot_be_taken_is_explained_at_its_field(field: str, typed: str) -> None:
    with pytest.raises(InvalidDetails) as refusal:
        parse_details({"fleet_name": "Swift", field: typed})
    assert list(refusal.value.errors) == [field]


def test_a_number_without_its_kind_is_explained_at_the_kind() -> None:
    with pytest.raises(InvalidDetails) as refusal:
        parse_details({"fleet_regulatory_id": "123", "fleet_regulatory_id_type": " "})
    assert list(refusal.value.errors) == ["fleet_regulatory_id_type"]


def test_the_folded_form_says_whose_details_it_holds() -> None:
    details = {
        "fleet_name": "Swift",
        "fleet_email": "a@b.c",
        "fleet_regulatory_id": "123",
        "fleet_regulatory_id_type": "DOT",
    }
    assert details_summary(details) == "Swift · DOT 123"
    assert details_summary({"fleet_email": "a@b.c", "fleet_regulatory_id_type": "DOT"}) == "a@b.c"
    assert details_form(details).fields[0].value == "Swift"
