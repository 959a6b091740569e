"""The routes of auth."""

from gladhand.auth import endpoints
from gladhand.auth.audit import endpoints as audit

ROUTERS = (endpoints.router, audit.router)
