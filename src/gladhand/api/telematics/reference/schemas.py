"""The rows of the reference lists on the wire."""

from pydantic import Field

from gladhand.resources.wire_model import WireModel


class RefHosRuleset(WireModel):
    """Hours-of-service rules that a driver can be bound to."""

    hos_ruleset_code: str = Field(description="Identifies the ruleset.", examples=["US_INT_PROP_70_8"])
    hos_ruleset_name: str
    jurisdiction_type: str = Field(description="Interstate or Intrastate in the USA, Federal or Provincial in Canada.")
    issue_authority: str = Field(examples=["FMCSA"])
    region: str = Field(description="Where the ruleset holds.", examples=["US Interstate"])
    region_code: str = Field(description="Country or region, ISO 3166.", examples=["US-TX"])
    cycle_days: int | None = None
    max_cycle_hours: int | None = None
    max_drive_hours_per_day: int | None = None
    max_work_hours_per_day: int | None = None
    min_offduty_per_day: int | None = Field(None, description="Hours off duty.")
    is_break_required: bool | None = None
    break_interval_hours: int | None = Field(None, description="Null: no break is required.")
    is_restart_allowed: bool | None = None
    restart_hours: int | None = Field(None, description="Null: a cycle cannot be restarted.")
    restart_frequency_days: int | None = None
    is_sleeper_split_allowed: bool | None = None
    sleeper_split_notes: str | None = None
    is_team_rules: bool | None = None
    is_big_day_allowed: bool | None = Field(None, description="Whether a short-haul driver may have a 16-hour day.")
    is_short_haul_exemption: bool | None = None
    short_haul_airmiles: int | None = None
    short_haul_max_duty_hours: int | None = None
    is_passenger: bool | None = None
    is_railroad_exemption: bool | None = None
    is_oilfield: bool | None = None
    is_farm_product: bool | None = None
    is_flammable: bool | None = None
    is_school_pupil: bool | None = None
    is_seasonal_exemption: bool | None = None
    is_special_exemption: str | None = Field(None, description="The exemption in words.")


class RefHosEventCode(WireModel):
    """What an electronic logging device can record."""

    event_code: str = Field(description="Identifies the event.", examples=["DRIVING"])
    eld_event_type_code: str = Field(description="The type in the files of the device.", examples=["1"])
    eld_event_type_name: str = Field(examples=["DUTY_CHANGE"])
    eld_event_type_description: str
    eld_code: str = Field(description="The event in the files of the device, within its type.", examples=["3"])
    description: str


class RefHosMalfunctionCode(WireModel):
    """A malfunction or data diagnostic event of an electronic logging device."""

    malfunction_code: str = Field(description="Identifies the malfunction.", examples=["ENGINE_SYNC"])
    eld_code: str = Field(description="The malfunction in the files of the device.", examples=["E"])
    category: str = Field(examples=["Malfunction"])
    description: str


class RefHosRecordOrigin(WireModel):
    """Who has written a record of hours of service."""

    record_origin_code: str = Field(description="Identifies the origin.", examples=["AUTO"])
    eld_code: str = Field(description="The origin in the files of the device.", examples=["1"])
    description: str


class RefHosRecordStatus(WireModel):
    """Whether a record of hours of service is in force."""

    record_status_code: str = Field(description="Identifies the status.", examples=["ACTIVE"])
    eld_code: str = Field(description="The status in the files of the device.", examples=["1"])
    description: str


class RefHosRegion(WireModel):
    """A state, province or territory."""

    region_code: str = Field(description="Identifies the region, as in ISO 3166-2.", examples=["US-CA"])
    country_code: str = Field(description="Two letters, ISO 3166-1.", examples=["US"])
    country_name: str
    region_code_iso2: str = Field(description="What follows the hyphen in `region_code`.", examples=["CA"])
    region_name: str


class RefHosViolationCode(WireModel):
    """A way to break the rules of hours of service."""

    violation_code: str = Field(description="Identifies the violation.", examples=["DH_DAILY_OVER"])
    category: str = Field(examples=["DrivingHours"])
    name: str
    description: str


class RefTimezoneCode(WireModel):
    """A time zone that providers are known to take."""

    timezone_code: str = Field(description="Identifies the time zone.", examples=["AMER_CHICAGO"])
    timezone: str = Field(description="The name in the time zone database.", examples=["America/Chicago"])
    standard_utc_offset_minutes: int = Field(description="The lower offset of the year.", examples=[-360])
    observes_dst: bool
    dst_utc_offset_minutes: int | None = Field(None, description="Null: no daylight saving time.", examples=[-300])
    dst_start_rule: str | None = Field(None, description="Null: no daylight saving time.")
    dst_end_rule: str | None = Field(None, description="Null: no daylight saving time.")
