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


@pytest.mark.parametrize(
    ("country", "region", "typed", "stored"),
    [
        ("USA", None, "(512) 555-0100", "+15125550100"),
        ("USA", "DE", "512.555.0100 x7", "+15125550100 ext. 7"),
        ("", "DE", "030 1234567", "+49301234567"),
        ("DEU", "US", "+1 512 555 0100", "+15125550100"),
        ("LTU", None, "8 612 34567", "+37061234567"),
    ],
)
def test_a_phone_number_gets_the_code_of_the_companys_country(
    country: str, region: str | None, typed: str, stored: str
) -> None:
    taken = parse_details({"fleet_country_code": country, "fleet_phone": typed}, region=region)
    assert taken.fleet_phone == stored


@pytest.mark.parametrize("typed", ["555 0100", "512 555 01000", "+999 1234567"])
def test_a_phone_number_that_cannot_be_dialled_is_explained_unless_the_partner_wrote_it(typed: str) -> None:
    values = {"fleet_country_code": "USA", "fleet_phone": typed}
    with pytest.raises(InvalidDetails) as refusal:
        parse_details(values)
    assert list(refusal.value.errors) == ["fleet_phone"]
    assert "fleet_phone" not in parse_details(values, {"fleet_phone": typed}).model_fields_set


def test_the_example_of_a_phone_number_is_one_of_the_companys_country() -> None:
    def help_for(details: dict[str, str | None], region: str | None = None) -> str:
        return next(field.help for field in details_form(details, region).fields if field.name == "fleet_phone")

    assert help_for({"fleet_country_code": "USA"}, "DE").startswith("Such as (201) 555-0123.")
    assert help_for({}, "DE").startswith("Such as 0")
    assert help_for({}) == "With country code, such as +1 555 010 0199"


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
