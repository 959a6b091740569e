"""`make bench`: every figure of the main job beside its limit from the same run.

Machines differ and are noisy: what counts are the ratios. `python -m tests.bench NAME …` runs only some of them.
"""

import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.bench import (
    agreements,
    analytics,
    api,
    backfill,
    budgets,
    connect,
    connections,
    console,
    failover,
    mapping,
    notifications,
    operations,
    record_lists,
    record_news,
    records,
    schedules,
    start,
    work,
)
from tests.bench.installation import MeasuredInstallation
from tests.bench.report import BenchReport

from gladhand.core.log import configure

MEASUREMENTS: dict[str, Callable[[MeasuredInstallation, BenchReport], None]] = {
    "start": start.cold_start_and_memory,
    "tokens": api.tokens,
    "invitations": api.create_invitations,
    "read": api.read_one_invitation,
    "list": api.list_invitations,
    "agreements": agreements.pausing,
    "linking": agreements.linking,
    "overview": analytics.overview,
    "users": work.create_users,
    "operations": operations.throughput,
    "latency": operations.latency,
    "sync": operations.overhead,
    "budget": budgets.use,
    "deliveries": notifications.throughput,
    "first-byte": notifications.first_byte,
    "publishing": notifications.publishing,
    "hanging": notifications.hanging,
    "retention": notifications.retention,
    "flat": notifications.flat,
    "connect": connect.pages,
    "console": console.pages,
    "idle": connections.idle,
    "failover": failover.switching,
    "mapping": mapping.mapping,
    "ingest": records.ingest,
    "dlt": records.peer,
    "unchanged": records.unchanged,
    "record-news": record_news.commit_to_receiver,
    "provider-news": record_news.provider_to_receiver,
    "schedules-idle": schedules.idle,
    "schedules-late": schedules.lateness,
    "records": record_lists.lists,
    "paint": connect.first_paint,
    "console-paint": console.first_paint,
}
#: What takes minutes has to be asked for by name.
LARGE: dict[str, Callable[[MeasuredInstallation, BenchReport], None]] = {
    "backfill": backfill.year,
    "console-large": console.pages_large,
    "flat-large": notifications.flat_large,
    "records-large": record_lists.lists_large,
}


def main() -> None:
    configure(level="warning")
    wanted = sys.argv[1:] or list(MEASUREMENTS)
    known = MEASUREMENTS | LARGE
    unknown = set(wanted) - known.keys()
    if unknown:
        sys.exit(f"no such measurement: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    report = BenchReport()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gladhand-bench-")))
        installation = stack.enter_context(MeasuredInstallation(folder))
        for name in wanted:
            print(f"-- {name}", flush=True)
            known[name](installation, report)
    if report.missed:
        sys.exit(f"{len(report.missed)} bars missed: {', '.join(report.missed)}")


if __name__ == "__main__":
    main()
