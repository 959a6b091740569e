"""Rows of records as Apache Parquet, by the optional library pyarrow."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.util import find_spec
from typing import Any

import orjson
from pydantic import BaseModel

from gladhand.resources.models import plain_type

MEDIA_TYPE = "application/vnd.apache.parquet"
# A reader holds one row group in memory, and so does the writer, which counts its bytes before they are compressed.
_BYTES_PER_GROUP = 16 * 1024**2


def is_available() -> bool:
    """Whether pyarrow is installed: `pip install gladhand[parquet]`."""
    return find_spec("pyarrow") is not None


class ParquetWriter:
    """Writes row groups of about 16 MB. Objects and lists are JSON texts, ids are texts, times have UTC."""

    def __init__(self, names: Sequence[str], model: type[BaseModel]) -> None:
        # Loading the library takes a third of a second and 40 MB, which most servers never need.
        import pyarrow as pa  # noqa: PLC0415 - see above
        from pyarrow.parquet import ParquetWriter as FileWriter  # noqa: PLC0415 - see above

        self._arrow = pa
        types = {
            bool: pa.bool_(),
            int: pa.int64(),
            float: pa.float64(),
            date: pa.date32(),
            datetime: pa.timestamp("us", "UTC"),
        }
        fields = {name: types.get(plain_type(model.model_fields[name].annotation), pa.string()) for name in names}
        self._schema = pa.schema(fields)
        self._out = _Sink()
        self._writer = FileWriter(self._out, self._schema, compression="zstd")
        self._waiting: list[Any] = []

    @property
    def waiting_bytes(self) -> int:
        """What is held in memory until its row group is complete."""
        return sum(batch.nbytes for batch in self._waiting)

    def begin(self) -> bytes:
        return self._out.take()

    def write(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        columns = [self._column([row[field.name] for row in rows], field.type) for field in self._schema]
        self._waiting.append(self._arrow.RecordBatch.from_arrays(columns, schema=self._schema))
        if self.waiting_bytes >= _BYTES_PER_GROUP:
            self._write_group()
        return self._out.take()

    def end(self) -> bytes:
        self._write_group()
        self._writer.close()
        return self._out.take()

    def _column(self, values: list[Any], type_: Any) -> Any:
        if self._arrow.types.is_string(type_):
            return self._arrow.array([_text(value) for value in values], type_)
        if self._arrow.types.is_temporal(type_):
            return self._arrow.array(values, self._arrow.string()).cast(type_)
        return self._arrow.array(values, type_)

    def _write_group(self) -> None:
        if self._waiting:
            self._writer.write_table(self._arrow.Table.from_batches(self._waiting))
            self._waiting.clear()


class _Sink(io.RawIOBase):
    """A file that only grows, and hands over what was written since the last time."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        self._length += len(self._parts[-1])
        return len(self._parts[-1])

    def tell(self) -> int:
        return self._length

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()
