"""Remarks on drivers' logs, which Geotab keeps as entities of their own: AnnotationLog."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.drivers import one_or_none
from gladhand.providers.geotab.entities import at, reference
from gladhand.resources.hos_event import HosEventAnnotation
from gladhand.sdk.rows import Row


class Remarks:
    """The newest remark on each log. The feed brings what is new; older ones are asked for one by one."""

    def __init__(self, geotab: GeotabApi) -> None:
        self._geotab = geotab
        self._newest: dict[str, Row] = {}
        self._waiting: set[str] = set()

    def add(self, rows: Sequence[Row]) -> None:
        """Keep these remarks. One without a text says nothing."""
        for row in rows:
            log = reference(row, "dutyStatusLog")
            if log is not None and row.text("comment") is not None:
                self._keep(log, row)
                self._waiting.add(log)

    async def look_up(self, logs: Iterable[Row]) -> None:
        """Ask for the remarks on these logs that are not known yet."""
        for log in logs:
            id_ = log.text("id")
            if id_ is None:
                continue
            self._waiting.discard(id_)
            named = log["annotations"] if isinstance(log.get("annotations"), list) else []
            ids = [each["id"] for each in named if isinstance(each, dict) and "id" in each]
            if ids and id_ not in self._newest:
                found = [await one_or_none(self._geotab, "AnnotationLog", str(each)) for each in ids]
                for row in filter(None, found):
                    if row.text("comment") is not None:
                        self._keep(id_, row)

    def left(self) -> list[str]:
        """The logs with new remarks that no log has come for."""
        return sorted(self._waiting)

    def of(self, log: str, started: datetime) -> HosEventAnnotation | None:
        """The newest remark on a log."""
        row = self._newest.get(log)
        text = None if row is None else row.text("comment")
        return None if row is None or text is None else HosEventAnnotation(created_at=_time(row, started), remarks=text)

    def _keep(self, log: str, row: Row) -> None:
        before = self._newest.get(log)
        if before is None or str(row.get("dateTime")) >= str(before.get("dateTime")):
            self._newest[log] = row


def _time(row: Row, started: datetime) -> datetime:
    return at(row, "dateTime") or started
