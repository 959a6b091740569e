"""The part of the provider's API that takes rows: messages, broadcasts, inspections and fuel purchases."""

from aiohttp import web

from gladhand.simulator.history import Endpoint
from gladhand.simulator.kinds import Kind
from gladhand.simulator.request_bodies import any_json
from gladhand.simulator.responses import answer
from gladhand.simulator.row_kinds import ROW_KINDS
from gladhand.simulator.rows.entered import row, with_defaults
from gladhand.simulator.storage import Account, Storage


class RowEndpoints:
    """The endpoints, by path. A table that takes rows can also be asked for the row with an external id."""

    def __init__(self, storage: Storage, tables: dict[str, Endpoint]) -> None:
        self._storage, self._tables = storage, tables

    def reads(self) -> dict[str, Endpoint]:
        return {_path(kind): self._found(kind) for kind in ROW_KINDS}

    def creates(self) -> dict[str, Endpoint]:
        return {_path(kind): self._enter(kind) for kind in ROW_KINDS}

    def _found(self, kind: Kind) -> Endpoint:
        page = self._tables[_path(kind)]

        async def found(request: web.Request, account: Account) -> web.Response:
            if "external_id" not in request.query:
                return await page(request, account)
            shelf, now = account.shelves[kind.name], self._storage.clock.now()
            ids = shelf.by_external_id.get(request.query["external_id"], [])
            return answer({kind.plural: [row(kind, shelf.items[each], now) for each in ids], "next": None})

        return found

    def _enter(self, kind: Kind) -> Endpoint:
        async def enter(request: web.Request, account: Account) -> web.Response:
            fields = kind.check_new(await any_json(request))
            account.refuse_unknown(kind, fields)
            new = with_defaults(kind, fields, account.shelves["driver"].items, self._storage.now())
            return answer(row(kind, self._storage.create(account, kind, new), self._storage.clock.now()), 201)

        return enter


def _path(kind: Kind) -> str:
    return f"/api/{kind.plural}"
