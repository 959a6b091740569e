"""The fleet's own details on the consent card: filled in by the partner, confirmed or changed by the fleet."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Self

from pydantic import EmailStr, ValidationError, model_validator

from gladhand.connect.language import N_, _, territory
from gladhand.connect.pages.forms import Choice, Field, Form
from gladhand.orgs.invitations.schemas import InvitationAccept
from gladhand.orgs.texts import Phone
from gladhand.sdk.countries import ALPHA2

# Suggestions, not a limit: any three-letter code is taken.
_COUNTRIES: Final = """
USA CAN MEX AUS AUT BEL BGR BRA CHE CZE DEU DNK ESP EST FIN FRA GBR HUN IRL ITA LTU LUX LVA NLD NOR NZL POL PRT ROU SVK
SVN SWE TUR ZAF
"""
_FIRST = 3
_COUNTRY = "fleet_country_code"

_FIELDS: tuple[Field, ...] = (
    Field(
        "fleet_name",
        N_("Company name"),
        autocomplete="organization",
        required=False,
    ),
    Field("fleet_email", N_("E-mail"), type="email", autocomplete="email", required=False),
    Field(
        "fleet_phone",
        N_("Phone"),
        type="tel",
        help=N_("With country code, such as +1 555 010 0199"),
        autocomplete="tel",
        required=False,
    ),
    Field(
        "fleet_website",
        N_("Website"),
        type="url",
        help=N_("Such as https://example.com"),
        autocomplete="url",
        required=False,
    ),
    Field(
        _COUNTRY,
        N_("Country"),
        help=N_("Three letters, such as USA or DEU"),
        max_length=3,
        required=False,
        code=True,
    ),
    Field("fleet_regulatory_id_type", N_("Kind of registration number"), help=N_("Such as DOT"), required=False),
    Field("fleet_regulatory_id", N_("Registration number"), required=False, code=True),
)

_ADVICE: Mapping[str, str] = {
    "fleet_name": N_("Please check the name."),
    "fleet_email": N_("Please enter an e-mail address like name@example.com."),
    "fleet_phone": N_("Please enter the number with its country code, such as +1 555 010 0199."),
    "fleet_website": N_("Please enter the whole address, such as https://example.com."),
    "fleet_country_code": N_("Please enter the three letters of your country, such as USA."),
    "fleet_regulatory_id": N_("Please check this number."),
    "fleet_regulatory_id_type": N_("Please say what kind of number it is, such as DOT."),
}


def details_form(details: Mapping[str, str | None]) -> Form:
    fields = [replace(each, label=_(each.label), help=each.help and _(each.help)) for each in _FIELDS]
    fields = [replace(each, suggestions=_countries()) if each.name == _COUNTRY else each for each in fields]
    return Form(fields=fields).filled({name: value or "" for name, value in details.items()})


def _countries() -> list[Choice]:
    """Two neighbours and their neighbour first, the others as they are called in the reader's language."""
    named = [(alpha3, territory(ALPHA2[alpha3])) for alpha3 in _COUNTRIES.split()]
    return named[:_FIRST] + sorted(named[_FIRST:], key=lambda each: each[1].casefold())


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
        raise Unconfirmed({name: _(_ADVICE[name]) for name in names}) from None


def _tidied(name: str, text: str) -> str | None:
    if name == _COUNTRY:
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
