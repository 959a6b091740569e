from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from gladhand.core.ids import RECORD_NAMESPACE, RecordIds, record_id

CONNECTION = UUID("018f0000-0000-7000-8000-000000000001")


def test_the_id_of_a_record_is_the_same_for_ever():
    # Written down: another value here would give every record that was ever read a new id.
    assert UUID("6f0d3f5e-2b0a-5c3e-9d53-1f6a0b7c8e21") == RECORD_NAMESPACE
    assert record_id(CONNECTION, "user", "4711") == UUID("b9e0c3df-e8ab-5391-bb58-0bd24956b070")


@given(st.uuids(), st.sampled_from(["user", "vehicle"]), st.text(), st.uuids(), st.text())
def test_other_connections_resources_and_sources_have_other_ids(connection, resource, source, other, text):
    made = record_id(connection, resource, source)
    assert made.version == 5
    assert made == record_id(connection, resource, source)
    assert RecordIds(connection, resource).of(source) == str(made)
    if other != connection:
        assert record_id(other, resource, source) != made
    if text != source:
        assert record_id(connection, resource, text) != made
    assert record_id(connection, "trailer", source) != made
