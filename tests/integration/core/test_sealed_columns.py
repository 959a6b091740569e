"""The list of encrypted columns against the migrated schema."""

import psycopg

from gladhand.core.sealed_columns import SEALED_COLUMNS

# Columns of bytes that hold hashes, from which nothing can be read.
HASHES = {
    *("api_client.secret_hash", "api_client.former_secret_hash"),
    *("idempotency_key.fingerprint", "webhook.fingerprint", "invitation.link_hash"),
    *("mail.recipient_hash", "mail_stop.recipient_hash"),
    *("sign_in.state", "sign_in.browser", "sign_in.frame", "visit_connection.browser"),
    *("sharing_link.link_hash", "sharing_browser.browser"),
    "console_link.token_hash",
    *(
        "person_grant.code_hash",
        "person_link.token_hash",
        "person_recovery_code.code_hash",
        "person_session.cookie_hash",
        "used_passkey_challenge.challenge_hash",
    ),
}
# Columns of bytes that are no secret.
PUBLIC = {
    # The provider's rows, compressed.
    "record_raw.rows",
    # The name of a key, as every encrypted value begins with it.
    "secret_count.newest_key",
    *("person_passkey.credential_id", "person_passkey.public_key"),
}

_BYTES = """
select c.relname || '.' || a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid
where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0
  and a.atttypid in ('bytea'::regtype, 'bytea[]'::regtype) and a.attname <> 'source_data_hash'"""

_KEY = """
select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
where i.indrelid = %s::regclass and i.indisprimary order by array_position(i.indkey::int2[], a.attnum)"""


def test_each_column_of_bytes_is_in_the_list_or_a_hash(database_url: str):
    with psycopg.connect(database_url) as db:
        found = {name for (name,) in db.execute(_BYTES)}
    assert found - PUBLIC == {str(column) for column in SEALED_COLUMNS if not column.path} | HASHES


def test_each_column_names_the_primary_key_of_its_table(database_url: str):
    with psycopg.connect(database_url) as db:
        for column in SEALED_COLUMNS:
            assert column.key == tuple(name for (name,) in db.execute(_KEY, (column.table,))), column.table
