"""Addresses of PostgreSQL, as libpq reads them, and the session state that every connection has.

A role, a database, the environment and a service file may each set session parameters. Statements and their results
depend on some of them, so every connection sets those itself.
"""

import re
from typing import Any

from psycopg import BaseConnection, ConnectionInfo, OperationalError, ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

OLDEST_POSTGRES = 18

# A machine that disappears (a failover) is noticed in seconds, instead of the minutes of the system's defaults.
_LINK = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}

# A statement that runs longer is a bug, and must not hold its locks for ever.
_TIMEOUTS = {"statement_timeout": "30s", "lock_timeout": "0", "idle_in_transaction_session_timeout": "60s"}
#: A migration waits briefly for its locks and gives up, so that it does not block the release that is running.
MIGRATION_TIMEOUTS = {"statement_timeout": "15min", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "0"}

# PostgreSQL 16 and older refuse a connection with this parameter, before it is known how old they are.
_OF_NEWER_SERVERS = "transaction_timeout"
_PARAMETERS = {
    "timezone": "UTC",
    "datestyle": "ISO,MDY",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "standard_conforming_strings": "on",
    "transform_null_equals": "off",
    "array_nulls": "on",
    "default_transaction_isolation": r"read\ committed",
    "default_transaction_deferrable": "off",
    "idle_session_timeout": "0",
    _OF_NEWER_SERVERS: "0",
    # A refused statement, such as one that breaks a unique key, would end the connection.
    "exit_on_error": "off",
    # Another value gives a random part of what an index finds.
    "gin_fuzzy_search_limit": "0",
    # Queries read views, which another value forbids.
    "restrict_nonsystem_relation_kind": "",
}

_HOST = re.compile(r"[\w.:%-]*|[/@].*")
_PORT = re.compile(r"\d*")
# A user, a host, and an "@" in the name: that of the password, with what follows it up to a slash for a host.
_AT_IN_PATH = re.compile(r"\w+://[^/?@]*@[^/?@]*/[^?]*@")
_LONGEST_REASON = 500


class UnsuitableDatabase(Exception):
    """The database cannot hold gladhand's data. The text says why."""


class ReadOnlyDatabase(OperationalError):
    """The server answers but accepts no writes, such as a former primary after a failover."""


def checked(address: str) -> str:
    """The address without surrounding blanks. Raises `ValueError`, whose text repeats nothing of the address.

    libpq takes what follows an unescaped `@`, `/` or `?` of a password for a host, port or name, and would print it.
    """
    address = address.strip()
    try:
        found = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    except ProgrammingError:
        raise ValueError(
            "must be an address that libpq can read, such as postgresql://USER:PASSWORD@HOST:5432/NAME"
        ) from None
    hosts, ports = found.get("host", "").split(","), found.get("port", "").split(",")
    is_whole = (
        all(_HOST.fullmatch(host) for host in hosts)
        and all(_PORT.fullmatch(port) for port in ports)
        and ("@" not in found.get("dbname", "") or "user" in found)
        and not _AT_IN_PATH.match(address)
    )
    if not is_whole:
        raise ValueError(
            "has a host, port or name that cannot be one; write special characters of the password in percent form, "
            "such as %40 for @ and %2F for /"
        )
    return address


def session(address: str, *, name: str, timeouts: dict[str, str] = _TIMEOUTS) -> str:
    """The address with what every connection of gladhand has in common.

    `options` of the address may set other parameters, such as `search_path`.
    """
    given = conninfo_to_dict(address)
    pinned = " ".join(f"-c {parameter}={value}" for parameter, value in (_PARAMETERS | timeouts).items())
    own = {
        "application_name": name,
        "client_encoding": "UTF8",
        # The first server that accepts writes. A standby or a former primary refuses the connection.
        "target_session_attrs": "read-write",
        "options": f"-c search_path=public {given.get('options', '')} {pinned}",
    }
    return make_conninfo(address, **({parameter: str(value) for parameter, value in _LINK.items()} | own))


def require_suitable(info: ConnectionInfo) -> None:
    """Raise `UnsuitableDatabase` for a server or database that cannot hold every text or run every statement."""
    if (version := info.server_version // 10000) < OLDEST_POSTGRES:
        raise UnsuitableDatabase(f"PostgreSQL {OLDEST_POSTGRES} or newer is needed, and this server is {version}")
    if (encoding := info.parameter_status("server_encoding")) != "UTF8":
        raise UnsuitableDatabase(
            f"the database {info.dbname} has the encoding {encoding}, and UTF8 is needed: "
            "`create database … encoding 'UTF8' template template0`"
        )


#: Whether triggers fire in the session; `require_triggers` judges the answer.
TRIGGERS_FIRE = "select current_setting('session_replication_role') <> 'replica' as triggers_fire"


def require_triggers(info: ConnectionInfo, *, fire: bool) -> None:
    """Raise `UnsuitableDatabase` unless triggers fire, which many tables need.

    Only a superuser may set the parameter, and few roles may set it back, so that sessions cannot pin it.
    """
    if not fire:
        raise UnsuitableDatabase(
            f"no triggers fire for the role {info.user}, because its session_replication_role is replica: "
            f"run `alter role {info.user} reset session_replication_role`, or the same for the database"
        )


def is_read_only(connection: BaseConnection[Any]) -> bool:
    """Whether the server has reported that it accepts no writes. PostgreSQL reports this with the next answer."""
    status = connection.pgconn.parameter_status
    return not connection.closed and b"on" in (status(b"default_transaction_read_only"), status(b"in_hot_standby"))


def reason(error: Exception) -> str:
    """The error text of the server or of libpq, in one line."""
    text = " ".join(str(error).split())
    if isinstance(error, OperationalError) and _OF_NEWER_SERVERS in text:
        return f"PostgreSQL {OLDEST_POSTGRES} or newer is needed"
    return text[:_LONGEST_REASON] or type(error).__name__
