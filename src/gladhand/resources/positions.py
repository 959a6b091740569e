"""Where something is: GeoJSON points, their cells and addresses."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from gladhand.resources.fields import CellOf, Embedded, F, Fields, R
from gladhand.resources.text import Count

_MAX_LONGITUDE, _MAX_LATITUDE = 180, 90


def is_on_earth(longitude: float, latitude: float) -> bool:
    return abs(longitude) <= _MAX_LONGITUDE and abs(latitude) <= _MAX_LATITUDE


def _on_earth(coordinates: list[float]) -> list[float]:
    if not is_on_earth(coordinates[0], coordinates[1]):
        raise ValueError("the longitude is from -180 to 180, the latitude from -90 to 90")
    return coordinates


class Point(Embedded):
    """A position: GeoJSON."""

    type: Literal["Point"] = R()
    coordinates: Annotated[list[float], Field(min_length=2, max_length=3), AfterValidator(_on_earth)] = R(
        "Longitude, latitude, and the altitude where it is known.", example=[-97.7431, 30.2672]
    )
    bbox: Annotated[list[float], Field(min_length=4, max_length=6)] | None = F("The box around it, if there is one.")

    @classmethod
    def at(cls, longitude: float, latitude: float) -> "Point":
        return cls(type="Point", coordinates=[longitude, latitude])


class InferredAddress(Embedded):
    """The place nearest to a position: its city at best."""

    city: str | None = F(example="Austin")
    province: str | None = F("State or province.", example="Texas")
    country_code: str | None = F("Two letters, ISO 3166-1.", example="US")


class Located(Fields):
    """The fields of what happens at a position."""

    location: Point | None = F("The position as a GeoJSON point.")
    h3_index_11: Annotated[Count | None, CellOf("location", resolution=11)] = F(
        "The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds.",
        example=622236750694711295,
    )


class Addressed(Located):
    """The fields of what happens at a position, with the place nearest to it."""

    inferred_address: InferredAddress | None = F("The place nearest to the position.")
