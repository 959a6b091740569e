"""Traps of the providers' interfaces, each with the tests and samples that hold it. None of these may vanish.

A sample is `provider/name`; the replay of a sample compares every request, with its whole query, and the whole result.
"""

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.samples import load_samples

_ROOT: Final = Path(__file__).resolve().parents[3]
_FAKES, _HUB, _UNITS = "tests/integration/providers", "tests/integration/integrations/reading", "tests/unit/sdk"
_RECORDS, _READS = "tests/integration/records/test_changes_at_the_provider.py", "tests/contract/providers/test_reads.py"
_SAMSARA, _GEOTAB = "src/gladhand/providers/samsara/test_samsara.py", "src/gladhand/providers/geotab/test_geotab.py"
_MOTIVE, _TRACCAR = "src/gladhand/providers/motive/test_motive.py", "src/gladhand/providers/traccar/test_tracks.py"

READING: Final[Mapping[str, tuple[str, ...]]] = {
    "samsara: the last page of a feed has a cursor to keep": (
        "samsara/list_vehicle_locations",
        "samsara/list_vehicle_locations_no_news",
    ),
    "samsara: an empty cursor ends a list and is never sent": (
        f"{_FAKES}/test_samsara_others.py::test_a_list_of_thousands_comes_in_pages_and_never_asks_with_an_empty_cursor",
    ),
    "samsara: gps is an object or an array, and its key is missing without news": (
        f"{_SAMSARA}::test_a_reading_may_be_an_object_and_null_is_none",
        "samsara/list_trailer_statuses",
    ),
    "samsara: edited logs vanish, and a driver may be split over pages": (
        "samsara/list_hos_events_two_pages",
        f"{_FAKES}/every_read/test_every_read.py::test_a_second_run_changes_nothing_an_edited_row_ends_equal_and_what_is_gone_is_removed",
        f"{_FAKES}/every_read/test_every_read.py::test_killed_and_failed_runs_come_to_what_a_whole_one_stores_and_publish_it_once",
    ),
    "samsara: the driver 0, ids as numbers, an object as data, a month as a word": (
        f"{_SAMSARA}::test_the_driver_0_is_no_driver",
        "samsara/list_driver_safety_events_idling",
        "samsara/list_ifta_summaries",
    ),
    "samsara: an event without a driver costs no page": ("samsara/list_driver_safety_events",),
    "geotab: a reference is an object or a bare text": (
        f"{_GEOTAB}::test_a_bare_text_refers_to_nothing",
        f"{_GEOTAB}::test_a_recipient_may_be_a_bare_text",
    ),
    "geotab: hours in seconds, tax odometers in kilometres, x is the longitude": (
        f"{_GEOTAB}::test_positions_come_in_si_units_and_with_what_the_device_measured",
        f"{_GEOTAB}::test_a_month_sums_up_the_states_and_leaves_out_what_is_negligible",
        "geotab/list_dvir_logs",
    ),
    "geotab: a full page is followed by a call, an empty one may have a new version": (
        "geotab/list_vehicle_locations_no_news",
        f"{_READS}::test_small_pages_are_one_large_page",
    ),
    "geotab: of the versions of one row the highest counts": (
        f"{_GEOTAB}::test_of_the_versions_of_one_row_in_a_page_the_highest_counts_by_length_then_text",
    ),
    "geotab: dates that mean open or unset": (
        "geotab/list_vehicles",
        f"{_FAKES}/test_geotab.py::test_empty_texts_and_the_ends_of_time_are_nothing",
        f"{_UNITS}/test_rows.py::test_a_year_that_stands_for_none_is_no_time",
    ),
    "geotab: spans have days and signs, and are texts": (
        f"{_GEOTAB}::test_spans_have_days_and_signs",
        f"{_GEOTAB}::test_an_exceeded_limit_leaves_nothing_and_says_by_how_much",
    ),
    "eld: the contract has no type for malfunctions": (
        f"{_UNITS}/test_shared_codes.py::test_malfunctions_have_no_type_in_the_contract",
        "geotab/list_hos_events_compliance",
    ),
    "motive: windows are always named": ("motive/list_hos_violations", "motive/list_dvir_logs"),
    "motive: an end that is null, a page past the end, pages counted beside the list": (
        "motive/list_hos_events_running",
        "motive/list_vehicles_past_the_end",
        "motive/list_dvir_logs_older",
    ),
    "motive: miles and kilometres on one page": (
        "motive/list_vehicles_mixed",
        f"{_MOTIVE}::test_units_follow_the_switch_of_the_vehicle_and_a_key_that_names_its_unit_goes_first",
    ),
    "motive: fuel is what was consumed": ("motive/list_vehicle_locations_history",),
    "motive: speeding in kilometres an hour, and what is invalid": ("motive/list_driver_safety_events_speeding",),
    "motive: the type of a fault code is no protocol": (
        f"{_MOTIVE}::test_the_standard_of_a_fault_code_is_that_of_its_form",
    ),
    "traccar: several alarms in one text": (
        f"{_TRACCAR}::test_of_several_alarms_of_an_older_server_the_one_that_tells_of_driving_counts",
    ),
    "traccar: an event without its position": (
        "traccar/list_driver_safety_events_place_gone",
        f"{_FAKES}/test_traccar_tracks.py::test_a_position_that_is_gone_costs_no_other_event_its_place",
    ),
    "traccar: a position without a fix": ("traccar/list_vehicle_locations",),
    "traccar: an answer that is cut without a sign": (
        f"{_FAKES}/test_traccar_reads.py::test_positions_come_in_full_where_the_server_cuts_its_answer",
    ),
    "webfleet: one name has two units; zero is no measurement; per mille": (
        "webfleet/list_vehicle_locations",
        "webfleet/list_vehicle_locations_history",
    ),
    "webfleet: an answer that is exactly full": (
        f"{_FAKES}/test_webfleet_reads.py::test_more_messages_than_an_answer_has_come_all_the_same",
    ),
    "webfleet: an error with status 200": ("webfleet/list_vehicles_failed", "webfleet/list_vehicles_throttled"),
    "webfleet: the queue has late positions and messages without a place": (
        f"{_FAKES}/test_webfleet_queue.py::test_a_queue_is_made_once_and_read_in_every_short_run",
        f"{_FAKES}/test_webfleet_queue.py::test_messages_are_acknowledged_page_by_page_after_they_are_stored",
    ),
    "reveal: rows without a number": (
        f"{_FAKES}/test_verizon_connect.py::test_drivers_and_vehicles_without_a_number_are_left_out_of_lists",
    ),
    "reveal: UpdateUTC and UpdateUtc, and EngineMintutes": (
        "verizon_connect/list_vehicle_locations",
        "verizon_connect/list_vehicle_locations_engine",
    ),
    "reveal: private time": (f"{_FAKES}/test_verizon_reads.py::test_private_time_leaves_no_trace",),
    "reveal: one vehicle that is not there": (
        "verizon_connect/list_vehicle_locations_history",
        f"{_FAKES}/test_verizon_reads.py::test_a_vehicle_that_reveal_forgot_costs_no_other",
    ),
    "wialon: an error is a number with status 200, and some pass": (
        f"{_FAKES}/test_wialon.py::test_a_number_says_what_went_wrong",
        "wialon/list_users_throttled",
        "wialon/list_users_server_failed",
    ),
    "wialon: a session ends after five minutes": (
        f"{_FAKES}/test_wialon.py::test_a_session_that_has_ended_is_opened_anew",
        "wialon/list_users_session_ended",
    ),
    "wialon: both ends of a page are in it": ("wialon/list_vehicles_pages",),
    "wialon: of many calls in one request one is refused": (
        f"{_FAKES}/test_wialon.py::test_a_unit_whose_messages_are_closed_does_not_stop_the_others",
        "wialon/list_vehicle_locations_refused",
    ),
    "vistracks: rows that are deleted stay in lists": (
        f"{_FAKES}/test_vistracks.py::test_what_was_deleted_is_gone",
        f"{_FAKES}/test_vistracks.py::test_what_was_deleted_of_a_log_is_removed",
    ),
    "vistracks: a page may be shorter than it is asked to be": (
        f"{_FAKES}/test_vistracks.py::test_a_server_with_small_pages_is_read_whole",
    ),
    "vistracks: without a driver malfunctions are those of the portal user": (
        f"{_FAKES}/test_vistracks.py::test_each_driver_s_device_is_asked_for_by_turns",
        "vistracks/list_hos_violations_malfunctions",
    ),
    "vistracks: a right that is missing is told by the status or by a text": (
        f"{_FAKES}/test_vistracks.py::test_a_right_that_is_missing_is_one_of_its_list_alone",
        "vistracks/list_users_denied",
    ),
    "lytx: an empty list is a 204": ("lytx/list_users_none", "lytx/list_vehicles_none", "lytx/list_hos_events_none"),
    "lytx: a token lasts one hour": (
        f"{_FAKES}/test_lytx.py::test_a_token_that_has_ended_is_replaced",
        "lytx/list_users_session_ended",
    ),
    "lytx: a limit counts the points in the rows": ("lytx/list_vehicle_locations_pages",),
    "lytx: logs and samples of one day, positions of sixty": (
        f"{_READS}::test_a_second_run_finds_no_change_and_a_read_makes_none",
    ),
    "mapon: an error is a number with status 200": (
        f"{_FAKES}/test_mapon.py::test_a_number_says_what_went_wrong",
        "mapon/list_users_throttled",
        "mapon/list_hos_availabilities_paid",
    ),
    "mapon: a page of inspections and one of alerts have their own limits": (
        f"{_FAKES}/test_mapon.py::test_a_page_of_inspections_may_have_less_than_is_asked_for",
        f"{_FAKES}/test_mapon.py::test_of_the_alerts_those_about_driving_are_read",
    ),
    "mapon: an empty object is an empty list": (
        f"{_FAKES}/test_mapon.py::test_a_unit_without_a_lit_lamp_has_nothing_to_tell",
    ),
    "mapon: of most units nothing can be predicted": (
        f"{_FAKES}/test_mapon.py::test_of_a_unit_without_a_tachograph_nothing_is_known",
        "mapon/list_hos_availabilities",
    ),
    "trusttrack: a token ends each list, and may lead to itself": (
        f"{_FAKES}/test_trusttrack.py::test_lists_of_more_than_a_page_are_read_whole",
        f"{_FAKES}/test_trusttrack.py::test_a_list_that_leads_to_itself_ends",
    ),
    "trusttrack: fuel events of three months at most": (
        f"{_FAKES}/test_trusttrack.py::test_no_read_asks_for_more_than_three_months",
    ),
    "trusttrack: violations have pages of their own, and cards in the place of drivers": (
        f"{_FAKES}/test_trusttrack.py::test_violations_come_in_pages_with_the_drivers_of_their_cards",
        "x-trusttrack/list_hos_violations",
    ),
    "trusttrack: a fleet names its events itself": (
        f"{_FAKES}/test_trusttrack.py::test_of_the_events_of_a_fleet_those_about_driving_are_read",
        "x-trusttrack/list_driver_safety_events",
    ),
    "rfms: two spellings, and a version by the header": (
        f"{_FAKES}/test_rfms.py::test_each_maker_is_signed_in_to_and_read_in_its_version",
        f"{_FAKES}/test_rfms.py::test_a_maker_that_changes_its_version_is_followed",
        "x-rfms/list_vehicles_older",
        "x-rfms/list_vehicle_locations_older",
    ),
    "rfms: the server's time is where the next run begins": (
        f"{_FAKES}/test_rfms.py::test_the_next_run_gets_what_was_received_since",
        "x-rfms/list_vehicle_locations_next",
    ),
    "rfms: a page with or without a link to the next one": (
        f"{_FAKES}/test_rfms.py::test_pages_without_links_are_followed_by_the_time_of_receipt",
        "x-rfms/list_vehicles_pages",
    ),
    "rfms: a token ends, and so may a contract": (
        f"{_FAKES}/test_rfms.py::test_a_token_that_has_ended_is_replaced",
        f"{_FAKES}/test_rfms.py::test_a_contract_for_positions_only_is_read",
        "x-rfms/list_vehicles_token_over",
    ),
    "a late row is not the newest one": (
        f"{_RECORDS}::test_a_late_row_never_becomes_the_newest_one",
        f"{_FAKES}/through_the_hub/test_traccar.py::test_positions_arrive_with_their_driver_and_late_ones_stay_in_the_past",
    ),
    "a link that is signed anew is no change": (f"{_RECORDS}::test_a_link_that_is_signed_anew_is_no_change",),
    "a list that ends too early removes nothing": (
        f"{_HUB}/test_changes.py::test_lists_that_end_before_the_count_of_the_provider_remove_only_what_no_id_finds",
        f"{_RECORDS}::test_a_walk_that_sees_less_than_half_removes_nothing_until_it_is_confirmed",
    ),
}
WRITING: Final[Mapping[str, tuple[str, ...]]] = {
    "a create is answered 200, 201, or 200 with an error": (
        "samsara/create_user",
        "motive/create_user",
        f"{_FAKES}/test_geotab.py::test_what_geotab_cannot_take_is_refused_before_anything_is_sent",
        f"{_FAKES}/test_geotab_losses.py::test_somebody_elses_user_of_the_same_name_is_left_alone",
    ),
    "Retry-After is a fraction, a whole number or a date": (
        f"{_UNITS}/test_client.py::test_retry_after_is_read_as_seconds_fraction_or_date",
    ),
    "a failure is plain text or a page": (
        f"{_FAKES}/test_samsara_losses.py::test_a_failure_in_plain_text_is_a_failure",
        "geotab/list_users_html",
    ),
    "lists hold the active alone, both, or everything with an end": (
        f"{_FAKES}/test_samsara_others.py::test_a_list_holds_drivers_of_both_statuses_and_office_users",
        "motive/list_users",
        "geotab/list_users",
    ),
    "geotab: a list is cut without a sign, and an empty one ends the walk": (
        f"{_FAKES}/test_geotab.py::test_a_list_is_walked_past_the_silent_end",
    ),
    "geotab: a crash between two writes makes no second user": (
        f"{_FAKES}/test_geotab_losses.py::test_what_was_lost_on_the_way_is_found_and_finished",
        f"{_FAKES}/test_geotab_hub.py::test_a_worker_that_dies_between_two_writes_leaves_no_second_driver_and_no_gap",
    ),
    "geotab: another host gets no session": (
        f"{_FAKES}/test_geotab.py::test_a_server_that_is_not_geotabs_gets_no_session",
    ),
    "countries have two letters or three": (
        f"{_UNITS}/test_countries.py::test_a_code_of_three_letters_becomes_one_of_two_and_back",
        f"{_FAKES}/test_samsara.py::test_a_driver_is_made_with_everything_that_samsara_has_a_place_for",
        f"{_FAKES}/test_webfleet.py::test_every_field_of_a_driver_arrives_and_comes_back",
    ),
    "a code without a counterpart fails before anything is sent": (
        f"{_FAKES}/test_samsara.py::test_rulesets_of_canada_are_refused_with_the_reason",
        f"{_FAKES}/test_motive.py::test_a_ruleset_without_a_certain_counterpart_is_refused_before_anything_is_sent",
        f"{_FAKES}/test_geotab_losses.py::test_a_dry_run_refuses_what_the_write_would_refuse",
    ),
    "secrets in addresses, bodies and errors are shown nowhere": (
        f"{_FAKES}/test_webfleet.py::test_neither_a_printed_request_nor_an_error_shows_the_address",
        f"{_FAKES}/test_geotab.py::test_the_password_is_strong_sent_once_and_shown_nowhere",
        f"{_FAKES}/test_traccar_refusals.py::test_other_answers_are_what_they_are_and_their_text_stays_there",
    ),
    "traccar: a write replaces all, and what others wrote survives": (
        f"{_FAKES}/test_traccar.py::test_an_update_keeps_clears_and_sets_and_leaves_what_others_wrote",
        f"{_FAKES}/test_traccar_users.py::test_a_second_factor_and_a_password_survive_and_are_shown_to_nobody",
    ),
    "traccar: a status 200 proves no write": (
        f"{_FAKES}/test_traccar_refusals.py::test_an_administrator_sees_all_and_is_not_fooled_by_a_200",
    ),
    "traccar: every page is the whole list before 6.13": (
        f"{_FAKES}/test_traccar_refusals.py::test_on_servers_without_search_the_right_driver_is_found",
    ),
    "traccar: a driver and a user of one number": (
        f"{_FAKES}/test_traccar_users.py::test_a_driver_and_a_user_of_one_number_are_two_people",
    ),
    "traccar: a private address and a redirect get no secret": (
        f"{_FAKES}/test_typed_addresses.py::test_a_name_that_leads_inside_is_not_reachable_and_nothing_is_sent",
        f"{_FAKES}/test_traccar_sign_in.py::test_no_redirect_is_followed",
    ),
}


@cache
def _tests(path: str) -> frozenset[str]:
    """The names of the tests in a module."""
    tree = ast.parse((_ROOT / path).read_text("utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def _samples() -> frozenset[str]:
    found = (f"{name}/{each.name}" for name, provider in providers().items() for each in load_samples(provider))
    return frozenset(name.removesuffix(".json") for name in found)


@pytest.mark.parametrize("holders", [pytest.param(held, id=trap) for trap, held in {**READING, **WRITING}.items()])
def test_a_trap_is_held_by_tests_and_samples_that_are_there(holders: tuple[str, ...]) -> None:
    for holder in holders:
        path, _, name = holder.partition("::")
        assert name in _tests(path) if name else path in _samples(), holder
