"""The base of models of answers, events and records."""

from pydantic import BaseModel, ConfigDict


class WireModel(BaseModel):
    """A model that is compiled when it is first used: no process uses all of them, and a start would wait for them.

    Bodies and parameters of requests are plain models, since the framework compiles them with their routes.
    """

    model_config = ConfigDict(defer_build=True)
