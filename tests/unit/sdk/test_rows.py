"""Values of a provider's row."""

import pytest

from gladhand.sdk.errors import Malformed
from gladhand.sdk.rows import Row


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "", "soon", 7, None])
def test_a_year_that_stands_for_none_is_no_time(written: object) -> None:
    row = Row({"at": written})
    assert row.moment("at") is None
    with pytest.raises(Malformed, match="no time in at"):
        row.required_moment("at")
