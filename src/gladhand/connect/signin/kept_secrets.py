"""Keeps what was entered as a secret through a failed try, so that nobody types it again.

The page carries it along, encrypted by the server for this browser, this provider and half an hour. Nothing is stored.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Mapping
from dataclasses import replace

from gladhand.connect.pages.forms import PageForm
from gladhand.connect.session import BrowserSession
from gladhand.core.clock import now
from gladhand.core.crypto import Keyring, Unsealable

#: The hidden field of the form.
FIELD = "kept_secrets"
_SECONDS = 1800


def with_kept(
    form: PageForm, credentials: Mapping[str, str], *, keyring: Keyring, session: BrowserSession, slug: str
) -> PageForm:
    """The form with the secrets that were entered."""
    secrets = {
        each.name: credentials[each.name]
        for each in form.fields
        if each.type == "password" and each.name in credentials
    }
    if not secrets:
        return form
    text = json.dumps([int(now().timestamp()) + _SECONDS, secrets])
    sealed = keyring.seal(text, purpose=_purpose(session, slug))
    return replace(_marked(form, secrets), kept=urlsafe_b64encode(sealed).decode())


def read_kept(
    form: PageForm, values: Mapping[str, str], *, keyring: Keyring, session: BrowserSession, slug: str
) -> tuple[PageForm, dict[str, str]]:
    """The form and its values with the kept secrets in place of fields that were left empty."""
    try:
        sealed = urlsafe_b64decode(values.get(FIELD, ""))
        expires, secrets = json.loads(keyring.unseal(sealed, purpose=_purpose(session, slug)))
    except (Error, ValueError, Unsealable):
        return form, dict(values)
    if expires < now().timestamp():
        return form, dict(values)
    kept = {name: value for name, value in secrets.items() if not values.get(name)}
    return _marked(form, kept), {**values, **kept}


def _marked(form: PageForm, secrets: Mapping[str, str]) -> PageForm:
    return replace(form, fields=[replace(each, is_kept=each.name in secrets) for each in form.fields])


def _purpose(session: BrowserSession, slug: str) -> str:
    return f"connect.kept_secrets/{session.browser_hash.hex()}/{slug}"
