"""The fleet's own details on the consent card: filled in by the partner, confirmed or changed by the fleet."""

from collections.abc import Mapping
from typing import Self

from pydantic import EmailStr, ValidationError, model_validator

from gladhand.connect.forms import Choice, Field, Form
from gladhand.connect.language import _
from gladhand.orgs.invitations.schemas import InvitationAccept
from gladhand.orgs.texts import Phone

# Suggestions, not a limit: any three-letter code is taken.
COUNTRIES: tuple[Choice, ...] = (
    ("USA", _("United States")),
    ("CAN", _("Canada")),
    ("MEX", _("Mexico")),
    ("AUS", _("Australia")),
    ("AUT", _("Austria")),
    ("BEL", _("Belgium")),
    ("BGR", _("Bulgaria")),
    ("BRA", _("Brazil")),
    ("CHE", _("Switzerland")),
    ("CZE", _("Czechia")),
    ("DEU", _("Germany")),
    ("DNK", _("Denmark")),
    ("ESP", _("Spain")),
    ("EST", _("Estonia")),
    ("FIN", _("Finland")),
    ("FRA", _("France")),
    ("GBR", _("United Kingdom")),
    ("HUN", _("Hungary")),
    ("IRL", _("Ireland")),
    ("ITA", _("Italy")),
    ("LTU", _("Lithuania")),
    ("LUX", _("Luxembourg")),
    ("LVA", _("Latvia")),
    ("NLD", _("Netherlands")),
    ("NOR", _("Norway")),
    ("NZL", _("New Zealand")),
    ("POL", _("Poland")),
    ("PRT", _("Portugal")),
    ("ROU", _("Romania")),
    ("SVK", _("Slovakia")),
    ("SVN", _("Slovenia")),
    ("SWE", _("Sweden")),
    ("TUR", _("Türkiye")),
    ("ZAF", _("South Africa")),
)

_FIELDS: tuple[Field, ...] = (
    Field(
        "fleet_name",
        _("Company name"),
        autocomplete="organization",
        required=False,
    ),
    Field("fleet_email", _("E-mail"), type="email", autocomplete="email", required=False),
    Field(
        "fleet_phone",
        _("Phone"),
        type="tel",
        help=_("With country code, such as +1 555 010 0199"),
        autocomplete="tel",
        required=False,
    ),
    Field(
        "fleet_website",
        _("Website"),
        type="url",
        help=_("Such as https://example.com"),
        autocomplete="url",
        required=False,
    ),
    Field(
        "fleet_country_code",
        _("Country"),
        help=_("Three letters, such as USA or DEU"),
        max_length=3,
        suggestions=COUNTRIES,
        required=False,
        code=True,
    ),
    Field("fleet_regulatory_id_type", _("Kind of registration number"), help=_("Such as DOT"), required=False),
    Field("fleet_regulatory_id", _("Registration number"), required=False, code=True),
)

_ADVICE: Mapping[str, str] = {
    "fleet_name": _("Please check the name."),
    "fleet_email": _("Please enter an e-mail address like name@example.com."),
    "fleet_phone": _("Please enter the number with its country code, such as +1 555 010 0199."),
    "fleet_website": _("Please enter the whole address, such as https://example.com."),
    "fleet_country_code": _("Please enter the three letters of your country, such as USA."),
    "fleet_regulatory_id": _("Please check this number."),
    "fleet_regulatory_id_type": _("Please say what kind of number it is, such as DOT."),
}


def details_form(details: Mapping[str, str | None]) -> Form:
    return Form(fields=_FIELDS).filled({name: value or "" for name, value in details.items()})


class Confirmed(InvitationAccept):
    """What the API takes, with the forms that a person is helped by: an address or number that works."""

    fleet_email: EmailStr | None = None
    fleet_phone: Phone | None = None

    @model_validator(mode="after")
    def _number_has_its_kind(self) -> Self:
        if self.fleet_regulatory_id and not self.fleet_regulatory_id_type:
            raise ValueError("a number needs its kind")
        return self


class Unconfirmed(Exception):
    """Some details cannot be taken; `errors` says at each field what to do."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def confirmed(posted: Mapping[str, str]) -> InvitationAccept:
    """What was confirmed: an emptied field is cleared; one that the form did not send is left as it was invited.

    Raises `Unconfirmed`.
    """
    given = {each.name: _tidied(each.name, posted[each.name].strip()) for each in _FIELDS if each.name in posted}
    try:
        return Confirmed.model_validate(given)
    except ValidationError as error:
        # The rule about two fields is told at the one that was forgotten.
        names = [str(each["loc"][0]) if each["loc"] else "fleet_regulatory_id_type" for each in error.errors()]
        raise Unconfirmed({name: _ADVICE[name] for name in names}) from None


def _tidied(name: str, text: str) -> str | None:
    if name == "fleet_country_code":
        return text.upper() or None
    if name == "fleet_website" and text and "://" not in text:
        return f"https://{text}"
    return text or None


def summary(details: Mapping[str, str | None]) -> str:
    """One line that shows whose details these are, for the folded form."""
    number = " ".join(
        text for text in (details.get("fleet_regulatory_id_type"), details.get("fleet_regulatory_id")) if text
    )
    said = (
        details.get("fleet_name") or details.get("fleet_email"),
        number if details.get("fleet_regulatory_id") else "",
    )
    return " · ".join(text for text in said if text)
