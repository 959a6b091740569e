"""Methods that a path does not have. A path that is written out is no id of the path with a parameter in its place."""

import asyncio
import re
from uuid import uuid4

from tests.conftest import Api
from tests.contract.documents import SERVICES, document

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


async def test_every_path_refuses_the_methods_that_it_does_not_have_and_names_those_that_it_has(api: Api) -> None:
    wrong = {}
    for service in SERVICES:
        for template, operations in document(service)["paths"].items():
            path = re.sub(r"\{\w+\}", lambda _: str(uuid4()), template)
            offered = METHODS & {method.upper() for method in operations}
            refused = sorted(METHODS - offered)
            for method, answer in zip(
                refused, await asyncio.gather(*(api.request(each, path) for each in refused)), strict=True
            ):
                allowed = set(answer.headers.get("Allow", "").split(", ")) - {"HEAD"}
                if (answer.status, allowed) != (405, offered):
                    wrong[f"{method} {template}"] = (answer.status, allowed)
    assert wrong == {}
