"""Names that are probably meant to narrow an invitation or a client are never passed over."""

import pytest
from pydantic import BaseModel

from gladhand.core.unknown_names import KnownNames
from gladhand.orgs.api_clients.schemas import ApiClientCreate, ApiClientRotate
from gladhand.orgs.invitations.schemas import InvitationCreate
from gladhand.orgs.people.schemas import PersonInvite, PersonRoleUpdate


@pytest.mark.parametrize(
    ("body", "meant", "names"),
    [
        (InvitationCreate, "permissions", ["permission", "Permissions", "PERMISSIONS", "scopes", "scope", "resources"]),
        (
            InvitationCreate,
            "limit_tsps",
            ["limit_tsp", "limitTsps", "LIMIT_TSPS", "limit-tsps", "tsps", "tsp", "providers", "allowed_tsps"],
        ),
        (InvitationCreate, "expires_in_hours", ["expires_in", "expiresInHours", "expires_at", "ttl", "valid_until"]),
        (ApiClientCreate, "scopes", ["scope", "Scopes", "SCOPES", "permissions", "scope[]"]),
        (PersonInvite, "scopes", ["scope", "Scopes", "permissions"]),
        (PersonRoleUpdate, "scopes", ["scope", "Scopes", "permissions"]),
        (ApiClientRotate, "overlap_hours", ["overlap", "overlapHours", "overlap_hour", "overlap_seconds"]),
    ],
)
def test_a_misspelt_limit_is_refused_with_its_name(body: type[BaseModel], meant: str, names: list[str]) -> None:
    known = KnownNames((), body)
    found = [(each.path, each.near, each.widens) for name in names for each in known.unknown((), {name: 1})]
    assert found == [(f"body.{name}", f"body.{meant}", True) for name in names]


def test_what_newer_clients_send_beside_it_stays_accepted() -> None:
    body = {"fleet_fax": "1", "note": "x", "priority": 1, "status": "active", "created_at": "2026-03-02T09:30:00Z"}
    assert [each.path for each in KnownNames((), InvitationCreate).unknown((), body) if each.widens] == []
