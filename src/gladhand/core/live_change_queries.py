"""SQL that notifies open pages of a change, as a part of the statement that makes it."""

from typing import LiteralString

from gladhand.core.live_changes import CHANNEL, ChangeTopic


def notify_expression(topic: ChangeTopic, rows: LiteralString) -> LiteralString:
    """A scalar expression that notifies pages of a change of the partners of `rows`, which have a `partner_id`."""
    return (
        f"(select count(pg_notify('{CHANNEL}', changed.partner_id || ' {topic}')) "
        f"from (select distinct partner_id from {rows}) changed)"
    )
