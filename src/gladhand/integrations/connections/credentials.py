"""Credentials that a fleet sends: which kind they are, whether the form is complete, and how answers show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from gladhand.core.problems import Fault, Invalid
from gladhand.integrations.connections.credential_models import INPUT_MODELS
from gladhand.sdk.credential_kinds import KINDS_BY_CONN_TYPE, CredentialKind
from gladhand.sdk.definition import Definition
from gladhand.sdk.sign_in import FormField

STARS = "*****"
_AT = "body.credentials"


def parse_credentials(definition: Definition, values: Mapping[str, Any]) -> CredentialKind:
    """The credentials as the kind of the provider that they fit and that has a place for the most of them.

    Raises `Invalid` with each wrong field of the kind that has the most fields in common with them.
    """
    given = {name for name, value in values.items() if not _is_blank(value)}
    fitting: list[tuple[int, CredentialKind]] = []
    refusals: list[tuple[int, Invalid]] = []
    for conn_type in dict.fromkeys(definition.conn_types):
        try:
            credentials = parse_kind(conn_type, values)
            # The provider's form may require more than the contract's kind does.
            _require_complete(credentials, definition.forms.get(conn_type, ()))
            fitting.append((len(type(credentials).model_fields.keys() & given), credentials))
        except Invalid as refusal:
            fields_in_common = KINDS_BY_CONN_TYPE[conn_type].model_fields.keys() & values.keys()
            refusals.append((len(fields_in_common), refusal))
    # One kind may have all fields of another. Of several that are equally near, the usual kind of the provider.
    if fitting:
        return max(fitting, key=lambda fit: fit[0])[1]
    raise max(refusals, key=lambda refusal: refusal[0])[1]


def parse_kind(conn_type: str, values: Mapping[str, Any]) -> CredentialKind:
    """The credentials as the kind of this `conn_type`. Raises `Invalid` with each wrong field."""
    faults = [
        Fault(
            f"{_AT}.{name.encode('ascii', 'backslashreplace').decode()}",
            STARS,
            "The value holds a character that cannot be stored.",
            "string",
        )
        for name, value in values.items()
        if not (_is_storable(name) and _is_storable(value))
    ]
    if faults:
        raise Invalid(faults)
    try:
        return INPUT_MODELS[KINDS_BY_CONN_TYPE[conn_type]].model_validate(dict(values))
    except ValidationError as error:
        raise Invalid(
            [
                Fault(f"{_AT}.{'.'.join(map(str, fault['loc']))}", STARS, fault["msg"], fault["type"])
                for fault in error.errors(include_url=False, include_input=False, include_context=False)
            ]
        ) from None


def masked(credentials: CredentialKind) -> dict[str, Any]:
    """The credentials as answers show them."""
    return {
        name: STARS if value is not None and credentials.secrecy(name) is not None else value
        for name, value in credentials.model_dump(mode="json").items()
    }


def _require_complete(credentials: CredentialKind, form: Sequence[FormField]) -> None:
    labels = {field.name: field.label for field in form}
    required = dict.fromkeys([*(field.name for field in form if field.required), *credentials.required_fields()])
    faults = [
        Fault(f"{_AT}.{name}", "", f"{labels.get(name, name)} is required.", "missing")
        for name in required
        if _is_blank(getattr(credentials, name, None))
    ]
    for field in form:
        value = getattr(credentials, field.name, None)
        if not _is_blank(value) and field.choices and value not in {choice.value for choice in field.choices}:
            faults.append(Fault(f"{_AT}.{field.name}", STARS, f"{field.label} is not one of the choices.", "enum"))
    if faults:
        raise Invalid(faults)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _is_storable(value: object) -> bool:
    """PostgreSQL stores no NUL, and no encoding writes a lone surrogate."""
    return not isinstance(value, str) or ("\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value))
