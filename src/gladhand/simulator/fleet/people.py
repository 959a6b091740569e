"""Who and what belongs to a fleet: drivers, trucks, trailers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Driver:
    """Somebody who drives."""

    number: int
    id: str
    given_name: str
    family_name: str
    username: str
    zone: str
    """The time zone of the home terminal, in which the days of the log begin and end."""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Trailer:
    """Something that is towed."""

    number: int
    id: str
    name: str
    is_reefer: bool


@dataclass(frozen=True, slots=True)
class Truck:
    """A truck and the device in it."""

    number: int
    id: str
    name: str
    home: str
    """The key of the town where it is at home."""
    week_offset: float
    """When its weeks begin, in seconds after the midnight before a Monday."""
    delay: float
    """Seconds until the provider has what the device sends."""
