"""The published documents, and pages to read them."""

from gladhand.apidocs.documents import ReferenceSettings
from gladhand.apidocs.endpoints import add_to

__all__ = ["ReferenceSettings", "add_to"]
