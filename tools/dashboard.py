"""Writes deploy/grafana/gladhand.json, the dashboard of an installation, from the list of its panels."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DASHBOARD = Path(__file__).resolve().parent.parent / "deploy/grafana/gladhand.json"
_DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
_WIDTH, _HEIGHT, _COLUMNS = 8, 7, 3

#: A PromQL query and the legend of its lines.
Query = tuple[str, str]
#: Its title, its unit as Grafana knows it, and its queries.
Panel = tuple[str, str, list[Query]]


def rate(counter: str, *labels: str) -> Query:
    """Events in a second."""
    return f"sum by ({', '.join(labels)}) (rate({counter}[5m]))", _legend(labels)


def in_an_hour(counter: str, *labels: str, legend: str = "") -> Query:
    by = f" by ({', '.join(labels)}) " if labels else ""
    return f"sum{by}(increase({counter}[1h]))", f"{legend} {_legend(labels)}".strip()


def share(part: float, histogram: str, *labels: str) -> Query:
    """The time within which so large a part of all ends."""
    return (
        f"histogram_quantile({part}, sum by ({', '.join(('le', *labels))}) (rate({histogram}_bucket[5m])))",
        f"{_legend(labels)} {part * 100:g} %".strip(),
    )


def newest(gauge: str, *labels: str) -> Query:
    """A gauge that all processes read from the database."""
    by = f" by ({', '.join(labels)}) " if labels else ""
    return f"max{by}({gauge})", _legend(labels) or "all"


def added(gauge: str, label: str) -> Query:
    """A gauge from the database, over all providers."""
    return f"sum by ({label}) (max by (source_name, {label}) ({gauge}))", _legend((label,))


def by_process(gauge: str) -> Query:
    return f"sum by (instance) ({gauge})", "{{instance}}"


def _legend(labels: tuple[str, ...]) -> str:
    return " ".join(f"{{{{{label}}}}}" for label in labels)


ROWS: dict[str, list[Panel]] = {
    "Health": [
        ("Processes", "none", [newest("gladhand_processes", "kind")]),
        ("Database", "none", [by_process("gladhand_database_up")]),
        ("Since a worker was seen", "s", [newest("gladhand_worker_seen_seconds")]),
    ],
    "Requests": [
        ("Requests", "reqps", [rate("gladhand_requests_total", "status")]),
        ("Time of answers", "s", [share(part, "gladhand_request_seconds") for part in (0.5, 0.99)]),
        ("Refused tokens", "reqps", [rate("gladhand_tokens_refused_total", "reason")]),
    ],
    "Webhooks": [
        ("Attempts", "reqps", [rate("gladhand_delivery_attempts_total", "outcome")]),
        ("Oldest due delivery", "s", [newest("gladhand_delivery_queue_age_seconds")]),
        ("Time of receivers", "s", [share(part, "gladhand_delivery_seconds") for part in (0.5, 0.95)]),
        ("Subscriptions", "none", [newest("gladhand_webhooks", "status")]),
        (
            "Dead letters in an hour",
            "none",
            [
                in_an_hour("gladhand_deliveries_dead_total", legend="given up"),
                in_an_hour("gladhand_deliveries_replayed_total", legend="made pending again"),
            ],
        ),
        ("Circuit breaker in an hour", "none", [in_an_hour("gladhand_webhook_breaker_changes_total", "change")]),
    ],
    "Writes": [
        ("Attempts", "ops", [rate("gladhand_operation_attempts_total", "source_name", "outcome")]),
        ("Pending", "none", [added("gladhand_operations_pending", "state")]),
        ("Oldest due write", "s", [newest("gladhand_operations_oldest_seconds", "source_name")]),
        ("Under way", "none", [by_process("gladhand_operations_under_way")]),
        ("From due to claimed", "s", [share(0.95, "gladhand_operation_lag_seconds", "source_name")]),
        ("Time of an attempt", "s", [share(0.95, "gladhand_operation_seconds", "source_name")]),
    ],
    "Reads": [
        ("Runs", "ops", [rate("gladhand_executions_total", "source_name", "outcome")]),
        ("Records", "ops", [rate("gladhand_execution_records_total", "source_name", "result")]),
        ("Oldest due schedule", "s", [newest("gladhand_schedules_late_seconds", "source_name")]),
        ("Schedules", "none", [added("gladhand_schedules", "state")]),
        ("Under way", "none", [by_process("gladhand_executions_under_way")]),
        (
            "Time of a run, and from due to claimed",
            "s",
            [
                share(0.95, "gladhand_execution_seconds", "source_name"),
                share(0.95, "gladhand_execution_lag_seconds"),
            ],
        ),
    ],
    "Providers": [
        ("Connections", "none", [newest("gladhand_connections", "source_name", "status")]),
        ("Requests", "reqps", [rate("gladhand_budget_requests_total", "source_name")]),
        ("Rate limit of one account", "reqps", [newest("gladhand_budget_limit_per_second", "source_name", "kind")]),
        ("Waiting for the rate limit", "s", [rate("gladhand_budget_wait_seconds_total", "source_name")]),
        ("Throttled in an hour", "none", [in_an_hour("gladhand_budget_pauses_total", "source_name")]),
        (
            "Failed sign-ins in an hour",
            "none",
            [in_an_hour("gladhand_sign_ins_failed_total", "source_name", "outcome")],
        ),
    ],
    "Faults of gladhand, and people": [
        (
            "Faults in an hour",
            "none",
            [
                in_an_hour("gladhand_adapter_crashes_total", "provider", "verb", legend="adapter"),
                in_an_hour("gladhand_dispatch_crashes_total", "queue", legend="queue"),
                in_an_hour("gladhand_secrets_unreadable_total", "kind", legend="no key for"),
            ],
        ),
        ("Invitations", "none", [newest("gladhand_invitations", "status")]),
        (
            "Mail",
            "none",
            [
                in_an_hour("gladhand_mail_attempts_total", "channel", "outcome"),
                ("max by (channel) (gladhand_mail_waiting)", "{{channel}} waiting"),
            ],
        ),
    ],
}


def panels() -> Iterator[dict[str, Any]]:
    number, top = 0, 0
    for title, several in ROWS.items():
        place = {"x": 0, "y": top, "w": _WIDTH * _COLUMNS, "h": 1}
        yield {"id": (number := number + 1), "type": "row", "title": title, "gridPos": place, "panels": []}
        top += 1
        for index, (name, unit, queries) in enumerate(several):
            row, column = divmod(index, _COLUMNS)
            place = {"x": column * _WIDTH, "y": top + row * _HEIGHT, "w": _WIDTH, "h": _HEIGHT}
            yield {
                "id": (number := number + 1),
                "type": "timeseries",
                "title": name,
                "datasource": _DATASOURCE,
                "gridPos": place,
                "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
                "targets": [
                    {"refId": chr(ord("A") + nth), "datasource": _DATASOURCE, "expr": query, "legendFormat": legend}
                    for nth, (query, legend) in enumerate(queries)
                ],
            }
        top += -(-len(several) // _COLUMNS) * _HEIGHT


def dashboard() -> str:
    datasource = {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"}
    body = {
        "uid": "gladhand",
        "title": "gladhand",
        "schemaVersion": 39,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "templating": {"list": [datasource]},
        "panels": list(panels()),
    }
    return json.dumps(body, indent=1) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] != ["--check"]:
        DASHBOARD.write_text(dashboard())
        print(f"wrote {DASHBOARD}")
    elif DASHBOARD.read_text() != dashboard():
        sys.exit(f"{DASHBOARD.name} is stale; run `make docs`")
