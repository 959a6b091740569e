"""Wire shapes of the token endpoint."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import ConfigDict, Field

from gladhand.resources.wire_model import WireModel


class TokenAnswer(WireModel):
    """A token. Strict clients refuse any key that is not listed here."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    access_token: str
    expires_in: int
    refresh_expires_in: int = 0
    refresh_token: str | None = None
    token_type: str = "Bearer"  # noqa: S105 - the name of a scheme
    not_before_policy: int = Field(0, alias="not-before-policy")
    session_state: str
    scope: str


class PersonTokenAnswer(TokenAnswer):
    """The tokens of a person. The identity token is for an application that has asked for `openid`."""

    id_token: str | None = None


class OAuthError(WireModel):
    """Why there is no token."""

    error: str
    error_description: str | None = None


@dataclass(frozen=True)
class FleetTokens:
    """What an accepted invitation hands to the fleet; secrets, to be sealed at rest."""

    access: str
    refresh: str
    session_id: UUID

    def __repr__(self) -> str:
        return "FleetTokens(*****)"
