"""The base class of all models."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A record or a body. Fields that this version of the client does not know are kept as they are."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, protected_namespaces=())

    def to_body(self) -> dict[str, Any]:
        """JSON values of the fields that were set. A field that was set to None is sent as null."""
        return self.model_dump(mode="json", exclude_unset=True, by_alias=True)

    @classmethod
    def of(cls, body: "Self | dict[str, Any]") -> Self:
        """The model of a body that was given as a dictionary."""
        return body if isinstance(body, cls) else cls.model_validate(body)
