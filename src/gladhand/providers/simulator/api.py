"""The simulator's client: a bearer key, plain REST, and reasons in `error`."""

from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.credential_kinds import ApiKeyCredentials
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import CursorLost, ProviderError, Rejected
from gladhand.sdk.field_map import FieldMap, Takes
from gladhand.sdk.http import Response
from gladhand.sdk.rows import Row

_EXPIRED = 410


class SimulatorApi(Adapter):
    """One account of the simulator."""

    def ready(self) -> None:
        self.login = self.credentials.of_kind(ApiKeyCredentials)
        self.client.headers["Authorization"] = f"Bearer {self.login.api_key}"

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:
        return credentials.get("url") or definition.base_url

    async def verify(self) -> ProviderAccount:
        me = self.object(await self.client.get("/api/me"))
        # Another simulator may have an account with the same id, so a URL from the fleet is part of the account.
        return ProviderAccount(id=me.source_id(), name=me.text("name"), host=self.login.url or "")

    def object(self, response: Response, field_map: FieldMap | None = None) -> Row:
        """The object in a good answer. Raises the error that a bad answer stands for, with our name of its field."""
        if response.ok:
            return response.object()
        raise self._refusal(response, field_map)

    def _refusal(self, response: Response, field_map: FieldMap | None) -> ProviderError:
        theirs, reason = response.text_at("error", "field"), response.text_at("error", "reason")
        if response.status == _EXPIRED:
            return CursorLost(reason or "The cursor has expired.", status_code=_EXPIRED, headers=response.headers)
        error = self.client.failure(response, ": ".join(part for part in (theirs, reason) if part))
        if isinstance(error, Rejected) and field_map is not None and (ours := _ours(field_map, theirs)):
            error.fields[ours] = self.client.redact(reason)
        return error


def _ours(field_map: FieldMap, theirs: str) -> str | None:
    """Our name for a simulator field."""
    rules = field_map.rules.items()
    return next((name for name, rule in rules if isinstance(rule, Takes) and rule.to == theirs), None)
