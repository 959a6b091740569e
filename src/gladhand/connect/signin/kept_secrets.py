"""Keeps what was entered as a secret through a failed try, so that nobody types it again.

The page carries it along, encrypted by the server for this browser, this provider and half an hour. Nothing is stored.
What the provider has refused is kept, too: another entry may have been the wrong one, or the provider lets it in after
somebody has given it a right there. The form says that it was refused.
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
    """The form with the secrets that were entered, except for those that can never be right: the form has to say first
    what is wrong with its entries."""
    kept = [
        each
        for each in form.fields
        if each.type == "password" and each.name in credentials and (each.is_refused or not each.error)
    ]
    secrets = {each.name: credentials[each.name] for each in kept}
    form = replace(form, fields=[replace(each, is_kept=each.name in secrets) for each in form.fields])
    if not secrets:
        return form
    refused = [each.name for each in kept if each.is_refused]
    text = json.dumps([int(now().timestamp()) + _SECONDS, secrets, refused])
    sealed = keyring.seal(text, purpose=_purpose(session, slug))
    return replace(form, kept=urlsafe_b64encode(sealed).decode())


def read_kept(
    form: PageForm, values: Mapping[str, str], *, keyring: Keyring, session: BrowserSession, slug: str
) -> tuple[PageForm, dict[str, str]]:
    """The form and its values with the kept secrets in place of fields that were left empty."""
    try:
        sealed = urlsafe_b64decode(values.get(FIELD, ""))
        expires, secrets, refused = json.loads(keyring.unseal(sealed, purpose=_purpose(session, slug)))
    except (Error, ValueError, Unsealable):
        return form, dict(values)
    if expires < now().timestamp():
        return form, dict(values)
    kept = {name: value for name, value in secrets.items() if not values.get(name)}
    used = {**values, **kept}
    refused = {name for name in refused if used.get(name) == secrets[name]}
    fields = [replace(each, is_kept=each.name in kept, is_refused=each.name in refused) for each in form.fields]
    return replace(form, fields=fields), used


def _purpose(session: BrowserSession, slug: str) -> str:
    return f"connect.kept_secrets/{session.browser_hash.hex()}/{slug}"
