"""Parses requests of OAuth: the form, and the client's credentials in the form or by HTTP Basic."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import parse_qsl, unquote_plus

from fastapi import Request

from gladhand.auth.problems import InvalidClient, InvalidRequest
from gladhand.resources.cleaning import clean_secret

Form: TypeAlias = Mapping[str, str]

_FORM_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 20


@dataclass(frozen=True)
class Claimant:
    """The credentials that the client sends."""

    client_id: str
    secret: str | None
    by_header: bool

    def __repr__(self) -> str:
        return f"Claimant({self.client_id!r}, *****)"


async def form_of(request: Request) -> Form:
    """The fields of the form. Raises `InvalidRequest` if the body is no form."""
    content_type = request.headers.get("content-type", _FORM_TYPE)
    if content_type.partition(";")[0].strip().lower() != _FORM_TYPE:
        raise InvalidRequest(f"The body must be a form ({_FORM_TYPE}).")
    try:
        fields = parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise InvalidRequest("The form cannot be read.") from None
    form = dict(fields)
    if len(form) != len(fields):
        raise InvalidRequest("A field of the form is repeated.")
    return form


def claimant(request: Request, form: Form) -> Claimant:
    """The client's id and secret, without what copying brings along. Raises `InvalidClient` when there are none.

    Secrets that are mounted from files often end with a line break. No id and no secret that this server makes has one.
    """
    header = request.headers.get("authorization")
    scheme, _, credentials = (header or "").partition(" ")
    if scheme.lower() != "basic":
        # Some clients send a bearer token with every request. It means nothing here.
        client_id, secret = clean_secret(form.get("client_id", "")), clean_secret(form.get("client_secret", ""))
        if not client_id:
            raise InvalidClient
        return Claimant(client_id, secret or None, by_header=False)
    try:
        client_id, colon, secret = b64decode(credentials.strip(), validate=True).decode().partition(":")
    except ValueError:
        raise InvalidClient(by_header=True) from None
    if not colon:
        raise InvalidClient(by_header=True)
    named = Claimant(clean_secret(unquote_plus(client_id)), clean_secret(unquote_plus(secret)), by_header=True)
    if clean_secret(form.get("client_id", named.client_id)) != named.client_id:
        raise InvalidRequest("The form and the Authorization header name different clients.")
    return named
