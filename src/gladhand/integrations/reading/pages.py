"""The pages of one slice, within limits of time and number."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from gladhand.integrations.executions.plan import PlannedSlice
from gladhand.integrations.executions.queue_queries import ClaimedExecution
from gladhand.integrations.executions.sealed_state import StateSeal
from gladhand.integrations.hosting.reading import RepeatedStates, batches
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import CursorLost, Malformed, NoAnswer, NotAllowed, ProviderError, Rejected
from gladhand.sdk.reading import Batch

# A read ends with an error after so many pages, and when the provider gives the same page a third time.
_MOST_PAGES = 20_000
_BATCH_SECONDS = 900.0


class PagesDoNotEnd(Malformed):
    """The provider hands out pages without end. The read starts from the beginning."""


async def slice_pages(
    seal: StateSeal, adapter: Adapter, resource: ResourceEnum, part: PlannedSlice
) -> AsyncGenerator[tuple[int, Batch[Any]]]:
    """The pages of a slice and their numbers, which go on after those that earlier runs have stored."""
    number, repeated = part.pages, RepeatedStates()
    opened = replace(part.slice, state=seal.open(part.slice.state))
    async with aclosing(batches(adapter, resource, opened)) as found:
        while True:
            try:
                async with asyncio.timeout(_BATCH_SECONDS):
                    batch = await anext(found)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise NoAnswer("The provider takes too long for one page.") from None
            number += 1
            _check(batch, number, repeated)
            yield number, batch


def _check(batch: Batch[Any], number: int, repeated: RepeatedStates) -> None:
    if repeated.add(batch):
        raise PagesDoNotEnd("The provider's pages repeat: the same position came again and again.")
    if number > _MOST_PAGES:
        raise PagesDoNotEnd(f"The provider's pages do not end: there were {_MOST_PAGES}.")


def is_of_state(error: ProviderError, claimed: ClaimedExecution) -> bool:
    """Whether the read may succeed without its state. A refusal that passes must not cost a feed its position."""
    if isinstance(error, Rejected) and not isinstance(error, NotAllowed):
        return claimed.errors > 0
    return isinstance(error, CursorLost | PagesDoNotEnd)
