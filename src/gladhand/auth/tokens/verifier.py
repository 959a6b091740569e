"""Checks access tokens in this process, without the database."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gladhand.auth.callers import Caller
from gladhand.auth.problems import BadToken
from gladhand.auth.tokens import claims
from gladhand.auth.tokens.revocations import Revocations
from gladhand.auth.tokens.signing import TokenSigner
from gladhand.core import clock

_MOST_CHARACTERS = 8192

_MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class _Verified:
    """The cached facts of a token with a valid signature: enough to see that it has expired or was revoked."""

    caller: Caller
    expires_at: int
    ids: Mapping[str, Any]


class TokenVerifier:
    """Remembers the tokens that came last: a check of a signature costs more than all the rest."""

    def __init__(self, signer: TokenSigner, revoked: Revocations) -> None:
        self._signer = signer
        self._revoked = revoked
        self._verified: OrderedDict[bytes, _Verified] = OrderedDict()

    def verify(self, text: str) -> Caller:
        """The holder of an access token. Raises `BadToken`. The check needs no database."""
        if len(text) > _MOST_CHARACTERS:
            raise BadToken
        mark = hashlib.sha256(text.encode()).digest()
        known = self._verified.get(mark)
        if known is None:
            found = self._signer.decoded(text, claims.ACCESS)
            ids = {name: found[name] for name in ("jti", "sid", "sub")}
            known = self._verified[mark] = _Verified(claims.caller_of(found), found["exp"], ids)
            if len(self._verified) > _MOST_REMEMBERED:
                self._verified.popitem(last=False)
        else:
            self._verified.move_to_end(mark)
        if known.expires_at <= clock.now().timestamp():
            raise BadToken("The bearer token has expired.")
        if known.ids in self._revoked:
            raise BadToken("The bearer token has been revoked.")
        return known.caller
