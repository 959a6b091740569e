"""The page of the simulator's bad days: what goes wrong now, what can, and where one sees it."""

from math import isfinite, nan
from typing import Annotated, Any

from fastapi import APIRouter, Response

from gladhand.auth.scopes import ADMIN
from gladhand.console.pages.blocks import FormBlock, Forms, Input, Notice, Notices, TableBlock
from gladhand.console.pages.dependencies import FORM_IS_OURS, Submitted
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import BadForm
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView, View
from gladhand.console.simulator.control import SimulatorAway, SimulatorControl
from gladhand.console.simulator.effects import SEEN
from gladhand.core.dependencies import dependency
from gladhand.core.how_many import how_many

router = APIRouter(prefix="/console/operator/simulator", include_in_schema=False, route_class=ConsoleRoute)

Simulator = Annotated[SimulatorControl, dependency(SimulatorControl)]

_TITLE = "Simulator"
_REFRESH_SECONDS = 10
_ABOUT = "Let things go wrong at the simulated provider, and see what comes of it. No real provider is touched."
_DATA = {
    "late": ("minutes", "delay_minutes"),
    "edit": ("resource", "count", "days"),
    "delete": ("resource", "count", "days"),
    "clock_off": ("minutes", "offset_minutes"),
    "dst_night": ("season",),
}
_LABELS = {
    "minutes": ("For so many minutes from now", "30"),
    "delay_minutes": ("Minutes of delay", "30"),
    "offset_minutes": ("Minutes by which clocks are wrong", "60"),
    "count": ("How many rows", "1"),
    "days": ("Of so many days", "7"),
}
_WORDS = {"resource": "positions", "season": "autumn"}
_METHODS = (("", "any"), ("GET", "reads (GET)"), ("POST", "creates (POST)"), ("PATCH", "updates (PATCH)"))


@router.get("")
async def show_simulator(view: OperatorView, simulator: Simulator) -> Response:
    view.require(*ADMIN)
    try:
        state, kinds = await simulator.get("/state?drivers=no"), await simulator.get("/kinds")
        clock = await simulator.get("/clock")
    except SimulatorAway as error:
        return view.show(ConsolePage(_TITLE, [Notices("State", [Notice(str(error), "bad")], "")], _ABOUT))
    accounts = {each["id"]: each for each in state["accounts"]}
    blocks = [
        _state(view, state["faults"], clock),
        _accounts(state),
        _faults(view, state["faults"], {each["key"]: each["name"] for each in state["accounts"]}),
        Forms("", [_inject(view, kinds["faults"], accounts), *_days(view, kinds["bad_days"], accounts)]),
        TableBlock(
            "What can go wrong",
            ["Kind", "What the simulator does", "Where you see it"],
            [[name, text, SEEN.get(name)] for name, text in (kinds["faults"] | kinds["bad_days"]).items()],
            "",
        ),
    ]
    return view.show(ConsolePage(_TITLE, blocks, _ABOUT, refresh_seconds=_REFRESH_SECONDS))


def _state(view: View, faults: list[Any], clock: Any) -> Notices:
    notices = []
    if faults:
        clear = FormBlock("Remove all faults", view.url("/simulator/faults/clear"), needs=ADMIN, tone="primary")
        notices.append(Notice(f"Injected now: {how_many(len(faults), 'fault')}.", "bad", [clear]))
    if not clock["machine_time"]:
        back = FormBlock("Back to the time of this machine", view.url("/simulator/clock"), needs=ADMIN)
        notices.append(Notice(f"The simulator's clock stands at {clock['now']}.", "bad", [back]))
    return Notices("State", notices, "The simulator behaves well.")


def _accounts(state: Any) -> TableBlock:
    rows = [
        [each["name"], each["trucks"], each["driver_count"], each["creates"], each["updates"], each["id"]]
        for each in state["accounts"]
    ]
    about = f"The simulator has had {how_many(state['requests']['total'], 'request')}."
    headers = ["Account", "Trucks", "Drivers", "Creates", "Updates", "Id"]
    return TableBlock("Accounts", headers, rows, "No account.", about=about)


def _faults(view: View, faults: list[Any], names: dict[str, str]) -> TableBlock:
    rows = [
        [
            each["kind"],
            names.get(each["account"], "every account"),
            each["method"] or "any",
            "until it is removed" if each["count"] is None else each["count"],
            each["hits"],
            FormBlock("Remove", view.url(f"/simulator/faults/{each['id']}/remove"), needs=ADMIN, about=each["kind"]),
        ]
        for each in faults
    ]
    headers = ["Fault", "Account", "Requests", "Times", "So far", "End"]
    return TableBlock("Faults of requests", headers, rows, "No fault is injected. Inject one below.")


