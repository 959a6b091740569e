"""The reference lists as values. The content is read once, when a list is first asked for."""

import csv
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from pydantic import BaseModel

from gladhand.api.telematics.reference import schemas
from gladhand.core.keyset import Cursor, KeysetPage


@dataclass(frozen=True, eq=False)
class ReferenceList:
    """One list. The first field of its rows identifies them; the rows have the order of the contract's enum."""

    content: str
    """Name of the file in `content/`."""
    path: str
    operation: str
    row_model: type[BaseModel]
    title: str
    description: str

    @cached_property
    def rows(self) -> dict[str, BaseModel]:
        """All rows by their code. Raises `ValidationError` for a row that is not as the model says."""
        key = next(iter(self.row_model.model_fields))
        text = files(__package__).joinpath("content", f"{self.content}.csv").read_text("utf-8")
        return {row[key]: self._parse(row) for row in csv.DictReader(text.splitlines())}

    def page(self, cursor_text: str | None, size: int) -> bytes:
        """One page as JSON. Raises `BadCursor`."""
        cursor = Cursor.decode(cursor_text, (self._known_code,))
        codes = list(self._rendered)
        if cursor.backwards:
            codes.reverse()
        start = 0 if cursor.after is None else codes.index(cursor.after[0]) + 1
        rows = [((code,), self._rendered[code]) for code in codes[start : start + size + 1]]
        return KeysetPage.cut(rows, cursor=cursor, size=size, total=len(codes)).render()

    @cached_property
    def _rendered(self) -> dict[str, str]:
        return {code: row.model_dump_json() for code, row in self.rows.items()}

    def _parse(self, row: dict[str, str]) -> BaseModel:
        # An empty cell is null. The columns behind the fields are about the row.
        return self.row_model.model_validate({name: row[name] or None for name in self.row_model.model_fields})

    def _known_code(self, code: str) -> str:
        if code not in self._rendered:
            raise ValueError("no code of this list")
        return code


LISTS = (
    ReferenceList(
        "rulesets",
        "ref-hos-rulesets",
        "list_rulesets_reference",
        schemas.RefHosRuleset,
        "List hours-of-service rulesets",
        "The limits of each ruleset. They are not legal advice: numbers cannot express the exceptions of the law.",
    ),
    ReferenceList(
        "event_codes",
        "ref-hos-event-codes",
        "list_hos_event_codes_reference",
        schemas.RefHosEventCode,
        "List hours-of-service event codes",
        "The meaning of `event_code` in hours-of-service events.",
    ),
    ReferenceList(
        "malfunction_codes",
        "ref-hos-malfunction-codes",
        "list_hos_malfunction_codes_reference",
        schemas.RefHosMalfunctionCode,
        "List ELD malfunction codes",
        "The meaning of `malfunction_code` in hours-of-service events.",
    ),
    ReferenceList(
        "record_origins",
        "ref-hos-record-origins",
        "list_hos_record_origins_reference",
        schemas.RefHosRecordOrigin,
        "List origins of hours-of-service records",
        "The meaning of `record_origin_code` in hours-of-service events.",
    ),
    ReferenceList(
        "record_statuses",
        "ref-hos-record-statuses",
        "list_hos_record_statuses_reference",
        schemas.RefHosRecordStatus,
        "List statuses of hours-of-service records",
        "The meaning of `record_status_code` in hours-of-service events.",
    ),
    ReferenceList(
        "regions",
        "ref-hos-regions",
        "list_hos_regions_reference",
        schemas.RefHosRegion,
        "List regions",
        "States, provinces and territories of the USA, Canada and Mexico.",
    ),
    ReferenceList(
        "violation_codes",
        "ref-hos-violation-codes",
        "list_hos_violation_codes_reference",
        schemas.RefHosViolationCode,
        "List hours-of-service violation codes",
        "The meaning of `violation_code` in hours-of-service violations.",
    ),
    ReferenceList(
        "timezones",
        "ref-timezones",
        "list_timezones_reference",
        schemas.RefTimezoneCode,
        "List time zones",
        "Time zones with their offsets and daylight saving time, as of 2026.",
    ),
)
