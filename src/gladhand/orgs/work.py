"""What orgs bring to the worker: expiry of invitations and share agreements, and metrics."""

from gladhand.core.work import Work
from gladhand.orgs.agreements import tasks as agreements
from gladhand.orgs.invitations import tasks as invitations
from gladhand.orgs.invitations.metrics import set_invitations

WORK = Work(tasks=(invitations.register, agreements.register), gauges=(set_invitations,))
