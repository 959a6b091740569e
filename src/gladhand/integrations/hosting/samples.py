"""Samples: exchanges with a provider kept as files. `sample_player` holds an adapter to them.

A sample is a JSON file in the provider's folder `samples/`:

    {
      "about": "what it shows, as a sentence",
      "credentials": {"api_key": "…"},
      "call": {"verb": "create", "resource": "user", "change": {…}, "operation_key": "…"},
      "exchanges": [
        {
          "request": {"method": "POST", "path": "/api/drivers", "query": {…}, "headers": {…}, "body": {…}},
          "response": {"status": 201, "headers": {…}, "body": {…}}
        }
      ],
      "result": {…}     or     "error": {"class": "Rejected", "detail": "…", "retry_after": 2.5}
    }

The verbs and what belongs to them:

- `verify`: nothing, not even a resource
- `read`: the slice, as far as it is not empty: `state`, `start`, `end`, `parent`
- `get`: `source_id`
- `create`: `change`, `operation_key`
- `find`: `change`, and `operation_key` if the record of one create is looked for
- `update`: `source_id`, `change`

Of a request, method, path and query have to agree exactly; headers that are named, and a `body` or `form` that is
given, too. The text `<any>` stands for whatever is there, such as a password that was made up. Instead of `body` a
response may have `text`; instead of a response an exchange may have `"fails": "Unavailable"` or `"NoAnswer"`. A
`change` is written as in a body of the hub's API, without `connection_id`. In a result, fields that are null are left
out. Beside `credentials` there may be `options`, as the operator sets them, and the `session` that is held already.

The result of a read has the `records` of all batches, the `state` of the last one, and what was `skipped` or `removed`.
A sample may show the first pages only: `"more": true` says that the read would have gone on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from gladhand.integrations.hosting.crashes import TransportStopped
from gladhand.integrations.hosting.registry import Provider
from gladhand.resources.enums import ResourceEnum

VERBS = ("verify", "read", "get", "create", "find", "update")


class Mismatch(TransportStopped, AssertionError):
    """The adapter did something else than the sample says."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One file of `samples/`."""

    name: str
    about: str
    credentials: Mapping[str, Any]
    verb: str
    resource: ResourceEnum | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    session: Mapping[str, Any] = field(default_factory=dict)
    exchanges: Sequence[Mapping[str, Any]] = ()
    result: Any = None
    error: Mapping[str, Any] | None = None


def load_samples(provider: Provider) -> list[Sample]:
    """The samples in a provider's folder."""
    folder = files(provider.package) / "samples"
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".json")), key=lambda each: each.name)
    return [read(each) for each in found]


def read(path: Traversable) -> Sample:
    """One file of `samples/`. Raises `Mismatch` if it is none."""
    try:
        given = json.loads(path.read_text("utf-8"))
        call = given.pop("call")
        verb, resource = call.pop("verb"), call.pop("resource", None)
        if verb not in VERBS or (resource is None) != (verb == "verify"):
            raise ValueError(f"a call has one of the verbs {', '.join(VERBS)}, and all but verify have a resource")
        known = ResourceEnum(resource) if resource is not None else None
        return Sample(name=path.name, verb=verb, resource=known, arguments=call, **given)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Mismatch(f"{path.name} is no sample: {error}") from None
