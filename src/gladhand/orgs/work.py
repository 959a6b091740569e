"""What orgs bring to the worker: expiry of invitations and share agreements, the ends of
messages, and metrics.
"""

from gladhand.core.work import Work
from gladhand.orgs.agreements import tasks as agreements
from gladhand.orgs.invitations import sending
from gladhand.orgs.invitations import tasks as invitations
from gladhand.orgs.invitations.metrics import set_invitations
from gladhand.orgs.notices import tasks as notices

WORK = Work(
    tasks=(invitations.register, agreements.register, notices.register),
    gauges=(set_invitations,),
    mail=(sending.handlers,),
)
