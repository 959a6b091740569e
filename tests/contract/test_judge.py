"""The judge that every test's answers pass says no when it should."""

import pytest
from tests.judge import judge

LIST = "/v2/orgs/fleets?size=1"


def test_an_answer_that_fits_passes() -> None:
    judge("GET", LIST, 200, "application/json", {"items": [], "total": 0})


def test_a_missing_field_is_noticed() -> None:
    with pytest.raises(AssertionError, match="items"):
        judge("GET", LIST, 200, "application/json", {"total": 0})


def test_a_wrong_type_is_noticed() -> None:
    with pytest.raises(AssertionError, match="integer"):
        judge("GET", LIST, 200, "application/json", {"items": [], "total": "none"})


def test_an_error_without_its_envelope_is_noticed() -> None:
    with pytest.raises(AssertionError, match="detail"):
        judge("GET", LIST, 404, "application/json", {"code": 404, "message": "Not Found", "detail": ["gone"]})


def test_a_status_that_is_not_announced_is_noticed() -> None:
    with pytest.raises(AssertionError, match="not announced"):
        judge("GET", LIST, 418, "application/json", {})


def test_another_content_type_is_noticed() -> None:
    with pytest.raises(AssertionError, match="text/html"):
        judge("GET", LIST, 200, "text/html", {"items": [], "total": 0})


def test_a_fixed_path_is_not_taken_for_an_id() -> None:
    with pytest.raises(AssertionError, match="items"):
        judge("GET", "/v2/integrations/connections/resource-operations", 200, "application/json", {})


def test_what_is_not_documented_is_not_judged() -> None:
    judge("GET", "/health", 500, "text/plain", "")
