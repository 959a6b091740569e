"""The Helm chart: what it renders is what Kubernetes takes, and does what the documents say."""

import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

CHART = Path(__file__).resolve().parents[3] / "deploy/helm/gladhand"
EVERYTHING = ("ingress.enabled=true", "serviceMonitor.enabled=true", "serviceMonitor.hasToken=true")

pytestmark = [pytest.mark.chart, pytest.mark.needs("helm")]


def helm(*arguments: str) -> str:
    done = subprocess.run(["helm", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rendered(*values: str) -> dict[tuple[str, str], Any]:
    """The objects of a release named `hub`, by kind and name."""
    text = helm("template", "hub", str(CHART), *(part for value in values for part in ("--set", value)))
    objects = [each for each in yaml.safe_load_all(text) if each]
    return {(each["kind"], each["metadata"]["name"]): each for each in objects}


def container(pod: Any) -> Any:
    (found,) = pod["template"]["spec"]["containers"]
    return found


def test_the_linter_finds_nothing() -> None:
    assert "0 chart(s) failed" in helm("lint", "--strict", str(CHART))


@pytest.mark.parametrize("values", [(), EVERYTHING, ("serve.autoscaling.enabled=false", "image.tag=1.2.3")])
def test_kubernetes_takes_every_object(values: tuple[str, ...]) -> None:
    objects = rendered(*values)

    for (kind, _), each in objects.items():
        if kind != "ServiceMonitor":  # not of Kubernetes itself
            kubernetes_validate.validate(each, "1.31", strict=True)
    assert len(objects) == (11 if values == EVERYTHING else 8 if "serve" in str(values) else 9)


def test_server_and_worker_have_no_rights_and_say_when_they_are_ready() -> None:
    objects = rendered()

    for role in ("serve", "worker"):
        pod = objects["Deployment", f"hub-{role}"]["spec"]
        main = container(pod)
        assert main["args"] == [role]
        assert pod["template"]["spec"]["securityContext"]["runAsNonRoot"] is True
        assert main["securityContext"]["readOnlyRootFilesystem"] is True
        assert main["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        ports = {each["name"]: each["containerPort"] for each in main["ports"]}
        assert main["startupProbe"]["httpGet"] == {"path": "/ready", "port": "metrics"}
        assert main["livenessProbe"]["httpGet"] == {"path": "/alive", "port": "metrics"}
        setting = "GLADHAND_HEALTH_PORT" if role == "serve" else "GLADHAND_WORKER_METRICS_PORT"
        values = {each["name"]: each["value"] for each in main["env"]}
        assert (values[setting], values["GLADHAND_HOST"]) == (str(ports["metrics"]), "0.0.0.0")  # noqa: S104 - a pod
        assert values["GLADHAND_PUBLIC_URL"] == "https://hub.example"
        scaler = objects["HorizontalPodAutoscaler", f"hub-{role}"]["spec"]
        assert scaler["scaleTargetRef"]["name"] == f"hub-{role}"
        assert objects["PodDisruptionBudget", f"hub-{role}"]["spec"]["selector"] == pod["selector"]
        assert "replicas" not in pod


@pytest.mark.parametrize(("values", "seconds"), [((), 5), (("serve.secondsBeforeStop=20",), 20)])
def test_a_server_takes_requests_for_a_while_after_its_pod_begins_to_end(values: tuple[str, ...], seconds: int) -> None:
    pod = rendered(*values)["Deployment", "hub-serve"]["spec"]

    assert container(pod)["lifecycle"]["preStop"] == {"exec": {"command": ["sleep", str(seconds)]}}
    # Kubernetes counts the pause, too.
    assert pod["template"]["spec"]["terminationGracePeriodSeconds"] == 60 + seconds


def test_secrets_come_from_a_secret_of_the_operator_alone() -> None:
    objects = rendered("secretName=keys")

    assert not [kind for kind, _ in objects if kind == "Secret"]
    for place in (("Job", "hub-migrate"), ("Deployment", "hub-serve"), ("Deployment", "hub-worker")):
        assert container(objects[place]["spec"])["envFrom"] == [{"secretRef": {"name": "keys"}}]


def test_migrations_run_before_each_release() -> None:
    job = rendered()["Job", "hub-migrate"]

    assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    assert container(job["spec"])["args"] == ["migrate"]


def test_the_monitor_finds_the_services_of_both_roles() -> None:
    objects = rendered(*EVERYTHING)
    monitor = objects["ServiceMonitor", "hub"]["spec"]
    wanted = monitor["selector"]["matchLabels"].items()
    found = {
        name
        for (kind, name), each in objects.items()
        if kind == "Service" and wanted <= each["metadata"]["labels"].items()
    }
    job = {objects["Service", name]["metadata"]["labels"][monitor["jobLabel"]] for name in found}

    assert found == {"hub-serve", "hub-worker"}
    assert job == {"gladhand"}
    assert all(
        monitor["endpoints"][0]["port"] in {port["name"] for port in objects["Service", name]["spec"]["ports"]}
        for name in found
    )
    assert monitor["endpoints"][0]["authorization"]["credentials"]["key"] == "GLADHAND_METRICS_TOKEN"
