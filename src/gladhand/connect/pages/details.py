"""The form for the fleet's own details. The partner has filled it in; the fleet confirms or changes it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Self

from pydantic import EmailStr, ValidationError, model_validator

from gladhand.connect.language import N_, _, country_choices
from gladhand.connect.pages.forms import Choice, Field, PageForm
from gladhand.connect.pages.phones import example_number, international_number
from gladhand.core.languages import current_language
from gladhand.orgs.invitations.schemas import InvitationAccept
from gladhand.orgs.texts import Phone
from gladhand.resources.cleaning import clean_line
from gladhand.sdk.countries import alpha2, alpha3

_NAME = "fleet_name"
_EMAIL = "fleet_email"
_COUNTRY = "fleet_country_code"
_PHONE = "fleet_phone"
_NUMBER_KIND = "fleet_regulatory_id_type"
_NUMBER_KINDS: tuple[Choice, ...] = (
    ("DOT", N_("USDOT number")),
    ("MC", N_("MC number")),
    ("VAT", N_("VAT number")),
    ("EASA", N_("EASA number")),
    ("OTHER", N_("Another number")),
)

_FIELDS: tuple[Field, ...] = (
    Field(
        _NAME,
        N_("Company name"),
        autocomplete="organization",
        required=False,
    ),
    Field(
        _EMAIL,
        N_("E-mail"),
        type="email",
        help=N_("For messages about what you share. The companies named here see it."),
        autocomplete="email",
        required=False,
    ),
    Field(
        _PHONE,
        N_("Phone"),
        type="tel",
        help=N_("With country code, such as +1 555 010 0199"),
        autocomplete="tel",
        required=False,
    ),
    Field(
        "fleet_website",
        N_("Website"),
        help=N_("Such as example.com"),
        autocomplete="url",
        required=False,
    ),
    Field(
        _COUNTRY,
        N_("Country"),
        type="select",
        autocomplete="country",
        required=False,
    ),
    Field(_NUMBER_KIND, N_("Kind of registration number"), type="select", required=False),
    Field("fleet_regulatory_id", N_("Registration number"), required=False, code=True),
)

_ADVICE: Mapping[str, str] = {
    _NAME: N_("Please check the name."),
    _EMAIL: N_("Please enter an e-mail address like name@example.com."),
    "fleet_phone": N_("Please enter the number with its country code, such as +1 555 010 0199."),
    "fleet_website": N_("Please enter an address such as example.com."),
    "fleet_country_code": N_("Please choose your country."),
    "fleet_regulatory_id": N_("Please check this number."),
    "fleet_regulatory_id_type": N_("Please choose what kind of number it is."),
}

#: The names of the fields, which are also fields of an invitation.
DETAIL_NAMES = tuple(field.name for field in _FIELDS)


def details_form(details: Mapping[str, str | None], region: str | None = None) -> PageForm:
    """The form with the partner's details. `region` is that of the reader's browser, two letters."""
    values = {name: value or "" for name, value in details.items()}
    if not values.get(_COUNTRY) and region:
        values[_COUNTRY] = alpha3(region) or ""
    home = _region(values, region)
    fields = [_with_own_kind(each, values) for each in _translated_fields(current_language().code)]
    fields = [_with_email_check(_with_phone_example(each, home), values) for each in fields]
    return PageForm(fields=fields).with_values(values)


def _region(values: Mapping[str, str], region: str | None) -> str | None:
    """The country of the company in two letters, else that of the reader's browser."""
    try:
        return alpha2(values.get(_COUNTRY, ""))
    except ValueError:
        return region


def _with_phone_example(field: Field, region: str | None) -> Field:
    example = example_number(region) if field.name == _PHONE and region else None
    if example is None:
        return field
    return replace(field, help=_("Such as %s. With + and the country code if it is from another country.") % example)


def _with_email_check(field: Field, values: Mapping[str, str]) -> Field:
    """The fleet's own link goes to this address, so the partner must not choose it unseen."""
    if field.name != _EMAIL or not values.get(_EMAIL):
        return field
    text = _("Whoever reads e-mail there can manage what you share. Please check that it is your company's address.")
    return replace(field, help=text)


