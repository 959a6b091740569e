"""The base of models of answers, events and records."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict

#: In the published schema of what the contract does not have, such as a field for clients that ask for it.
MARK: Final = "x-gladhand-extension"


#: The same for `json_schema_extra` of a field.
EXTENSION: Final[dict[str, Any]] = {MARK: True}


class WireModel(BaseModel):
    """A model that is compiled when it is first used: no process uses all of them, and a start would wait for them.

    Bodies and parameters of requests are plain models, since the framework compiles them with their routes.
    """

    model_config = ConfigDict(defer_build=True)
