"""Remarks on drivers' logs, which Geotab keeps as entities of their own: AnnotationLog."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import at, reference
from gladhand.providers.geotab.feeds import GAP, changes
from gladhand.resources.hos_event import HosEventAnnotation
from gladhand.sdk.clock import now
from gladhand.sdk.errors import CursorLost, NoAnswer, NotAllowed
from gladhand.sdk.rows import Row

_PAGE: Final = 2_000
# A run reads so many; the next one goes on behind them.
_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class _Remark:
    """What is kept of an AnnotationLog."""

    text: str
    written: str
    """As it came: only for the order."""
    written_at: datetime | None


class Remarks:
    """The newest remark on each log. The feed brings what is new; older ones are asked for one by one."""

    def __init__(self, geotab: GeotabApi) -> None:
        self._geotab = geotab
        self._newest: dict[str, _Remark] = {}
        self._waiting: set[str] = set()
        self._pages: list[tuple[str, list[str]]] = []

    async def read(self, *, version: str | None, start: datetime | None) -> None:
        """Read the feed. Without the right to read it, and without an answer, logs are read anyway.

        When Geotab no longer knows its version it begins as a feed does whose version is lost.
        """
        try:
            await self._read(version=version, start=start)
        except CursorLost:
            await self._read(version=None, start=now() - GAP)

    async def _read(self, *, version: str | None, start: datetime | None) -> None:
        count = 0
        async with aclosing(changes(self._geotab, "AnnotationLog", version=version, start=start, limit=_PAGE)) as feed:
            try:
                async for rows, reached in feed:
                    self.add(rows, reached)
                    count += len(rows)
                    if count >= _MOST:
                        return
            except (NotAllowed, NoAnswer):
                return

    def add(self, rows: Sequence[Row], version: str) -> None:
        """Keep the remarks of a page, which ends at this version. One without a text says nothing."""
        logs = [log for row in rows if (log := reference(row, "dutyStatusLog")) is not None and self._keep(log, row)]
        self._waiting.update(logs)
        self._pages.append((version, logs))

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
                for each in ids:
                    row = await self._geotab.one_or_none("AnnotationLog", str(each))
                    if row is not None:
                        self._keep(id_, row)

    def left(self) -> Iterator[tuple[str, list[str]]]:
        """The logs with new remarks that no log has come for, by page: each with the version behind the page."""
        for version, logs in self._pages:
            yield version, sorted(self._waiting.intersection(logs))

    def of(self, log: str, started: datetime) -> HosEventAnnotation | None:
        """The newest remark on a log."""
        found = self._newest.get(log)
        if found is None:
            return None
        return HosEventAnnotation(created_at=found.written_at or started, remarks=found.text)

    def _keep(self, log: str, row: Row) -> bool:
        """Keep a remark if no newer one is known. Returns whether it has a text."""
        text, written = row.text("comment"), str(row.get("dateTime"))
        if text is None:
            return False
        before = self._newest.get(log)
        if before is None or written >= before.written:
            self._newest[log] = _Remark(text, written, at(row, "dateTime"))
        return True
