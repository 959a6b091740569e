"""The claims of each kind of token, and the caller that they identify."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from gladhand.auth import scopes
from gladhand.auth.callers import AdminCaller, Caller, FleetCaller, PartnerCaller
from gladhand.auth.clients.queries import Client
from gladhand.auth.people.roles import Role
from gladhand.auth.problems import BadToken

#: The public client that fleets refresh their tokens with. It has no secret.
FLEET_CLIENT = "pre-registration-client"

# Clients tell the two kinds apart by this claim; it keeps a refresh token from working as an access token.
ACCESS, REFRESH, IDENTITY = "Bearer", "Refresh", "ID"

_ADMIN_ROLE = "admin"
_EXTENSIONS = "extensions"
#: Marks the tokens of a person, whose id is the subject.
_PERSON = "person"
#: Marks the tokens of a person who has proved to be the fleet.
_PROVED = "proved"
#: The partner whose invitation a fleet's token came with.
INVITED_BY = "invited_by"
# The scopes that OpenID Connect adds to a fleet's token.
_OPENID_SCOPES = ("openid", scopes.EVERYTHING, "profile", "email")


def for_client(client: Client, granted: Iterable[str]) -> dict[str, Any]:
    """The claims of a client's access token, without those that every token has."""
    claims: dict[str, Any] = {"sub": client.client_id, "azp": client.client_id, "scope": " ".join(sorted(granted))}
    if client.kind == "partner":
        claims["org"] = _org(str(client.partner_slug), str(client.partner_id), "partner")
        if client.extensions:
            claims[_EXTENSIONS] = True
    else:
        claims["roles"] = [_ADMIN_ROLE]
    return claims | {"sid": str(uuid4()), "jti": f"cc:{uuid4()}"}


def fleet_scope(*, is_shared: bool) -> str:
    return " ".join([*_OPENID_SCOPES, *sorted(scopes.SHARED_FLEET if is_shared else scopes.FLEET)])


def for_fleet(fleet_id: UUID, slug: str, session: str, scope: str, *, invited_by: str | None = None) -> dict[str, Any]:
    """The claims of a fleet's access token. They name an administrator of the fleet who does not exist as a person."""
    email = f"fleet.admin@{fleet_id}.com"
    return {
        "sub": str(fleet_id),
        "azp": FLEET_CLIENT,
        "scope": scope,
        "org": _org(slug, str(fleet_id), "fleet"),
        "roles": ["impersonator"],
        "name": "Fleet Admin",
        "given_name": "Fleet",
        "family_name": "Admin",
        "preferred_username": email,
        "email": email,
        "email_verified": True,
        "allowed-origins": ["*"],
        "sid": session,
        "jti": f"pr:{uuid4()}",
        **_invited(invited_by),
    }


def for_fleet_refresh(
    fleet_id: UUID, session: str, scope: str, *, issuer: str, invited_by: str | None = None
) -> dict[str, Any]:
    return {
        "sub": str(fleet_id),
        "azp": FLEET_CLIENT,
        "aud": issuer,
        "scope": scope,
        "sid": session,
        "jti": f"rt:{uuid4()}",
        **_invited(invited_by),
    }


def for_person(
    person_id: UUID,
    email: str,
    role: Role,
    *,
    client_id: str,
    session: str,
    granted: Iterable[str],
    name: str | None = None,
    is_verified: bool = False,
) -> dict[str, Any]:
    """The claims of a person's access token for one role."""
    claims: dict[str, Any] = {
        "sub": str(person_id),
        "azp": client_id,
        "scope": " ".join(sorted(granted)),
        "roles": [role.role.value.replace("_", "-")],
        _PERSON: True,
        **identity(email, name, is_verified=is_verified),
        "sid": session,
        "jti": f"pe:{uuid4()}",
    }
    if role.fleet_id is not None:
        claims["org"] = _org(str(role.slug), str(role.fleet_id), "fleet")
        claims |= _invited(None if role.invited_by is None else str(role.invited_by))
        claims |= {_PROVED: True} if role.is_the_fleet else {}
    elif role.partner_id is not None:
        claims["org"] = _org(str(role.slug), str(role.partner_id), "partner")
    return claims


def identity(email: str, name: str | None, *, is_verified: bool) -> dict[str, Any]:
    """The claims of OpenID Connect that say who somebody is."""
    named = {} if name is None else {"name": name}
    return {"preferred_username": email, "email": email, "email_verified": is_verified, **named}


def for_person_refresh(person_id: UUID, *, client_id: str, session: str, scope: str, issuer: str) -> dict[str, Any]:
    return {
        "sub": str(person_id),
        "azp": client_id,
        "aud": issuer,
        "scope": scope,
        "sid": session,
        "jti": f"rt:{uuid4()}",
    }


def _invited(by: str | None) -> dict[str, str]:
    return {} if by is None else {INVITED_BY: by}


def is_complete(claims: Mapping[str, Any]) -> bool:
    """Whether all required claims are present and have the right types."""
    texts = ("sub", "azp", "scope", "sid", "jti", *(("aud",) if claims.get("typ") == REFRESH else ()))
    times = ("exp", "iat", *(("nbf",) if "nbf" in claims else ()))
    return all(isinstance(claims.get(name), str) for name in texts) and all(
        type(claims.get(name)) is int for name in times
    )


def caller_of(claims: Mapping[str, Any]) -> Caller:
    """The caller that the claims of an access token identify. Raises `BadToken` for claims that no release makes."""
    try:
        client_id = claims["azp"]
        held = frozenset(claims["scope"].split()) & scopes.ADMIN
        person_id = UUID(claims["sub"]) if claims.get(_PERSON) is True else None
        if person_id is not None:
            # One application serves the people of many partners, who must not be taken for each other.
            client_id = claims["sub"]
        if _ADMIN_ROLE in claims.get("roles", ()):
            return AdminCaller(client_id, held, person_id)
        [(slug, organization)] = claims["org"].items()
        if organization["org_type"] == ["fleet"]:
            invited_by = claims.get(INVITED_BY)
            invited_by = None if invited_by is None else UUID(invited_by)
            is_proved = person_id is not None and claims.get(_PROVED) is True
            return FleetCaller(UUID(organization["id"]), slug, held, invited_by, person_id, is_proved)
        return PartnerCaller(
            UUID(organization["id"]),
            slug,
            client_id,
            held,
            extensions=claims.get(_EXTENSIONS) is True,
            person_id=person_id,
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        raise BadToken from None


def _org(slug: str, organization_id: str, kind: str) -> dict[str, Any]:
    # Exactly one, because clients take any one of several; the type is a list, because a text fails to decode.
    return {slug: {"id": organization_id, "org_type": [kind]}}
