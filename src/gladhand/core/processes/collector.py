"""The garbage collector in processes that run for long."""

import gc

# A page of a provider makes some hundred thousand objects, and none of them is part of a cycle. With Python's usual 700
# new objects between two collections, half of the time of reading a page went into looking for cycles.
_NEW_OBJECTS = 10_000


def spare_loaded_code() -> None:
    """Leave the objects that exist now out of all later collections, and collect less often.

    Modules and models are some 200,000 objects that live as long as the process. A collection that walks through all of
    them stops every request for a tenth of a second.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 50)
