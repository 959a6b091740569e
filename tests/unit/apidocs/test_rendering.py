"""Pages and documents that many ask for before they are there."""

from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient
from tests.unit.apidocs.test_pages import SETTINGS

from gladhand.apidocs.services import SERVICES
from gladhand.app import routed
from gladhand.core.dependencies import add_dependencies


def test_the_first_readers_of_all_pages_get_them_at_once() -> None:
    app = routed()
    add_dependencies(app, SETTINGS)
    client = TestClient(app)
    paths = ["/docs", *(f"/v2/{service}/openapi.json" for service in SERVICES)] * 3
    with ThreadPoolExecutor(len(paths)) as pool:
        answers = list(pool.map(client.get, paths))
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    assert len({answer.text for answer in answers}) == 1 + len(SERVICES)
