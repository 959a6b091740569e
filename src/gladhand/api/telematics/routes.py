"""The routes of `/v2/telematics`."""

from gladhand.api.telematics import endpoints as records
from gladhand.api.telematics.analytics import endpoints as analytics
from gladhand.api.telematics.reference import endpoints as reference
from gladhand.api.telematics.region_segments import endpoints as region_segments

ROUTERS = (records.router, region_segments.router, analytics.router, reference.router)