def _with_own_kind(field: Field, values: Mapping[str, str]) -> Field:
    """A partner may name other kinds of numbers than the form does."""
    own = values.get(_NUMBER_KIND, "")
    if field.name != _NUMBER_KIND or not own or own in dict(field.choices):
        return field
    return replace(field, choices=[(own, own), *field.choices])


@cache
def _translated_fields(_language: str) -> Sequence[Field]:
    """The fields in the reader's language, whose code is the argument. They are kept, because names of countries take
    long to look up."""
    fields = [replace(field, label=_(field.label), help=field.help and _(field.help)) for field in _FIELDS]
    choices = {_COUNTRY: country_choices(), _NUMBER_KIND: [(kind, _(label)) for kind, label in _NUMBER_KINDS]}
    return [replace(field, choices=choices.get(field.name, ())) for field in fields]


_NOTHING: Mapping[str, str | None] = MappingProxyType({})
# No phone number, so that the check of all details finds it with the others.
_NO_PHONE = "-"


class ConfirmedDetails(InvitationAccept):
    """The body of the API, with stricter checks that help people: an e-mail address and phone number that work."""

    fleet_email: EmailStr | None = None
    fleet_phone: Phone | None = None

    @model_validator(mode="after")
    def _number_has_its_kind(self) -> Self:
        if self.fleet_regulatory_id and not self.fleet_regulatory_id_type:
            raise ValueError("fleet_regulatory_id needs fleet_regulatory_id_type")
        return self


class InvalidDetails(Exception):
    """Some details are invalid. `errors` says for each field what to do."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def parse_details(
    values: Mapping[str, str], partners: Mapping[str, str | None] = _NOTHING, region: str | None = None
) -> InvitationAccept:
    """The details of a submitted form. An empty field is cleared. A missing field keeps the partner's value, and so
    does a phone number that nobody has changed. A phone number without a country code gets that of the company's
    country, else that of `region`, which is the region of the reader's browser.

    Raises `InvalidDetails`.
    """
    details = {name: _normalized(name, clean_line(values[name])) for name in DETAIL_NAMES if name in values}
    phone = details.get(_PHONE)
    if phone and phone == partners.get(_PHONE):
        del details[_PHONE]
    elif phone:
        try:
            details[_PHONE] = international_number(
                phone, _region({_COUNTRY: details.get(_COUNTRY) or partners.get(_COUNTRY) or ""}, region)
            )
        except ValueError:
            details[_PHONE] = _NO_PHONE
    try:
        return ConfirmedDetails.model_validate(details)
    except ValidationError as error:
        # An error without a field is the rule about the registration number: its kind is missing.
        names = [str(fault["loc"][0]) if fault["loc"] else "fleet_regulatory_id_type" for fault in error.errors()]
        raise InvalidDetails({name: _(_ADVICE[name]) for name in names}) from None


def _normalized(name: str, text: str) -> str | None:
    if name == _COUNTRY:
        return text.upper() or None
    if name == "fleet_website" and text and "://" not in text:
        return f"https://{text}"
    return text or None


def open_details(details: Mapping[str, str | None]) -> set[str]:
    """The fields that stand beside the collapsed form: a name that is missing, and the partner's idea of the address
    that the fleet's own link goes to.
    """
    missing = set() if details.get(_NAME) else {_NAME}
    return missing | ({_EMAIL} if details.get(_EMAIL) else set())


def details_summary(details: Mapping[str, str | None]) -> str:
    """One line about the fleet, for the collapsed form."""
    number = " ".join(
        text for text in (details.get("fleet_regulatory_id_type"), details.get("fleet_regulatory_id")) if text
    )
    parts = (
        details.get(_NAME) or details.get(_EMAIL),
        number if details.get("fleet_regulatory_id") else "",
    )
    return " · ".join(text for text in parts if text)
