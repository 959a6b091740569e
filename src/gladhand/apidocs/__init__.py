"""The published OpenAPI documents, and the pages that show them."""

from gladhand.apidocs.documents import ReferenceSettings
from gladhand.apidocs.endpoints import add_to

__all__ = ["ReferenceSettings", "add_to"]
