"""What orgs bring to the worker: expiry of invitations."""

from gladhand.core.work import Work
from gladhand.orgs.invitations import tasks as invitations

WORK = Work(tasks=(invitations.register,))
