"""The inspection page: plain HTML, readable on a phone. A script of a few lines keeps what moves up to date."""

from html import escape
from urllib.parse import urlencode

from gladhand.simulator.api import CustomerApi
from gladhand.simulator.fault_injection import KINDS, Rule
from gladhand.simulator.html_tables import table
from gladhand.simulator.kinds import Item
from gladhand.simulator.live import live
from gladhand.simulator.storage import Account, Shelf

_MOST_ROWS = 50
_DRIVER_HEADS = ("Id", "Name", "Username", "Active", "Ruleset", "Changed")
_EQUIPMENT_HEADS = ("Id", "Name", "Built", "VIN", "Active", "Changed")
_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.45 system-ui, sans-serif; margin: 0 auto; padding: 1rem; max-width: 60rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.2rem; margin-top: 2rem } h3 { font-size: 1rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8885; white-space: nowrap }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end }
label { display: grid; font-size: .85rem; gap: .2rem }
select, input, button { font: inherit; padding: .5rem; min-height: 44px; max-width: 100%; box-sizing: border-box }
input { width: 6rem } code { background: #8882; padding: .1rem .3rem }
"""


#: Without scripts the page shows the moment at which it was loaded.
_SCRIPT = """
setInterval(async () => {
  if (document.hidden) return
  for (const part of document.querySelectorAll("[data-live]")) {
    const answer = await fetch(part.dataset.live)
    if (answer.ok) part.innerHTML = await answer.text()
  }
}, 2000)
"""


def page(api: CustomerApi) -> str:
    now = api.storage.clock.now()
    accounts = "".join(_account(each, now) for each in api.storage.accounts.values())
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Provider simulator</title><style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Provider simulator</h1>
<p>A made-up telematics provider. <a href="/">Reload</a></p>
{accounts}
<h2>Fault injection</h2>
{_rules(api.rules)}
<h2>Newest requests</h2>
{table(("Time", "Method", "Path", "Status", "Fault"), reversed(api.recent), "No requests yet.")}
</main>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _account(account: Account, now: float) -> str:
    shelves = "".join(_shelf(each) for each in account.shelves.values())
    moving = ""
    if account.fleet.trucks:
        address = f"/_control/live?{urlencode({'account': account.key})}"
        moving = f'<div data-live="{escape(address)}">{live(account.fleet, now)}</div>'
    return f"<h2>{escape(account.name)}</h2><p>API key <code>{escape(account.key)}</code></p>{moving}{shelves}"


def _shelf(shelf: Shelf) -> str:
    items = list(shelf.items.values())
    heads, row = (_DRIVER_HEADS, _driver) if shelf.kind.name == "driver" else (_EQUIPMENT_HEADS, _equipment)
    shown = f"newest {_MOST_ROWS} of {len(items)}" if len(items) > _MOST_ROWS else str(len(items))
    rows = (row(each) for each in reversed(items[-_MOST_ROWS:]))
    return f"<h3>{shelf.kind.plural.capitalize()}: {shown}</h3>" + table(heads, rows, f"No {shelf.kind.plural} yet.")


def _driver(item: Item) -> tuple[object, ...]:
    name = " ".join(item.get(part) or "" for part in ("given_name", "family_name")).strip()
    return item["id"], name, item.get("username"), _active(item), item.get("ruleset"), item["updated_at"]


def _equipment(item: Item) -> tuple[object, ...]:
    built = " ".join(str(item.get(part) or "") for part in ("make", "model", "year")).strip()
    return item["id"], item.get("name"), built, item.get("vin"), _active(item), item["updated_at"]


def _active(item: Item) -> str:
    return "" if item.get("active") is None else "yes" if item["active"] else "no"


def _rules(rules: list[Rule]) -> str:
    rows = (
        (each.kind, each.method or "any", each.path, "always" if each.count is None else each.count, each.hits)
        for each in rules
    )
    kinds = "".join(f'<option value="{kind}">{kind}: {escape(what)}</option>' for kind, what in KINDS.items())
    methods = "".join(f"<option>{method}</option>" for method in ("POST", "PATCH", "GET"))
    return f"""
{table(("Kind", "Method", "Path", "Times", "So far"), rows, "No faults are injected.")}
<form method="post" action="/_control/faults">
<label>Fault <select name="kind">{kinds}</select></label>
<label>Method <select name="method"><option value="">any</option>{methods}</select></label>
<label>Times <input name="count" inputmode="numeric" pattern="[0-9]+" value="1"></label>
<button>Inject</button>
</form>
<form method="post" action="/_control/faults/clear"><p><button>Remove all faults</button></p></form>
"""
