"""Types of numbers that count something, in SI units. Each may be null."""

from typing import Annotated, TypeAlias

from gladhand.resources.fields import Unit
from gladhand.resources.text import Count

Metres: TypeAlias = Annotated[float | None, Unit("m")]
MetresPerSecond: TypeAlias = Annotated[float | None, Unit("m/s")]
CubicMetres: TypeAlias = Annotated[float | None, Unit("m3")]
Pascals: TypeAlias = Annotated[float | None, Unit("Pa")]
Kilopascals: TypeAlias = Annotated[float | None, Unit("kPa")]
Kelvin: TypeAlias = Annotated[float | None, Unit("K")]
Volts: TypeAlias = Annotated[float | None, Unit("V")]
Percent: TypeAlias = Annotated[float | None, Unit("%")]
Hours: TypeAlias = Annotated[float | None, Unit("h")]
Kilometres: TypeAlias = Annotated[float | None, Unit("km")]
Seconds: TypeAlias = Annotated[Count | None, Unit("s")]
Minutes: TypeAlias = Annotated[Count | None, Unit("min")]
Days: TypeAlias = Annotated[Count | None, Unit("d")]
Bytes: TypeAlias = Annotated[Count | None, Unit("B")]
