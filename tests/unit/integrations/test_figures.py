"""What a process stores of a minute: requests of accounts, and attempts of writes."""

from uuid import uuid4

from gladhand.integrations.budgets.minute_queries import BudgetMinute
from gladhand.integrations.budgets.minutes import budget_minutes
from gladhand.integrations.operations.quarter_queries import AttemptCounts
from gladhand.integrations.operations.quarters import attempt_counts


def test_of_many_accounts_only_the_busiest_have_rows():
    requests = {("acme", "", f"account-{number}"): number for number in range(1, 101)}
    requests["acme", "writes", "account-7"] = 2
    throttled = {("acme", "", "account-100"): 9, ("acme", "", "account-1"): 1, ("acme", "writes", "account-8"): 3}
    rows, rest = budget_minutes(requests, throttled)
    assert [row for row in rows if row.kind == ""] == [
        BudgetMinute("acme", "", "", 5050, 10),
        BudgetMinute("acme", "", "account-100", 100, 9),
        BudgetMinute("acme", "", "account-99", 99, 0),
        BudgetMinute("acme", "", "account-98", 98, 0),
    ]
    assert [row for row in rows if row.kind == "writes"] == [
        BudgetMinute("acme", "writes", "", 2, 3),
        BudgetMinute("acme", "writes", "account-7", 2, 0),
        BudgetMinute("acme", "writes", "account-8", 0, 3),
    ]
    # Another process may have them among its busiest.
    assert len(rest) == 97
    assert BudgetMinute("acme", "", "account-1", 1, 1) in rest
    assert budget_minutes({}, {}) == ([], [])


def test_attempts_are_counted_by_what_follows():
    mine, other = uuid4(), uuid4()
    outcomes = {
        (mine, "succeeded"): 5,
        (mine, "failed"): 4,
        (mine, "retry_scheduled"): 3,
        (mine, "throttled"): 2,
        (other, "succeeded"): 1,
        (uuid4(), "finished_elsewhere"): 7,
    }
    assert attempt_counts(outcomes) == {mine: AttemptCounts(5, 4, 3, 2), other: AttemptCounts(1)}
