"""The published documents, and pages to read them."""

from gladhand.reference.endpoints import add_to

__all__ = ["add_to"]
