"""What the tables of `provider.toml` have in common: texts with limits, and no unknown keys."""

from typing import Annotated, Final

from pydantic import ConfigDict, StringConstraints

from gladhand.resources.wire_model import WireModel

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+(/\S*)?$", max_length=2083)]
#: How the names of pictures end.
PICTURES: Final = ("svg", "png", "webp", "jpg")
PictureFile = Annotated[str, StringConstraints(pattern=rf"^[a-z0-9-]+\.({'|'.join(PICTURES)})$", max_length=100)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]


class DefinitionTable(WireModel):
    """One table of `provider.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
