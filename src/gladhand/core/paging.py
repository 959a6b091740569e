"""The former home of `core.keyset`."""

from gladhand.core.keyset import BY_CREATION, DEFAULT_SIZE, MAX_SIZE, BadCursor, Cursor, Key, Parse, moment
from gladhand.core.keyset import KeysetPage as Page

__all__ = ["BY_CREATION", "DEFAULT_SIZE", "MAX_SIZE", "BadCursor", "Cursor", "Key", "Page", "Parse", "moment"]
