"""Environment variables that are no settings."""

#: Set by `gladhand up` for the processes that it starts.
MANAGED_PROCESS_VARIABLE = "GLADHAND_PART_OF_STACK"
