"""The transport that talks to the network. The session, and with it the address guard, comes from the hub."""

import aiohttp
from opentelemetry.trace import Span, SpanKind
from yarl import URL

from gladhand.core import tracing
from gladhand.core.http import read_at_most
from gladhand.sdk.errors import AnswerTooLong, NoAnswer, Unavailable
from gladhand.sdk.http import Request, Response

_MAX_CONNECT_SECONDS = 10.0
_BROKE = "The connection broke before the provider's answer was complete."


async def _not_again(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    # By default, aiohttp repeats a GET when a kept connection breaks.
    try:
        return await handler(request)
    except aiohttp.ServerTimeoutError:
        raise
    except aiohttp.ServerDisconnectedError:
        raise NoAnswer(_BROKE) from None
    except aiohttp.ClientOSError as error:
        if isinstance(error, aiohttp.ClientConnectorError):
            raise
        raise NoAnswer(_BROKE) from None


class AiohttpTransport:
    """Sends through an `aiohttp.ClientSession` that it does not own."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def send(self, request: Request) -> Response:
        attributes = {"http.request.method": request.method}
        with tracing.span(request.method, SpanKind.CLIENT, attributes=attributes) as span:
            answer = await self._answer(request, span)
            span.set_attribute("http.response.status_code", answer.status)
            return answer

    async def _answer(self, request: Request, span: Span) -> Response:
        # Connecting has its own, shorter limit, so that running out of time in total always means: sent, no answer.
        connect = min(_MAX_CONNECT_SECONDS, request.timeout / 2)
        try:
            url = URL(request.url, encoded=True)
            span.set_attribute("server.address", url.raw_host or "")
            async with self._session.request(
                request.method,
                url,
                headers=request.headers,
                data=request.body,
                allow_redirects=False,
                middlewares=(_not_again,) if request.writes else None,
                timeout=aiohttp.ClientTimeout(total=request.timeout, connect=connect),
            ) as answer:
                headers = dict(answer.headers)
                body = await read_at_most(answer, request.max_bytes)
                if body is None:
                    detail = f"The provider's answer is longer than {request.max_bytes} bytes."
                    raise AnswerTooLong(detail, status_code=answer.status, headers=headers)
                return Response(status=answer.status, headers=headers, body=body)
        except aiohttp.ClientConnectorDNSError:
            raise Unavailable("The provider's host name cannot be resolved.") from None
        except aiohttp.ClientSSLError:
            raise Unavailable("No secure connection to the provider could be made.") from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise Unavailable("No connection to the provider could be made.") from None
        except (aiohttp.InvalidURL, UnicodeError):
            raise Unavailable("The provider's address is not one that can be called.") from None
        except TimeoutError:
            raise NoAnswer(f"The provider did not answer within {request.timeout:.3g} s.") from None
        except (aiohttp.ClientError, OSError):
            raise NoAnswer(_BROKE) from None
