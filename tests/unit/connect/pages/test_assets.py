import pytest

from gladhand.connect.pages.assets import asset, asset_response


@pytest.mark.parametrize("name", ["connect.css", "connect.js", "mark.svg"])
def test_a_file_is_kept_for_ever_under_the_name_of_its_content(name: str) -> None:
    answer = asset_response(asset(name).rsplit("/", 1)[1])
    assert answer is not None
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_older_page_gets_todays_style_and_does_not_keep_it() -> None:
    answer = asset_response("connect.000000000000.css")
    assert answer is not None
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["nothing.css", "", "..", "assets.py", "connect"])
def test_there_is_nothing_else(name: str) -> None:
    assert asset_response(name) is None
