"""The published documents, and pages to read them."""

from gladhand.reference.documents import ReferenceSettings
from gladhand.reference.endpoints import add_to

__all__ = ["ReferenceSettings", "add_to"]
