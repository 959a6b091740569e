"""The file of requests that editors send: those of JetBrains, and VS Code with an extension."""

import json
from collections.abc import Iterator, Sequence

from tools.clients.example_requests import BASE_URL, SIGN_IN_PATH, ExampleRequest

_HEAD = f"""# Written by `make client`; changes made here are lost.
# Fill in the variables, send the first request, and then any other.
@url = {BASE_URL}
@client_id =
@client_secret =
@token = {{{{sign_in.response.body.access_token}}}}

### Get a token
# @name sign_in
POST {{{{url}}}}{SIGN_IN_PATH}
Content-Type: application/x-www-form-urlencoded

grant_type=client_credentials&client_id={{{{client_id}}}}&client_secret={{{{client_secret}}}}
"""


def requests_file(requests: Sequence[ExampleRequest]) -> str:
    """The text of `gladhand.http`: how to get a token, and each request."""
    return _HEAD + "".join("\n" + "\n".join(_lines(each)) + "\n" for each in requests)


def _lines(request: ExampleRequest) -> Iterator[str]:
    needed = [each["name"] for each in request.parameters_in("query") if each["required"]]
    query = "?" + "&".join(f"{name}={{{{{name}}}}}" for name in needed) if needed else ""
    variables = request.path.replace("{", "{{").replace("}", "}}")
    yield f"### {request.summary}"
    yield f"{request.method} {{{{url}}}}{variables}{query}"
    if request.is_signed:
        yield "Authorization: Bearer {{token}}"
    if request.body is not None:
        yield "Content-Type: application/json"
        yield ""
        yield json.dumps(request.body, indent=2, ensure_ascii=False)
