"""What endpoints that reach providers take."""

from typing import Annotated

from gladhand.core.dependencies import dependency
from gladhand.integrations.gateway import ProviderGateway

Gateway = Annotated[ProviderGateway, dependency(ProviderGateway)]
