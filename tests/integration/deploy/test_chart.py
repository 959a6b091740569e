"""The Helm chart: what it renders is what Kubernetes takes, and does what the documents say."""

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

#: They are data. The package itself would take a second to import, of every run of the tests.
_PACKAGE = find_spec("kubernetes_validate")
assert _PACKAGE is not None
SCHEMAS = Path(str(_PACKAGE.origin)).parent / "kubernetes-json-schema"
KINDS = (
    *("service-v1", "deployment-apps-v1", "job-batch-v1", "poddisruptionbudget-policy-v1", "ingress-networking-v1"),
    "horizontalpodautoscaler-autoscaling-v2",
)
CHART = Path(__file__).resolve().parents[3] / "deploy/helm/gladhand"
EVERYTHING = ("ingress.enabled=true", "serviceMonitor.enabled=true", "serviceMonitor.hasToken=true")

pytestmark = [pytest.mark.chart, pytest.mark.needs("helm")]


def printed(*command: str, given: str = "") -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def template(*values: str) -> str:
    """What Helm makes of the chart for a release named `hub`."""
    return printed("helm", "template", "hub", str(CHART), *(part for value in values for part in ("--set", value)))


def rendered(*values: str) -> dict[tuple[str, str], Any]:
    """The objects of the release, by kind and name."""
    objects = [each for each in yaml.safe_load_all(template(*values)) if each]
    return {(each["kind"], each["metadata"]["name"]): each for each in objects}


def container(pod: Any) -> Any:
    (found,) = pod["template"]["spec"]["containers"]
    return found


def test_the_linter_finds_nothing() -> None:
    assert "0 chart(s) failed" in printed("helm", "lint", "--strict", str(CHART))


@pytest.fixture(scope="module", params=["1.31.0", "1.37.0"])
def version(request: pytest.FixtureRequest) -> str:
    """A version of Kubernetes: the oldest and the newest that the chart is held against."""
    return str(request.param)


@pytest.fixture(scope="module")
def schemas(version: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schemas of this version, each in a file that refers to no other: kubeconform finds none beside it."""
    folder = tmp_path_factory.mktemp("schemas")

    def read(name: str) -> Any:
        text = (SCHEMAS / f"v{version}-local-strict" / name).read_text()
        return json.loads(text.replace('"/api/_definitions.json#', '"#'))

    definitions = read("_definitions.json")
    for name in KINDS:
        (folder / f"{name}.json").write_text(json.dumps(read(f"{name}.json") | definitions))
    return folder


@pytest.mark.needs("kubeconform")
@pytest.mark.parametrize(
    ("values", "count"), [((), 9), (EVERYTHING, 10), (("serve.autoscaling.enabled=false", "image.tag=1.2.3"), 8)]
)
def test_kubernetes_takes_every_object(values: tuple[str, ...], count: int, version: str, schemas: Path) -> None:
    found = json.loads(
        printed(
            *("kubeconform", "-strict", "-summary", "-output", "json", "-kubernetes-version", version),
            *("-schema-location", f"{schemas}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"),
            *("-skip", "ServiceMonitor"),  # not of Kubernetes itself
            given=template(*values),
        )
    )

    assert found["summary"] == {"valid": count, "invalid": 0, "errors": 0, "skipped": int(values == EVERYTHING)}


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
