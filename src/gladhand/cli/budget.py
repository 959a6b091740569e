"""`gladhand provider budget`: what a fleet's schedules take of a provider's limits."""

from datetime import timedelta

from gladhand.cli.tables import print_table
from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.schedules.request_rates import MOST, bucket_rates, read_rates, stretched
from gladhand.sdk.budget import ALL
from gladhand.sdk.calls import ONE_CALL, FleetSize

_ACCOUNT = "all requests"


def report(provider: Provider, fleet: FleetSize) -> bool:
    """Print the requests per minute, by resource and by limit. Returns whether the usual intervals keep all limits."""
    longer, limits = stretched(provider, fleet), bucket_rates(provider, fleet)
    intervals = {resource: each.interval for resource, each in longer.items()}
    then = {each.bucket: each for each in bucket_rates(provider, fleet, intervals)}
    print_table(
        ("RESOURCE", "EVERY", "STRETCHED TO", "LIMIT", "CALLS PER MINUTE"),
        [
            (
                rate.resource.value,
                words(rate.interval),
                words(intervals[rate.resource]) if rate.resource in intervals else "",
                rate.bucket or _ACCOUNT,
                f"{rate.per_minute:.2f}",
            )
            for rate in sorted(
                read_rates(provider, fleet), key=lambda each: (each.resource.value, each.bucket != ALL, each.bucket)
            )
        ],
    )
    print()
    print_table(
        ("LIMIT", "CALLS PER MINUTE", "ALLOWED", "SHARE", "STRETCHED"),
        [
            (
                each.bucket or _ACCOUNT,
                f"{each.per_minute:.2f}",
                f"{each.limit:g}",
                f"{each.share:.0%}",
                f"{then[each.bucket].share:.0%}",
            )
            for each in limits
        ],
    )
    if limits:
        fullest = limits[0]
        print(f"\nFirst to be reached: {fullest.bucket or _ACCOUNT}, at {fullest.share:.0%}.")
    if undeclared := [name.value for name, read in provider.registration.reads.items() if read.calls is ONE_CALL]:
        print(f"Declared nothing in calls=, and so counted as one request a run: {', '.join(sorted(undeclared))}.")
    if longer:
        print(f"Schedules are stretched so that none takes more than {MOST:.0%}.")
    return all(each.share <= 1 for each in limits)


def words(interval: timedelta) -> str:
    """An interval in a cell, such as `15 min`."""
    seconds = int(interval.total_seconds())
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