def _account(accounts: dict[str, Any], *, every: bool) -> Input:
    choices = [("", "every account")] if every else []
    return Input("account", "Account", choices=[*choices, *((each["id"], each["name"]) for each in accounts.values())])


def _inject(view: View, kinds: dict[str, str], accounts: dict[str, Any]) -> FormBlock:
    inputs = [
        Input("kind", "Fault", choices=[(name, f"{name}: {text}") for name, text in kinds.items()]),
        _account(accounts, every=True),
        Input("method", "Requests", choices=_METHODS),
        Input("count", "How many requests", "1", type="number", hint="empty: until it is removed"),
        Input("delay", "Seconds of delay", hint="for slow", type="number"),
    ]
    return FormBlock("Inject a fault", view.url("/simulator/faults"), inputs, needs=ADMIN, tone="primary")


def _days(view: View, kinds: dict[str, str], accounts: dict[str, Any]) -> list[FormBlock]:
    """A form for each bad day of the data. Their changes stay."""
    forms = []
    for kind in kinds:
        inputs = [_account(accounts, every=False)]
        for name in _DATA.get(kind, ()):
            label, usual = _LABELS.get(name, (name.capitalize(), _WORDS.get(name, "")))
            inputs.append(Input(name, label, usual, type="number" if name in _LABELS else "text"))
        label = f"Bad day: {kind.replace('_', ' ')}"
        here = view.url("/simulator/bad-days")
        forms.append(FormBlock(label, here, inputs, hidden={"kind": kind}, needs=ADMIN))
    return forms


async def _key(simulator: SimulatorControl, account_id: str) -> str | None:
    """The key of the account with this id, which no page shows. None without an id."""
    if not account_id:
        return None
    try:
        accounts = (await simulator.get("/state?drivers=no"))["accounts"]
    except SimulatorAway as error:
        raise BadForm(str(error)) from None
    found = next((each["key"] for each in accounts if each["id"] == account_id), None)
    if found is None:
        raise BadForm("The simulator has no such account.")
    return str(found)


def _number(text: str) -> float | int:
    try:
        number = int(text) if text.lstrip("-").isdecimal() else float(text)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise BadForm(f"{text[:20]!r} is no number.")
    return number


async def _changed(view: View, action: str, simulator: SimulatorControl, call: tuple[str, str, Any]) -> Response:
    """Change the simulator by one call of its API, and note who did it. The key of an account is not noted."""
    view.require(*ADMIN)
    method, path, body = call
    details = {name: value for name, value in (body or {}).items() if name != "account"}
    async with view.api.noted(f"simulator.{action}", details=details):
        await simulator.change(method, path, body)
    return view.go("/simulator", "simulator-changed")


@router.post("/faults")
async def inject_fault(view: OperatorView, form: Submitted, simulator: Simulator) -> Response:
    view.require(*ADMIN)
    count, delay = form.text("count"), form.text("delay")
    body: dict[str, Any] = {"kind": form.text("kind"), "count": _number(count) if count else None}
    if (key := await _key(simulator, form.text("account"))) is not None:
        body["account"] = key
    if method := form.text("method"):
        body["method"] = method
    if delay:
        body["delay"] = _number(delay)
    return await _changed(view, "fault_injected", simulator, ("POST", "/faults", body))


@router.post("/faults/clear", dependencies=FORM_IS_OURS)
async def clear_faults(view: OperatorView, simulator: Simulator) -> Response:
    return await _changed(view, "faults_removed", simulator, ("DELETE", "/faults", None))


@router.post("/faults/{number:int}/remove", dependencies=FORM_IS_OURS)
async def remove_fault(view: OperatorView, number: int, simulator: Simulator) -> Response:
    return await _changed(view, "fault_removed", simulator, ("DELETE", f"/faults/{number}", None))


@router.post("/bad-days")
async def make_bad_day(view: OperatorView, form: Submitted, simulator: Simulator) -> Response:
    view.require(*ADMIN)
    kind = form.text("kind")
    body: dict[str, Any] = {"kind": kind}
    for name in _DATA.get(kind, ()):
        if text := form.text(name):
            body[name] = _number(text) if name in _LABELS else text
    if (key := await _key(simulator, form.text("account"))) is not None:
        body["account"] = key
    return await _changed(view, "bad_day_made", simulator, ("POST", "/bad-days", body))


@router.post("/clock", dependencies=FORM_IS_OURS)
async def reset_clock(view: OperatorView, simulator: Simulator) -> Response:
    return await _changed(view, "clock_reset", simulator, ("DELETE", "/clock", None))
