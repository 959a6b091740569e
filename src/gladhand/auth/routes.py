"""The routes of auth."""

from gladhand.auth import endpoints

ROUTERS = (endpoints.router,)
