"""Why a run ends without a result."""


class RunLost(Exception):
    """Another worker has claimed the schedule, or somebody has changed it. Nothing more may be stored."""


class NoAudience(Exception):
    """No agreement covers the resource any more."""
