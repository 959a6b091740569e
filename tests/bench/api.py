"""How fast the API answers, beside what PostgreSQL or an empty route does in the same run."""

import json
from typing import Any
from uuid import uuid4

import psycopg
from tests.bench import pgbench
from tests.bench.installation import BenchPartner, MeasuredInstallation, get, post
from tests.bench.load import LoadRequest, run
from tests.bench.report import BenchReport

from gladhand.core.counter_queries import counting
from gladhand.core.crypto import Keyring
from gladhand.core.keyset import Cursor
from gladhand.notifications.sealed_links import magic_link_json, seal_link
from gladhand.orgs.invitations import list_queries

PERMISSIONS = {"user": "read_write", "vehicle": "read"}
_MILLION, _PAGE, _FAR_PAGE = 1_000_000, 300, 3_000


def authorised(token: str) -> tuple[tuple[str, str], ...]:
    return (("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"))


def tokens(installation: MeasuredInstallation, report: BenchReport) -> None:
    with installation.server():
        partner = installation.partner()
        body = (
            f"grant_type=client_credentials&client_id={partner.client_id}&client_secret={partner.client_secret}&scope=organization"
        ).encode()
        path = "/realms/catena/protocol/openid-connect/token"
        request = LoadRequest("POST", path, body, (("Content-Type", "application/x-www-form-urlencoded"),))
        result = run(installation.url, lambda _: request)
    assert not result.wrong
    report.at_least("tokens issued", result.per_second, "/s", 1000)


def create_invitations(installation: MeasuredInstallation, report: BenchReport) -> None:
    with installation.server():
        partner = installation.partner()
        raw = pgbench.per_second(installation.database_url, _INSERT.replace("PARTNER", str(partner.id)))
        headers = authorised(partner.token)

        def invitation(number: int) -> LoadRequest:
            return LoadRequest(
                "POST", "/v2/orgs/invitations", json.dumps(wanted_invitation(f"ref-{number}")).encode(), headers
            )

        result = run(installation.url, invitation)
    assert not result.wrong
    report.share("create invitation", result.per_second, raw, "/s", 0.10, "raw inserts of the same row")


def wanted_invitation(fleet_ref: str) -> dict[str, Any]:
    return {
        "fleet_ref": fleet_ref,
        "fleet_name": "Rolling Thunder Trucking",
        "fleet_email": "office@rolling-thunder.com",
        "success_redirect_url": "https://partner.example/welcome",
        "permissions": PERMISSIONS,
    }


# The same row by hand, into the same table with its indexes and its counter.
_ADDED = "select partner_id, 'invitation' as name, count(*) as delta from added group by 1"
_INSERT = f"""
with added as (
  insert into invitation (partner_id, link_hash, sealed_link, fleet_ref, expires_in_hours, expires_at, fleet_name,
                          fleet_email, success_redirect_url, permissions)
  values ('PARTNER', sha256(uuid_send(gen_random_uuid())), decode(repeat('5e', 68), 'hex'),
          gen_random_uuid()::text, 24, now() + interval '24 hours',
          'Rolling Thunder Trucking', 'office@rolling-thunder.com', 'https://partner.example/welcome',
          '{{"user": "read_write", "vehicle": "read"}}')
  returning partner_id
) {counting(_ADDED)};
"""


def read_one_invitation(installation: MeasuredInstallation, report: BenchReport) -> None:
    with installation.server():
        partner = installation.partner()
        made = post(f"{installation.url}/v2/orgs/invitations", body=wanted_invitation("one"), token=partner.token)
        empty = run(installation.url, lambda _: LoadRequest("GET", "/empty"))
        result = run(installation.url, lambda _: LoadRequest("GET", f"/v2/orgs/invitations/{made['id']}"))
    assert not result.wrong
    report.share("anonymous read of one invitation", result.per_second, empty.per_second, "/s", 0.35, "an empty route")


def list_invitations(installation: MeasuredInstallation, report: BenchReport) -> None:
    with installation.server():
        partner = installation.partner()
        with installation.connect() as connection:
            sealed = seal_link(uuid4(), Keyring.parse(installation.keys), partner.id)
            connection.execute(_MANY, {"partner": partner.id, "count": _MILLION, "sealed": sealed})
            connection.execute("vacuum analyze invitation")
            keys = {"partner": partner.id, "before": _PAGE * (_FAR_PAGE - 1) - 1}
            row = connection.execute(_KEYS_AT, keys).fetchone()
        assert row is not None
        far = Cursor((row["created_at"], row["id"])).encode().replace("%", "%25")
        headers = authorised(partner.token)
        first_page = run(
            installation.url,
            lambda _: LoadRequest("GET", f"/v2/orgs/invitations?size={_PAGE}", headers=headers),
            connections=8,
        )
        far_page = run(
            installation.url,
            lambda _: LoadRequest("GET", f"/v2/orgs/invitations?size={_PAGE}&cursor={far}", headers=headers),
            connections=8,
        )
        raw = pgbench.per_second(installation.database_url, _page_statement(installation, partner), clients=8)
        total = get(f"{installation.url}/v2/orgs/invitations?size=1", token=partner.token)["total"]
    assert not first_page.wrong + far_page.wrong
    assert total == _MILLION
    report.share(f"list of {_PAGE} among {_MILLION:,}", first_page.per_second, raw, "/s", 0.5, "the raw JSON query")
    name = f"page {_FAR_PAGE:,} of the same list"
    report.times(name, far_page.p50_ms, first_page.p50_ms, "ms", 1.3, "page 1")


_MANY = f"""
with added as (
  insert into invitation (partner_id, link_hash, sealed_link, fleet_ref, expires_in_hours, expires_at, fleet_name,
                          fleet_email, success_redirect_url, permissions, created_at)
  select %(partner)s, sha256(uuid_send(gen_random_uuid())), %(sealed)s, 'ref-' || n, 24,
         now() + interval '24 hours', 'Rolling Thunder Trucking', 'office@rolling-thunder.com',
         'https://partner.example/welcome', '{{"user": "read_write", "vehicle": "read"}}',
         now() - interval '1 year' + n * interval '1 second'
  from generate_series(1, %(count)s) as n
  returning partner_id
) {counting(_ADDED)}
"""
_KEYS_AT = """
select created_at, id from invitation where partner_id = %(partner)s and status <> 'deleted'
order by created_at, id offset %(before)s limit 1
"""


def _page_statement(installation: MeasuredInstallation, partner: BenchPartner) -> str:
    """What the server asks for the first page, with its values written in."""
    first = Cursor()
    statement = list_queries.statement(first, has_fleet_ref=False)
    values = {
        "partner_id": partner.id,
        "size": _PAGE,
        "magic_link": magic_link_json(installation.url),
        "limit": _PAGE + 1,
    }
    with psycopg.connect(installation.database_url) as connection:
        return psycopg.ClientCursor(connection).mogrify(statement, values)
