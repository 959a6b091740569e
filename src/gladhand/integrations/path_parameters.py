"""Ids in the paths of several nouns."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

ConnectionId = Annotated[UUID, Path(description="Id of the connection.")]
ScheduleId = Annotated[UUID, Path(description="Id of the schedule.")]
