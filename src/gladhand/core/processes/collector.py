"""The garbage collector in processes that run for long."""

import gc


def spare_loaded_code() -> None:
    """Leave the objects that exist now out of all later collections.

    Modules and models are some 200,000 objects that live as long as the process. A collection that walks through all of
    them stops every request for a tenth of a second.
    """
    gc.freeze()
