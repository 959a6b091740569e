"""Which form of a list the client asks for."""

import re
from enum import Enum

from gladhand.api.telematics.bulk import csv_rows, parquet_rows
from gladhand.core.problems import NotAcceptable

_WEIGHT = re.compile(r"0(\.\d*)?|1(\.0*)?", re.ASCII)


class BulkFormat(Enum):
    """A form other than pages of JSON."""

    CSV = csv_rows.MEDIA_TYPE
    PARQUET = parquet_rows.MEDIA_TYPE


def bulk_format(accept: str | None) -> BulkFormat | None:
    """The form that an `Accept` header prefers; None stands for pages of JSON. Raises `NotAcceptable`.

    A wildcard means JSON. So does a header that names no supported form, because many clients send a default header.
    """
    weights = dict(_weighed(part) for part in (accept or "").split(","))
    json = max(weights.get(name, 0.0) for name in ("application/json", "application/*", "*/*"))
    if "application/json" not in weights and json:
        # A wildcard ranks below a named type with the same weight.
        json -= 0.0001
    preferred = max(BulkFormat, key=lambda each: weights.get(each.value, 0.0))
    if weights.get(preferred.value, 0.0) <= json:
        return None
    if preferred is BulkFormat.PARQUET and not parquet_rows.is_available():
        raise NotAcceptable("This server writes no Parquet: pyarrow is not installed. Ask for text/csv instead.")
    return preferred


def _weighed(part: str) -> tuple[str, float]:
    name, *parameters = (each.strip().lower() for each in part.split(";"))
    weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    # By RFC 9110 a weight is a decimal from 0 to 1. Anything else, such as `nan`, asks for nothing.
    return name, float(weight) if _WEIGHT.fullmatch(weight) else 0.0
