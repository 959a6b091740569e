"""Accounts of fleets at providers: how they are recognised, and how often their credentials are tried."""
