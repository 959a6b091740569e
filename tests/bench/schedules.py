"""What a hundred thousand schedules cost: while nothing is due, and while five hundred a second are."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.fast_server import fast_server
from tests.bench.installation import MeasuredInstallation
from tests.bench.report import BenchReport
from tests.bench.work import connected

from gladhand.providers.simulator.adapter import SimulatorAdapter

_CONNECTIONS = 5_000
_RESOURCES = [read.resource.name.value for read in SimulatorAdapter.reads][:20]
_SCHEDULES = _CONNECTIONS * len(_RESOURCES)
_PER_SECOND = 500
#: The worker looks at all fleets once when it starts.
_SETTLING_SECONDS = 15
_IDLE_SECONDS, _BUSY_SECONDS = 20, 40


def idle(installation: MeasuredInstallation, report: BenchReport) -> None:
    """The share of a core that a worker takes while no schedule is due."""
    with _schedules(installation, "interval '1 day'"), installation.process("worker") as worker:
        time.sleep(_SETTLING_SECONDS)
        begin = _cpu_seconds(worker.pid)
        time.sleep(_IDLE_SECONDS)
        share = 100 * (_cpu_seconds(worker.pid) - begin) / _IDLE_SECONDS
    report.at_most(f"{_SCHEDULES:,} schedules, none due: share of a core", share, "%", 5)


def lateness(installation: MeasuredInstallation, report: BenchReport) -> None:
    """From when a schedule was due until its execution began, with a provider that has nothing new."""
    spread = f"make_interval(secs => {_SETTLING_SECONDS} + (row_number() over (order by random())) / {_PER_SECOND}.0)"
    with _schedules(installation, spread), installation.process("worker"):
        time.sleep(_SETTLING_SECONDS + _BUSY_SECONDS + 5)
        with installation.connect() as connection:
            row = connection.execute(
                """
                with first as (
                  select distinct on (s.id) extract(epoch from e.created_at - b.due_at) as late, e.status
                  from bench_due b join schedule s using (fleet_id, id)
                  left join execution e on e.fleet_id = s.fleet_id and e.schedule_id = s.id
                  where b.due_at < b.began_at + make_interval(secs => %s) order by s.id, e.created_at
                )
                select count(late) as ended, count(*) as due, count(*) filter (where status = 'failed') as failed,
                  percentile_cont(0.99) within group (order by coalesce(late, 60)) as p99 from first
                """,
                (_SETTLING_SECONDS + _BUSY_SECONDS,),
            ).fetchone()
    assert row is not None
    assert not row["failed"], row
    per_second = row["ended"] / _BUSY_SECONDS
    report.at_least(f"executions of {_SCHEDULES:,} schedules, one worker", per_second, "/s", 0.99 * _PER_SECOND)
    report.at_most(f"lateness at {_PER_SECOND} executions a second, p99", float(row["p99"]), "s", 2)


@contextmanager
def _schedules(installation: MeasuredInstallation, due_in: str) -> Iterator[None]:
    """A fleet with many connections, whose schedules are due after this interval."""
    with fast_server(_nothing_new) as provider:
        with installation.server():
            _, connection_id = connected(installation, provider)
        with installation.connect() as connection:
            values = {"id": connection_id, "connections": _CONNECTIONS - 1, "resources": _RESOURCES}
            for statement in _FILL:
                connection.execute(statement, values)
            connection.execute(
                f"""
                create table bench_due as
                select s.fleet_id, s.id, clock_timestamp() as began_at, clock_timestamp() + {due_in} as due_at
                from schedule s where s.fleet_id = (select fleet_id from connection where id = %(id)s)
                """.encode(),
                values,
            )
            connection.execute(
                "update schedule s set due_at = b.due_at, next_execution_at = b.due_at, last_success_at = now(),"
                " read_until = now(), history_until = now(), history_from = now()"
                " from bench_due b where b.id = s.id and b.fleet_id = s.fleet_id"
            )
            connection.execute("vacuum analyze schedule")
            connection.execute("analyze connection")
        try:
            yield
        finally:
            with installation.connect() as connection:
                connection.execute("drop table bench_due")
                connection.execute("truncate schedule, execution cascade")


_FILL = (
    """update share_agreement set scopes = (select jsonb_object_agg(r, 'read') from unnest(%(resources)s::text[]) r)
       where fleet_id = (select fleet_id from connection where id = %(id)s)""",
    """insert into connection select (jsonb_populate_record(c, jsonb_build_object(
         'id', uuidv7()::text, 'account_fingerprint', c.account_fingerprint || n, 'account_id', c.account_id || n))).*
       from connection c, generate_series(1, %(connections)s) n where c.id = %(id)s""",
    """insert into schedule (fleet_id, connection_id, source_name, resource, execution_interval_seconds, due_at)
       select c.fleet_id, c.id, c.source_name, r, 200, now() + interval '1 day'
       from connection c, unnest(%(resources)s::text[]) r
       where c.fleet_id = (select fleet_id from connection where id = %(id)s)
       on conflict (fleet_id, connection_id, resource) do update set execution_interval_seconds = 200""",
)


def _nothing_new(head: bytes, _: bytes, __: float) -> tuple[int, object]:
    path = head.split(b" ", 2)[1].split(b"?", 1)[0].decode()
    name = path.rsplit("/", 1)[-1]
    if name == "me":
        return 200, {"id": "bench", "name": "Bench"}
    return 200, {name: [], "next": "bench" if "/feeds/" in path else None, "more": False, "total": 0}


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
