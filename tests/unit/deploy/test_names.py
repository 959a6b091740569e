"""What deploy/ names exists: settings, metrics, commands, files, and a runbook for each alert."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from tools.dashboard import DASHBOARD
from tools.doc_tables import modules

from gladhand.cli.main import COMMANDS
from gladhand.config.settings import Settings
from gladhand.core.metrics import REGISTRY

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
_SETTING = re.compile(r"\bGLADHAND_[A-Z_]+[A-Z]\b")
#: What Prometheus adds to each scrape.
_OF_PROMETHEUS = {"up"}


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load((DEPLOY / "prometheus/alerts.yaml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def selectors(expression: Any) -> Iterator[Any]:
    """The selectors of metrics in a parsed query, wherever they stand."""
    if isinstance(expression, promql_parser.VectorSelector):
        yield expression
    for name in ("expr", "lhs", "rhs", "vector_selector", "vs", "param"):
        if (inner := getattr(expression, name, None)) is not None:
            yield from selectors(inner)
    for inner in getattr(expression, "args", None) or []:
        yield from selectors(inner)


def metrics_of(queries: list[str]) -> set[str]:
    return {str(found.name) for query in queries for found in selectors(promql_parser.parse(query))}


def known_metrics() -> set[str]:
    list(modules())
    suffixes = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
    return {family.name + suffix for family in REGISTRY.collect() for suffix in suffixes[family.type]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_setting_that_is_named_exists(path: Path) -> None:
    known = {f"GLADHAND_{name.upper()}" for name in Settings.model_fields}

    assert set(_SETTING.findall(path.read_text())) - known == set()


def test_every_metric_of_the_alerts_exists() -> None:
    found = metrics_of([rule["expr"] for rule in alerts()])

    assert len(found) > 10
    assert found - known_metrics() - _OF_PROMETHEUS == set()


def test_the_dashboard_shows_every_metric_and_no_other() -> None:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    found = metrics_of([target["expr"] for panel in panels for target in panel.get("targets", [])])
    families = {name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in known_metrics()}

    assert found - known_metrics() == set()
    assert families - {name.removesuffix("_bucket") for name in found} == set()


def test_the_dashboard_is_what_its_list_of_panels_says() -> None:
    assert subprocess.run([sys.executable, ROOT / "tools/dashboard.py", "--check"], check=False).returncode == 0


def test_every_alert_has_its_runbook_and_every_runbook_its_alert() -> None:
    headings = re.findall(r"^## (Gladhand\w+)$", (ROOT / "docs/runbooks.md").read_text(), re.MULTILINE)

    assert headings == [rule["alert"] for rule in alerts()]


def test_every_alert_is_made_to_fire_by_a_test() -> None:
    tests = yaml.safe_load((ROOT / "tests/integration/deploy/alerts_test.yaml").read_text())["tests"]
    fired = {each["alertname"] for test in tests for each in test["alert_rule_test"] if each["exp_alerts"]}

    assert fired == {rule["alert"] for rule in alerts()}


def containerfile() -> list[tuple[str, str]]:
    """The instructions, with their arguments in one line."""
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1].strip()) for line in lines]


def test_the_image_runs_without_rights_and_checks_its_health() -> None:
    last = dict(containerfile())
    environment = dict(re.findall(r"(\w+)=(\S+)", last["ENV"]))

    assert last["USER"] == "10001:10001"
    assert json.loads(last["CMD"])[0] in COMMANDS
    assert json.loads(last["ENTRYPOINT"]) == ["gladhand"]
    assert environment["GLADHAND_HOST"] == "0.0.0.0"  # noqa: S104 - a container has a network of its own
    assert "HEALTHCHECK" in last


def test_the_image_is_made_of_files_that_exist_and_that_its_context_has() -> None:
    copied = [argument.split()[0] for name, argument in containerfile() if name == "COPY" and "--from" not in argument]
    context = (ROOT / ".containerignore").read_text()

    assert copied == ["requirements/runtime.txt", "dist/gladhand-*.whl"]
    assert (ROOT / "requirements/runtime.txt").is_file()
    assert all(f"!{name.replace('gladhand-', '')}" in context for name in copied)


def test_compose_runs_known_commands_without_rights_on_a_file_system_that_cannot_be_written() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    ours = {name: service for name, service in services.items() if service["image"] == "gladhand"}

    assert set(ours) == {"migrate", "serve", "worker"}
    for name, service in ours.items():
        assert service["command"] == [name]
        assert name in COMMANDS
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["stop_grace_period"] == "60s"
        # The format of images that Podman builds has no health check.
        assert service["healthcheck"] == {"disable": True} if name == "migrate" else "test" in service["healthcheck"]
    assert all(port.startswith("127.0.0.1:") for port in ours["serve"]["ports"])


def test_the_example_of_settings_trusts_this_machine_and_the_network_of_compose_alone() -> None:
    (network,) = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["networks"]["default"]["ipam"]["config"]
    example = (DEPLOY / "gladhand.env.example").read_text()
    trusted = re.findall(r"^GLADHAND_TRUSTED_PROXIES=(.*)$", example, re.MULTILINE)

    assert trusted == [f"127.0.0.0/8,{network['subnet']}"]
    # Networks that Podman and Docker choose by themselves, and may have given away.
    for taken in ("10.88.0.0/16", "10.89.0.0/16", "10.90.0.0/15", "10.92.0.0/14", "10.96.0.0/11", "10.128.0.0/9",
                  "172.16.0.0/12", "192.168.0.0/16"):  # fmt: skip
        assert not ip_network(network["subnet"]).overlaps(ip_network(taken))


def test_every_unit_runs_a_known_command() -> None:
    units = sorted((DEPLOY / "systemd").iterdir())
    started = [shlex.split(re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)[0]) for unit in units]

    assert {command[1] for command in started} == {"serve", "worker", "migrate"} <= set(COMMANDS)
    assert all(unit.stem == f"gladhand-{command[1]}" for unit, command in zip(units, started, strict=True))


def unit(name: str) -> ConfigParser:
    found = ConfigParser(interpolation=None, strict=False)
    found.optionxform = str  # type: ignore[assignment,method-assign]  # the way that configparser documents
    found.read(DEPLOY / f"systemd/gladhand-{name}.service")
    return found


@pytest.mark.parametrize("name", ["serve", "worker", "migrate"])
def test_a_unit_is_tried_again_for_as_long_as_the_database_is_away(name: str) -> None:
    found = unit(name)

    # A failed start of a required unit is final for the one that requires it, whatever `Restart` says.
    assert {"Requires", "Requisite", "BindsTo"} & set(found["Unit"]) == set()
    assert found["Unit"]["StartLimitIntervalSec"] == "0"
    assert found["Service"]["Restart"] == ("on-failure" if name == "migrate" else "always")


@pytest.mark.parametrize("name", ["serve", "worker"])
def test_each_start_of_a_unit_migrates_first(name: str) -> None:
    found = unit(name)["Unit"]

    assert "gladhand-migrate.service" in found["Wants"].split()
    assert "gladhand-migrate.service" in found["After"].split()
    # Otherwise the unit would stay active, and a later start would not run it.
    assert "RemainAfterExit" not in unit("migrate")["Service"]


def test_the_chart_has_the_version_of_the_distribution() -> None:
    chart = yaml.safe_load((DEPLOY / "helm/gladhand/Chart.yaml").read_text())

    assert f'\nversion = "{chart["appVersion"]}"\n' in (ROOT / "pyproject.toml").read_text()
