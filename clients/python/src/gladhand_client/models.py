"""The records and bodies of the API. Generated from its OpenAPI documents by `make client`."""

from __future__ import annotations

from datetime import date as date_aliased
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, EmailStr, Field

from gladhand_client.base import Model


class AccessTokenCredsInput(Model):
    access_token: str
    token_type: str | None = None
    expires_in: int | None = None
    refresh_token: str | None = None
    scope: str | None = None
    user_id: str | None = None
    account_id: str | None = None
    host: str | None = None


class AccessTokenCredsOutput(Model):
    access_token: Any
    token_type: str | None = None
    expires_in: int | None = None
    refresh_token: Any | None = None
    scope: str | None = None
    user_id: str | None = None
    account_id: Any | None = None
    host: Any | None = None


class ActorKindEnum(StrEnum):
    partner = "partner"
    fleet = "fleet"
    admin = "admin"
    person = "person"
    operator = "operator"
    server = "server"


class ApiAuthCredsInput(Model):
    username: str
    password: str
    api_key: str


class ApiAuthCredsOutput(Model):
    username: Any
    password: Any
    api_key: Any


class ApiBasicCredsInput(Model):
    username: str
    password: str
    url: str | None = None
    auth_code: str | None = None
    host: str | None = None


class ApiBasicCredsOutput(Model):
    username: Any
    password: Any
    url: str | None = None
    auth_code: Any | None = None
    host: Any | None = None


class Kind(StrEnum):
    """
    Only administrators make clients of the kind `admin`
    """

    partner = "partner"
    admin = "admin"


class ApiClientCreate(Model):
    """
    A new API client.
    """

    name: str
    """
    What it is for
    """
    kind: Kind | None = Kind.partner
    """
    Only administrators make clients of the kind `admin`
    """
    partner_id: UUID | None = None
    """
    The partner that it acts for. An administrator names it; a partner's client makes clients of its own partner
    """
    scopes: list[str] | None = None
    """
    What its tokens may do: nothing that the caller may not do. Without it all that its kind may do, as far as the caller may do that
    """
    extensions: bool | None = False
    """
    Whether its answers have the keys that the contract does not have
    """


class Kind1(StrEnum):
    partner = "partner"
    admin = "admin"


class ApiClientRead(Model):
    """
    An API client without its secret, which is stored as a hash.
    """

    client_id: str
    kind: Kind1
    partner_id: UUID | None
    """
    The partner that it acts for; null for an administrator's client
    """
    name: str
    scopes: list[str]
    extensions: bool
    created_at: AwareDatetime
    last_used_at: AwareDatetime | None
    """
    When it last got a token; up to a minute may be missing
    """
    former_secret_until: AwareDatetime | None
    """
    Until when the secret before the last rotation works
    """
    former_secret_used_at: AwareDatetime | None
    """
    When the secret before the last rotation last got a token since then
    """
    revoked_at: AwareDatetime | None


class ApiClientRotate(Model):
    """
    How long the former secret works on.
    """

    overlap_hours: float | None = 24
    """
    Hours for which the former secret still gets tokens; 0 ends it at once
    """


class ApiClientSecretRead(Model):
    """
    An API client with its new secret.
    """

    client_id: str
    kind: Kind1
    partner_id: UUID | None
    """
    The partner that it acts for; null for an administrator's client
    """
    name: str
    scopes: list[str]
    extensions: bool
    created_at: AwareDatetime
    last_used_at: AwareDatetime | None
    """
    When it last got a token; up to a minute may be missing
    """
    former_secret_until: AwareDatetime | None
    """
    Until when the secret before the last rotation works
    """
    former_secret_used_at: AwareDatetime | None
    """
    When the secret before the last rotation last got a token since then
    """
    revoked_at: AwareDatetime | None
    client_secret: str
    """
    Shown only in this answer
    """


class ApiKeyCredsInput(Model):
    api_key: str
    url: str | None = None
    user_id: str | None = None


class ApiKeyCredsOutput(Model):
    api_key: Any
    url: str | None = None
    user_id: str | None = None


class AzugaSLCInput(Model):
    api_key: str
    token: str


class AzugaSLCOutput(Model):
    api_key: Any
    token: Any


class BouncieCredsInput(Model):
    auth_code: str
    redirect_uri: str
    client_id: str | None = None
    client_secret: str | None = None


class BouncieCredsOutput(Model):
    auth_code: Any
    redirect_uri: str
    client_id: str | None = None
    client_secret: Any | None = None


class Branding(Model):
    """
    Colours and logos of Connect; null is this server's own.
    """

    brand_color: str | None = None
    """
    Of buttons and progress, as six hexadecimal digits
    """
    brand_logo: str | None = None
    """
    This server fetches it for the pages
    """
    brand_logo_dark: str | None = None
    """
    For dark pages; without it `brand_logo` is shown there
    """


class BrandingRead(Model):
    """
    Colours and logos of Connect for the fleets of a partner.
    """

    brand_color: str | None = None
    """
    Of buttons and progress, as six hexadecimal digits
    """
    brand_logo: str | None = None
    """
    This server fetches it for the pages
    """
    brand_logo_dark: str | None = None
    """
    For dark pages; without it `brand_logo` is shown there
    """
    partner_id: UUID
    updated_at: AwareDatetime | None = None
    """
    Null while nothing was set
    """


class CanonicalFaultCodeEnum(StrEnum):
    """
    What a fault code means, whatever the standard and the manufacturer.
    """

    ABS_WHEEL_SENSOR_ABNORMAL_RATE_OF_CHANGE = "ABS_WHEEL_SENSOR_ABNORMAL_RATE_OF_CHANGE"
    ABS_WHEEL_SENSOR_ABNORMAL_UPDATE_RATE = "ABS_WHEEL_SENSOR_ABNORMAL_UPDATE_RATE"
    ABS_WHEEL_SENSOR_NOT_RESPONDING = "ABS_WHEEL_SENSOR_NOT_RESPONDING"
    ABS_WHEEL_SENSOR_SIGNAL_ERRATIC = "ABS_WHEEL_SENSOR_SIGNAL_ERRATIC"
    BRAKE_SIGNAL_SENSOR_FAULT = "BRAKE_SIGNAL_SENSOR_FAULT"
    BRAKE_SIGNAL_SENSOR_NOT_RESPONDING = "BRAKE_SIGNAL_SENSOR_NOT_RESPONDING"
    BRAKE_SWITCH_CIRCUIT = "BRAKE_SWITCH_CIRCUIT"
    AFTERTREATMENT_THERMAL_MGMT_STATUS_HIGH = "AFTERTREATMENT_THERMAL_MGMT_STATUS_HIGH"
    DEF_LINE_HEATER_VOLTAGE_LOW = "DEF_LINE_HEATER_VOLTAGE_LOW"
    DEF_TANK_HEATER_LOW = "DEF_TANK_HEATER_LOW"
    DPF_OUTLET_PRESSURE_ABNORMAL_RATE_OF_CHANGE = "DPF_OUTLET_PRESSURE_ABNORMAL_RATE_OF_CHANGE"
    DPF_OUTLET_PRESSURE_SIGNAL_ERRATIC = "DPF_OUTLET_PRESSURE_SIGNAL_ERRATIC"
    EGR_CONTROL_FAULT = "EGR_CONTROL_FAULT"
    EGR_VALVE_CONTROL_FAULT = "EGR_VALVE_CONTROL_FAULT"
    NOX_SENSOR_FAULT = "NOX_SENSOR_FAULT"
    NOX_SENSOR_OUTLET_FAULT = "NOX_SENSOR_OUTLET_FAULT"
    SCR_CONVERSION_EFFICIENCY_LOW = "SCR_CONVERSION_EFFICIENCY_LOW"
    AUX_EQUIP_SUPPLY_PRESSURE_VOLTAGE_LOW = "AUX_EQUIP_SUPPLY_PRESSURE_VOLTAGE_LOW"
    TRANS_AIR_TANK_PRESSURE_LOW = "TRANS_AIR_TANK_PRESSURE_LOW"
    CRANK_ENABLE_CIRCUIT_HIGH = "CRANK_ENABLE_CIRCUIT_HIGH"
    CRANK_ENABLE_CIRCUIT_LOW = "CRANK_ENABLE_CIRCUIT_LOW"
    CRANKCASE_BREATHER_OIL_SEPARATOR_SPEED_LOW = "CRANKCASE_BREATHER_OIL_SEPARATOR_SPEED_LOW"
    CRANKCASE_BREATHER_SPEED_LOW = "CRANKCASE_BREATHER_SPEED_LOW"
    CRANKCASE_VENT_HOSE_DISCONNECTED = "CRANKCASE_VENT_HOSE_DISCONNECTED"
    DIAGNOSTIC_ABNORMAL_UPDATE_RATE = "DIAGNOSTIC_ABNORMAL_UPDATE_RATE"
    DIAGNOSTIC_SPECIAL_INSTRUCTION = "DIAGNOSTIC_SPECIAL_INSTRUCTION"
    ECU_INTELLIGENT_DEVICE_FAILURE = "ECU_INTELLIGENT_DEVICE_FAILURE"
    J1939_PARAMETER_DATA_ERROR = "J1939_PARAMETER_DATA_ERROR"
    OEM_MANUFACTURER_ASSIGNABLE = "OEM_MANUFACTURER_ASSIGNABLE"
    ENG_COOLANT_TEMP_HIGH = "ENG_COOLANT_TEMP_HIGH"
    ENG_COOLANT_TEMP_LOW = "ENG_COOLANT_TEMP_LOW"
    ENG_FUEL_PRESSURE_HIGH = "ENG_FUEL_PRESSURE_HIGH"
    ENG_FUEL_PRESSURE_LOW = "ENG_FUEL_PRESSURE_LOW"
    ENG_FUEL_PRESSURE_SIGNAL_ERRATIC = "ENG_FUEL_PRESSURE_SIGNAL_ERRATIC"
    ENG_FUEL_PUMP_CURRENT_LOW = "ENG_FUEL_PUMP_CURRENT_LOW"
    ENG_MAP_HIGH = "ENG_MAP_HIGH"
    ENG_MAP_LOW = "ENG_MAP_LOW"
    ENG_MAP_SIGNAL_ERRATIC = "ENG_MAP_SIGNAL_ERRATIC"
    ENG_MAP_VOLTAGE_HIGH = "ENG_MAP_VOLTAGE_HIGH"
    ENG_OIL_PRESSURE_HIGH = "ENG_OIL_PRESSURE_HIGH"
    ENG_OIL_PRESSURE_LOW = "ENG_OIL_PRESSURE_LOW"
    ENG_OIL_TEMP_HIGH = "ENG_OIL_TEMP_HIGH"
    ENG_OIL_TEMP_LOW = "ENG_OIL_TEMP_LOW"
    ENG_OVERSPEED = "ENG_OVERSPEED"
    ENG_SPEED_CIRCUIT_FAULT = "ENG_SPEED_CIRCUIT_FAULT"
    ENG_SPEED_NO_SIGNAL = "ENG_SPEED_NO_SIGNAL"
    ENG_SPEED_SIGNAL_ERRATIC = "ENG_SPEED_SIGNAL_ERRATIC"
    ENG_THROTTLE_HIGH = "ENG_THROTTLE_HIGH"
    ENG_THROTTLE_LOW = "ENG_THROTTLE_LOW"
    ENG_THROTTLE_SIGNAL_ERRATIC = "ENG_THROTTLE_SIGNAL_ERRATIC"
    ENG_WATER_IN_FUEL = "ENG_WATER_IN_FUEL"
    GEAR_MODULE_CALIBRATION_INVALID = "GEAR_MODULE_CALIBRATION_INVALID"
    GEAR_MODULE_NO_SIGNAL = "GEAR_MODULE_NO_SIGNAL"
    GEAR_MODULE_SIGNAL_ERRATIC = "GEAR_MODULE_SIGNAL_ERRATIC"
    J1939_NETWORK_SIGNAL_ERRATIC = "J1939_NETWORK_SIGNAL_ERRATIC"
    RETARDER_OIL_TEMP_HIGH = "RETARDER_OIL_TEMP_HIGH"
    RETARDER_OIL_TEMP_LOW = "RETARDER_OIL_TEMP_LOW"
    RETARDER_OIL_TEMP_OVER_TEMP = "RETARDER_OIL_TEMP_OVER_TEMP"
    RETARDER_PRESSURE_HIGH = "RETARDER_PRESSURE_HIGH"
    RETARDER_PRESSURE_LOW = "RETARDER_PRESSURE_LOW"
    TIRE_LOCATION_DEVICE_FAILURE = "TIRE_LOCATION_DEVICE_FAILURE"
    TIRE_PRESSURE_LOW_MODERATE = "TIRE_PRESSURE_LOW_MODERATE"
    TIRE_PRESSURE_LOW_SEVERE = "TIRE_PRESSURE_LOW_SEVERE"
    TIRE_SENSOR_VOLTAGE_LOW = "TIRE_SENSOR_VOLTAGE_LOW"
    TPMS_TIRE_LOCATION_DEVICE_FAILURE = "TPMS_TIRE_LOCATION_DEVICE_FAILURE"
    TPMS_TIRE_PRESSURE_LOW_MODERATE = "TPMS_TIRE_PRESSURE_LOW_MODERATE"
    TPMS_TIRE_PRESSURE_LOW_SEVERE = "TPMS_TIRE_PRESSURE_LOW_SEVERE"
    TPMS_TIRE_SENSOR_VOLTAGE_LOW = "TPMS_TIRE_SENSOR_VOLTAGE_LOW"
    TRANS_CONTROL_SYSTEM_PERFORMANCE = "TRANS_CONTROL_SYSTEM_PERFORMANCE"
    TRANS_FILTER_MAINTENANCE_ALERT = "TRANS_FILTER_MAINTENANCE_ALERT"
    TRANS_FILTER_MAINTENANCE_REQUIRED = "TRANS_FILTER_MAINTENANCE_REQUIRED"
    TRANS_FLUID_DETERIORATED = "TRANS_FLUID_DETERIORATED"
    TRANS_FLUID_LEVEL_HIGH = "TRANS_FLUID_LEVEL_HIGH"
    TRANS_FLUID_LEVEL_LOW = "TRANS_FLUID_LEVEL_LOW"
    TRANS_FLUID_OVER_TEMP = "TRANS_FLUID_OVER_TEMP"
    TRANS_FLUID_TEMP_HIGH = "TRANS_FLUID_TEMP_HIGH"
    TRANS_FLUID_TEMP_LOW = "TRANS_FLUID_TEMP_LOW"
    TRANS_FLUID_TEMP_SIGNAL_ERRATIC = "TRANS_FLUID_TEMP_SIGNAL_ERRATIC"
    VEH_SPEED_SIGNAL_ERRATIC = "VEH_SPEED_SIGNAL_ERRATIC"


class CarrierIdentifierTypeEnum(StrEnum):
    dot = "dot"
    cvor = "cvor"


class ClearingEnum(StrEnum):
    """
    What null does in an update.
    """

    cleared = "cleared"
    refused = "refused"
    left_out = "left_out"


class ClientIdSecretCredsInput(Model):
    client_id: str
    client_secret: str
    url: str | None = None
    account_id: str | None = None


class ClientIdSecretCredsOutput(Model):
    client_id: str
    client_secret: Any
    url: str | None = None
    account_id: Any | None = None


class CompanyAccessCredsInput(Model):
    username: str
    password: str
    company_id: str


class CompanyAccessCredsOutput(Model):
    username: Any
    password: Any
    company_id: Any


class CompanyIdCredsInput(Model):
    company_id: str


class CompanyIdCredsOutput(Model):
    company_id: Any


class ConnectionPreAuthCreate(Model):
    """
    What a fleet enters before it signs in at its provider.
    """

    tsp_id: UUID
    """
    The provider to connect.
    """
    pre_auth_credentials: ApiBasicCredsInput


class ConnectionStatusEnum(StrEnum):
    """
    Whether data flows through a connection.
    """

    active = "active"
    failed = "failed"
    cancelled = "cancelled"
    paused = "paused"
    stale = "stale"
    deleted = "deleted"


class ConnectionTypeEnum(StrEnum):
    """
    The shape of the credentials that a provider asks for.
    """

    access_token = "access_token"
    api_auth = "api_auth"
    api_basic = "api_basic"
    api_key = "api_key"
    azuga_slc = "azuga_slc"
    bouncie = "bouncie"
    client_id_secret = "client_id_secret"
    company_access = "company_access"
    company_id = "company_id"
    database = "database"
    ez_lynk = "ez_lynk"
    ez_lynk_access = "ez_lynk_access"
    ezlogz = "ezlogz"
    factor_eld = "factor_eld"
    fleetup = "fleetup"
    fleetup_slc = "fleetup_slc"
    geotab = "geotab"
    isaac = "isaac"
    motive = "motive"
    oauth1 = "oauth1"
    oauth2 = "oauth2"
    oauth2_initiate = "oauth2_initiate"
    oauth2_private_key = "oauth2_private_key"
    ontime = "ontime"
    private_key = "private_key"
    s3 = "s3"
    samsara = "samsara"
    switchboard = "switchboard"
    spireon_slc = "spireon_slc"
    sftp = "sftp"
    token = "token"
    tt_creds = "tt_creds"
    truckx_creds = "truckx_creds"
    truckx_slc = "truckx_slc"
    verizon_connect = "verizon_connect"
    verizon_connect_slc = "verizon_connect_slc"


class ConsentGroupEnum(StrEnum):
    """
    A group of data. The order is that of the page.
    """

    vehicles = "vehicles"
    drivers = "drivers"
    locations = "locations"
    hours_of_service = "hours_of_service"
    engine_and_fuel = "engine_and_fuel"
    safety = "safety"
    trailers = "trailers"
    messages = "messages"
    company = "company"
    other = "other"


class ConsentTerms(Model):
    """
    What the consent page says, and what the fleet may leave out.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    purpose: str | None = None
    """
    What you use the data for, in your own words
    """
    purposes: dict[ConsentGroupEnum | str, str] | None = None
    """
    The same for single groups of data; shown beside the group
    """
    optional_groups: list[ConsentGroupEnum | str] | None = None
    """
    Groups that the fleet may leave out; the agreement then has no scope for their resources
    """
    access_days: int | None = None
    """
    After how many days the agreement ends by itself; null: it has no end
    """


class ContentEncodingEnum(StrEnum):
    """
    How the body of a delivery is encoded; `identity` is plain JSON.
    """

    gzip = "gzip"
    identity = "identity"


class DatabaseDriverEnum(StrEnum):
    postgresql_psycopg2 = "postgresql+psycopg2"
    cockroachdb = "cockroachdb"
    mongodb = "mongodb"
    mysql = "mysql"
    mariadb = "mariadb"
    snowflake = "snowflake"
    clickhouse = "clickhouse"


class DistanceUnit(StrEnum):
    """
    The unit of distances and odometers.
    """

    m = "m"


class DistanceUnitEnum(StrEnum):
    """
    The units in which a write may give distances and odometers.
    """

    miles = "miles"
    meters = "meters"
    kilo_meters = "kilo_meters"


class DriverSafetyEventEnum(StrEnum):
    """
    What happened in a safety event.
    """

    collision = "collision"
    rollover = "rollover"
    forward_collision_warning = "forward_collision_warning"
    near_collision = "near_collision"
    hard_acceleration = "hard_acceleration"
    hard_braking = "hard_braking"
    harsh_turn = "harsh_turn"
    speeding = "speeding"
    rolling_stop = "rolling_stop"
    ran_red_light = "ran_red_light"
    did_not_yield = "did_not_yield"
    defensive_driving = "defensive_driving"
    unsafe_parking = "unsafe_parking"
    railroad_crossing_violation = "railroad_crossing_violation"
    no_seatbelt = "no_seatbelt"
    mobile_usage = "mobile_usage"
    distraction = "distraction"
    drowsy = "drowsy"
    eating_drinking = "eating_drinking"
    smoking = "smoking"
    late_response = "late_response"
    following_distance = "following_distance"
    lane_departure = "lane_departure"
    tailgating = "tailgating"
    yaw_control = "yaw_control"
    camera_obstructed = "camera_obstructed"
    manual_event = "manual_event"
    idling = "idling"


class DutyStatusCodeEnum(StrEnum):
    """
    The duty status of a driver.
    """

    OFF = "OFF"
    SB = "SB"
    D = "D"
    ON = "ON"
    PC = "PC"
    YM = "YM"
    INT = "INT"
    WT = "WT"


class DvirDefectEnum(StrEnum):
    """
    The part of a vehicle or trailer that has a defect.
    """

    fluid_levels = "fluid_levels"
    battery = "battery"
    belts_hoses = "belts_hoses"
    radiator = "radiator"
    frame_assembly = "frame_assembly"
    front_axle = "front_axle"
    starter = "starter"
    transmission = "transmission"
    oil_pressure = "oil_pressure"
    defroster_heater = "defroster_heater"
    lights_front = "lights_front"
    windshield_clean = "windshield_clean"
    windshield_wiper_fluid = "windshield_wiper_fluid"
    windshield_wipers = "windshield_wipers"
    brakes = "brakes"
    brake_check = "brake_check"
    clutch = "clutch"
    mirrors = "mirrors"
    horn = "horn"
    safety_equipment = "safety_equipment"
    trip_recorder = "trip_recorder"
    air_conditioner = "air_conditioner"
    doors = "doors"
    stop_arm_control = "stop_arm_control"
    steering_wheel = "steering_wheel"
    emergency_door_buzzer = "emergency_door_buzzer"
    entrance_steps = "entrance_steps"
    interior_floor = "interior_floor"
    windows = "windows"
    exhaust = "exhaust"
    fifth_wheel = "fifth_wheel"
    landing_gear = "landing_gear"
    suspension = "suspension"
    alignment = "alignment"
    rims = "rims"
    tires = "tires"
    tire_chains = "tire_chains"
    stop_arm = "stop_arm"
    muffler = "muffler"
    roof = "roof"
    wheels = "wheels"
    wheels_rims = "wheels_rims"
    suspension_under = "suspension_under"
    scratches = "scratches"
    air_compressor = "air_compressor"
    air_lines = "air_lines"
    brake_connections = "brake_connections"
    coupling_devices = "coupling_devices"
    reflectors = "reflectors"
    lights_rear = "lights_rear"
    rear_end = "rear_end"
    tire_chains_rear = "tire_chains_rear"
    brake_accessories = "brake_accessories"
    drive_line = "drive_line"
    engine = "engine"
    fuel_tanks = "fuel_tanks"
    lights_general = "lights_general"
    other = "other"
    unset = "unset"
    first_aid_kit = "first_aid_kit"


class DvirLogTypeEnum(StrEnum):
    """
    The occasion of an inspection.
    """

    pre_trip = "pre_trip"
    post_trip = "post_trip"
    mechanic = "mechanic"
    unknown = "unknown"


class EZLynkAccessCredsInput(Model):
    access_token: str
    carrier_identifier: str
    carrier_identifier_type: CarrierIdentifierTypeEnum | str


class EZLynkAccessCredsOutput(Model):
    access_token: Any
    carrier_identifier: str
    carrier_identifier_type: CarrierIdentifierTypeEnum | str


class EZLynkCreds(Model):
    carrier_identifier: str
    carrier_identifier_type: CarrierIdentifierTypeEnum | str


class EmbedKeyCreate(Model):
    """
    A new key. Its branding, where it is given, comes before the partner's.
    """

    brand_color: str | None = None
    """
    Of buttons and progress, as six hexadecimal digits
    """
    brand_logo: str | None = None
    """
    This server fetches it for the pages
    """
    brand_logo_dark: str | None = None
    """
    For dark pages; without it `brand_logo` is shown there
    """
    name: str
    """
    What it is for
    """
    origins: list[str]
    """
    The sites that may show Connect in a frame, such as https://partner.example
    """


class EmbedKeyRead(Model):
    """
    A key that lets a partner's own sites show Connect.
    """

    brand_color: str | None = None
    """
    Of buttons and progress, as six hexadecimal digits
    """
    brand_logo: str | None = None
    """
    This server fetches it for the pages
    """
    brand_logo_dark: str | None = None
    """
    For dark pages; without it `brand_logo` is shown there
    """
    id: UUID
    partner_id: UUID
    key: str
    """
    The key for the embedding script. It is not a secret
    """
    name: str
    origins: list[str]
    created_at: AwareDatetime
    updated_at: AwareDatetime
    revoked_at: AwareDatetime | None = None
    """
    When the key was revoked. A revoked key opens nothing
    """


class EmbedKeyUpdate(Model):
    """
    What to change: absent keeps, null clears.
    """

    brand_color: str | None = None
    """
    Of buttons and progress, as six hexadecimal digits
    """
    brand_logo: str | None = None
    """
    This server fetches it for the pages
    """
    brand_logo_dark: str | None = None
    """
    For dark pages; without it `brand_logo` is shown there
    """
    name: str | None = None
    origins: list[str] | None = None
    """
    All origins of the key. They replace the former ones
    """


class EngineStatusEnum(StrEnum):
    """
    Whether an engine runs.
    """

    OFF = "OFF"
    ON = "ON"
    IDLE = "IDLE"
    TOWING = "TOWING"
    UNKNOWN = "UNKNOWN"


class EngineType(StrEnum):
    """
    What a vehicle runs on, as a write says it; reads answer whatever the provider says.
    """

    GASOLINE = "GASOLINE"
    DIESEL = "DIESEL"
    ETHANOL = "ETHANOL"
    METHANOL = "METHANOL"
    PROPANE = "PROPANE"
    LPG = "LPG"
    CNG = "CNG"
    LNG = "LNG"
    HYDROGEN = "HYDROGEN"
    ELECTRICITY = "ELECTRICITY"
    HYBRID = "HYBRID"


class EventSchema(Model):
    """
    The schema of one version of an event's body.
    """

    event_name: str
    version: str
    created_at: AwareDatetime
    openapi_schema: str
    """
    An OpenAPI document as text; the body is its first schema.
    """
    changelog: str | None = "Initial schema version"
    is_sent: bool | None = False
    """
    Whether this server sends the event by now.
    """
    sent_when: str | None = None
    """
    When the event is sent; null if it never is.
    """


class EventSchemaLine(Model):
    """
    One event of the catalogue.
    """

    event_name: str
    versions: list[str]
    is_sent: bool | None = False
    """
    Whether this server sends the event by now.
    """
    sent_when: str | None = None
    """
    When the event is sent; null if it never is.
    """


class EventSchemaList(Model):
    items: list[EventSchemaLine]


class ExecutionStatusEnum(StrEnum):
    """
    Whether a run has ended, and how.
    """

    failed = "failed"
    pending = "pending"
    scheduled = "scheduled"
    success = "success"


class ExtTspRegistryEnum(StrEnum):
    fmcsa = "fmcsa"


class EzlogzCreds(Model):
    app_id: str
    app_key: str
    client_key: str


class FactorEldCredsInput(Model):
    username: str
    password: str
    api_key: str


class FactorEldCredsOutput(Model):
    username: Any
    password: Any
    api_key: Any


class FaultCodeSourceEnum(StrEnum):
    """
    The standard that a fault code belongs to.
    """

    J1708 = "J1708"
    J1939 = "J1939"
    OBD2 = "OBD2"
    VENDOR = "VENDOR"


class FieldCoverage(Model):
    """
    How often one field has a value.
    """

    field: str
    filled: float
    """
    The share of records in the sample in which the field is not null.
    """
    is_declared: bool
    """
    Whether the adapter says that the provider's records can show the field.
    """


class FieldOutcomeEnum(StrEnum):
    """
    What became of one field of a write.
    """

    applied = "applied"
    unchanged = "unchanged"
    not_supported = "not_supported"
    shortened = "shortened"
    rejected = "rejected"
    ignored = "ignored"


class FieldResult(Model):
    """
    What became of one field of a write.
    """

    field: str
    """
    Name of the field, as it was sent.
    """
    outcome: FieldOutcomeEnum | str
    """
    `applied`: the provider has the value now. `unchanged`: it holds what it held before. `not_supported`: it has no place for the field, which was left out. `shortened`: the beginning of the value was written. `rejected`: the value cannot be written, and therefore nothing was. `ignored`: this API has no such field.
    """
    detail: str | None = None
    """
    Why, where there is more to say.
    """


class FleetPropertyKeyEnum(StrEnum):
    dot_number = "dot_number"
    location = "location"
    type = "type"


class FleetPropertyRead(Model):
    key: FleetPropertyKeyEnum | str
    value: str
    id: UUID
    created_at: AwareDatetime
    fleet_id: UUID


class FleetRead(Model):
    """
    A carrier, as a partner that it shares with sees it.
    """

    name: str
    description: str | None = None
    display_name: str | None = None
    legal_name: str | None = None
    dba_name: str | None = None
    """
    The name it does business under
    """
    websites: list[str] | None = None
    invitation_id: UUID | None = None
    """
    The calling partner's own invitation that the fleet has accepted; null for the fleet itself
    """
    fleet_ref: str
    """
    The calling partner's own id of the fleet
    """
    regulatory_id: str | None = None
    """
    Such as a DOT number
    """
    regulatory_id_type: str | None = None
    """
    Such as DOT, MC or EASA
    """
    regulatory_id_date: date_aliased | None = None
    regulatory_id_status: str | None = None
    registered_email: EmailStr | None = None
    registered_phone: str | None = None
    registered_fax: str | None = None
    address: str | None = None
    city: str | None = None
    province: str | None = None
    postal_code: str | None = None
    country_code: str | None = None
    """
    ISO 3166-1 alpha-3
    """
    id: UUID
    created_at: AwareDatetime
    updated_at: AwareDatetime


class FleetSharing(Model):
    """
    A partner that a fleet shares with.
    """

    partner_id: UUID
    partner: str
    """
    The partner's slug
    """
    fleet_ref: str | None


class FleetSummary(Model):
    """
    A fleet, by your reference, and how much of it you see.
    """

    fleet_ref: str | None
    """
    Your id of the fleet.
    """
    fleet_ids: list[UUID]
    """
    Our ids. Several, if the fleet connected again under your reference.
    """
    connections: int | None = 0
    """
    Active connections.
    """
    drivers: int | None = 0
    vehicles: int | None = 0
    vehicles_with_locations: int | None = 0
    """
    Vehicles that have sent a position.
    """


class FleetUpdate(Model):
    """
    Fields that are not sent stay as they are; null clears a field. A fleet always has a name.
    """

    name: str | None = None
    description: str | None = None
    display_name: str | None = None
    legal_name: str | None = None
    dba_name: str | None = None
    """
    The name it does business under
    """
    regulatory_id: str | None = None
    """
    Such as a DOT number
    """
    regulatory_id_type: str | None = None
    """
    Such as DOT, MC or EASA
    """
    regulatory_id_date: date_aliased | None = None
    regulatory_id_status: str | None = None
    registered_email: EmailStr | None = None
    registered_phone: str | None = None
    registered_fax: str | None = None
    address: str | None = None
    city: str | None = None
    province: str | None = None
    postal_code: str | None = None
    country_code: str | None = None
    """
    ISO 3166-1 alpha-3
    """
    fleet_ref: str | None = None
    """
    The reference of the partner whose invitation the token came with
    """


class FleetupCredsInput(Model):
    account_id: str
    secret_key: str
    api_key: str


class FleetupCredsOutput(Model):
    account_id: Any
    secret_key: Any
    api_key: Any


class FleetupSLCInput(Model):
    account_id: str
    api_key: str
    token: str


class FleetupSLCOutput(Model):
    account_id: Any
    api_key: Any
    token: Any


class FuelVolumeUnitEnum(StrEnum):
    """
    The units in which a write may give volumes of fuel.
    """

    CUBIC_METER = "CUBIC_METER"
    LITER = "LITER"
    US_GALLON = "US_GALLON"
    IMPERIAL_GALLON = "IMPERIAL_GALLON"


class FunnelReasonRead(Model):
    """
    Why checks of credentials failed.
    """

    detail: str
    invitations: int


class FunnelStepEnum(StrEnum):
    """
    The steps in the order of a fleet that connects; `integration_requested` and `declined` are other endings.
    """

    opened = "opened"
    accepted = "accepted"
    provider_chosen = "provider_chosen"
    check_failed = "check_failed"
    connected = "connected"
    returned = "returned"
    integration_requested = "integration_requested"
    declined = "declined"


class FunnelStepRead(Model):
    """
    A step that one fleet has taken.
    """

    step: FunnelStepEnum | str
    times: int
    """
    How often the fleet has taken the step. A page that was opened twice counts twice
    """
    detail: str | None = None
    """
    From the last time: the provider, or why its check failed
    """
    first_at: AwareDatetime
    last_at: AwareDatetime


class GeotabCredsInput(Model):
    username: str
    password: str
    database: str
    session_id: str | None = None


class GeotabCredsOutput(Model):
    username: Any
    password: Any
    database: str
    session_id: str | None = None


class GivenRoleEnum(StrEnum):
    """
    A role that is given through the API. Fleets' people register in Connect.
    """

    admin = "admin"
    partner_admin = "partner_admin"
    partner_reader = "partner_reader"


class HistoryRead(Model):
    """
    How far history was read: from the newest to the oldest, beside what is new. A feed begins with it instead.
    """

    from_datetime: AwareDatetime
    """
    History is read back to this moment.
    """
    read_from_datetime: AwareDatetime | None
    """
    All from this moment on is read. Null: nothing yet, or a feed has not caught up yet.
    """
    records: int
    """
    How many records of history were read so far.
    """
    is_complete: bool
    expected_end_at: AwareDatetime | None
    """
    When history will be complete at the speed so far. Null: complete, or not known yet.
    """


class HosComplianceTypeEnum(StrEnum):
    """
    Whether a driver has to keep hours of service at all.
    """

    exempt = "exempt"
    non_exempt = "non_exempt"


class HosEventAnnotation(Model):
    """
    A remark on an event of a log.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    created_at: AwareDatetime
    """
    When it was written, else when the event began.
    """
    remarks: str


class HosEventCodeEnum(StrEnum):
    """
    What happened in an event of a log.
    """

    OFF = "OFF"
    SB = "SB"
    DRIVING = "DRIVING"
    ON = "ON"
    INT_CONV = "INT_CONV"
    INT_REDUCED = "INT_REDUCED"
    PC = "PC"
    YM = "YM"
    PCYM_CLEAR = "PCYM_CLEAR"
    CERT1 = "CERT1"
    CERT2 = "CERT2"
    CERT3 = "CERT3"
    CERT4 = "CERT4"
    CERT5 = "CERT5"
    CERT6 = "CERT6"
    CERT7 = "CERT7"
    CERT8 = "CERT8"
    CERT9 = "CERT9"
    LOGIN = "LOGIN"
    LOGOUT = "LOGOUT"
    ENGINE_UP = "ENGINE_UP"
    ENGINE_UP_REDUCED = "ENGINE_UP_REDUCED"
    ENGINE_DOWN = "ENGINE_DOWN"
    ENGINE_DOWN_REDUCED = "ENGINE_DOWN_REDUCED"
    MALF_LOG = "MALF_LOG"
    MALF_CLEAR = "MALF_CLEAR"
    DIAG_LOG = "DIAG_LOG"
    DIAG_CLEAR = "DIAG_CLEAR"


class HosEventTypeCodeEnum(StrEnum):
    """
    The kind of an event of a log, as the US rule for electronic logs numbers them.
    """

    field_1 = "1"
    field_2 = "2"
    field_3 = "3"
    field_4 = "4"
    field_5 = "5"
    field_6 = "6"


class HosMalfunctionCodeEnum(StrEnum):
    """
    A malfunction, or a diagnostic event, of an electronic logging device.
    """

    POWER = "POWER"
    ENGINE_SYNC = "ENGINE_SYNC"
    TIMING = "TIMING"
    POSITION = "POSITION"
    RECORDING = "RECORDING"
    TRANSFER = "TRANSFER"
    OTHER = "OTHER"
    DIAG_POWER = "DIAG_POWER"
    DIAG_ENGINE_SYNC = "DIAG_ENGINE_SYNC"
    DIAG_MISSING_DATA = "DIAG_MISSING_DATA"
    DIAG_TRANSFER = "DIAG_TRANSFER"
    DIAG_UNIDENTIFIED = "DIAG_UNIDENTIFIED"
    DIAG_OTHER = "DIAG_OTHER"


class HosRecordOriginCodeEnum(StrEnum):
    """
    Who recorded an event of a log.
    """

    AUTO = "AUTO"
    DRIVER_EDIT = "DRIVER_EDIT"
    USER_EDIT = "USER_EDIT"
    UNIDENTIFIED = "UNIDENTIFIED"


class HosRecordStatusCodeEnum(StrEnum):
    """
    Whether an event of a log counts, or was replaced.
    """

    ACTIVE = "ACTIVE"
    INACTIVE_CHANGED = "INACTIVE_CHANGED"
    INACTIVE_REQUESTED = "INACTIVE_REQUESTED"
    INACTIVE_REJECTED = "INACTIVE_REJECTED"


class HosRegionCodeEnum(StrEnum):
    """
    A state, province or territory: country and part, as in ISO 3166-2.
    """

    US_AL = "US-AL"
    US_AK = "US-AK"
    US_AR = "US-AR"
    US_AZ = "US-AZ"
    US_CA = "US-CA"
    US_CO = "US-CO"
    US_CT = "US-CT"
    US_DE = "US-DE"
    US_FL = "US-FL"
    US_GA = "US-GA"
    US_HI = "US-HI"
    US_IA = "US-IA"
    US_ID = "US-ID"
    US_IL = "US-IL"
    US_IN = "US-IN"
    US_KS = "US-KS"
    US_KY = "US-KY"
    US_LA = "US-LA"
    US_MA = "US-MA"
    US_MD = "US-MD"
    US_ME = "US-ME"
    US_MI = "US-MI"
    US_MN = "US-MN"
    US_MO = "US-MO"
    US_MS = "US-MS"
    US_MT = "US-MT"
    US_NC = "US-NC"
    US_ND = "US-ND"
    US_NE = "US-NE"
    US_NH = "US-NH"
    US_NJ = "US-NJ"
    US_NM = "US-NM"
    US_NV = "US-NV"
    US_NY = "US-NY"
    US_OH = "US-OH"
    US_OK = "US-OK"
    US_OR = "US-OR"
    US_PA = "US-PA"
    US_RI = "US-RI"
    US_SC = "US-SC"
    US_SD = "US-SD"
    US_TN = "US-TN"
    US_TX = "US-TX"
    US_UT = "US-UT"
    US_VA = "US-VA"
    US_VT = "US-VT"
    US_WA = "US-WA"
    US_WI = "US-WI"
    US_WV = "US-WV"
    US_WY = "US-WY"
    US_DC = "US-DC"
    US_AS = "US-AS"
    US_GU = "US-GU"
    US_MP = "US-MP"
    US_PR = "US-PR"
    US_VI = "US-VI"
    CA_AB = "CA-AB"
    CA_BC = "CA-BC"
    CA_MB = "CA-MB"
    CA_NB = "CA-NB"
    CA_NF = "CA-NF"
    CA_NS = "CA-NS"
    CA_NT = "CA-NT"
    CA_ON = "CA-ON"
    CA_PE = "CA-PE"
    CA_QC = "CA-QC"
    CA_SK = "CA-SK"
    CA_YT = "CA-YT"
    CA_NL = "CA-NL"
    MX_AG = "MX-AG"
    MX_BN = "MX-BN"
    MX_BS = "MX-BS"
    MX_CH = "MX-CH"
    MX_CI = "MX-CI"
    MX_CL = "MX-CL"
    MX_CP = "MX-CP"
    MX_CS = "MX-CS"
    MX_DF = "MX-DF"
    MX_DG = "MX-DG"
    MX_GE = "MX-GE"
    MX_GJ = "MX-GJ"
    MX_HD = "MX-HD"
    MX_JA = "MX-JA"
    MX_MC = "MX-MC"
    MX_MR = "MX-MR"
    MX_MX = "MX-MX"
    MX_NA = "MX-NA"
    MX_NL = "MX-NL"
    MX_OA = "MX-OA"
    MX_PU = "MX-PU"
    MX_QE = "MX-QE"
    MX_QI = "MX-QI"
    MX_SI = "MX-SI"
    MX_SL = "MX-SL"
    MX_SO = "MX-SO"
    MX_TA = "MX-TA"
    MX_TB = "MX-TB"
    MX_TL = "MX-TL"
    MX_VC = "MX-VC"
    MX_YU = "MX-YU"
    MX_ZA = "MX-ZA"


class HosRulesetCodeEnum(StrEnum):
    """
    Where the rule holds, what is carried, hours per days, and its exceptions.
    """

    US_INT_PROP_60_7 = "US_INT_PROP_60_7"
    US_INT_PROP_60_7_BIG = "US_INT_PROP_60_7_BIG"
    US_INT_PROP_60_7_BIG_SLP = "US_INT_PROP_60_7_BIG_SLP"
    US_INT_PROP_60_7_NORST = "US_INT_PROP_60_7_NORST"
    US_INT_PROP_60_7_NORST_SLP = "US_INT_PROP_60_7_NORST_SLP"
    US_INT_PROP_60_7_NOBRK = "US_INT_PROP_60_7_NOBRK"
    US_INT_PROP_60_7_NOBRK_BIG = "US_INT_PROP_60_7_NOBRK_BIG"
    US_INT_PROP_60_7_NOBRK_BIG_SLP = "US_INT_PROP_60_7_NOBRK_BIG_SLP"
    US_INT_PROP_60_7_NOBRK_SLP = "US_INT_PROP_60_7_NOBRK_SLP"
    US_INT_PROP_60_7_SH = "US_INT_PROP_60_7_SH"
    US_INT_PROP_60_7_SH_NORST = "US_INT_PROP_60_7_SH_NORST"
    US_INT_PROP_70_8 = "US_INT_PROP_70_8"
    US_INT_PROP_70_8_BIG = "US_INT_PROP_70_8_BIG"
    US_INT_PROP_70_8_BIG_SLP = "US_INT_PROP_70_8_BIG_SLP"
    US_INT_PROP_70_8_NORST = "US_INT_PROP_70_8_NORST"
    US_INT_PROP_70_8_NORST_SLP = "US_INT_PROP_70_8_NORST_SLP"
    US_INT_PROP_70_8_NOBRK = "US_INT_PROP_70_8_NOBRK"
    US_INT_PROP_70_8_NOBRK_BIG = "US_INT_PROP_70_8_NOBRK_BIG"
    US_INT_PROP_70_8_NOBRK_BIG_SLP = "US_INT_PROP_70_8_NOBRK_BIG_SLP"
    US_INT_PROP_70_8_NOBRK_SLP = "US_INT_PROP_70_8_NOBRK_SLP"
    US_INT_PROP_70_8_SH = "US_INT_PROP_70_8_SH"
    US_INT_PROP_70_8_SH_14H = "US_INT_PROP_70_8_SH_14H"
    US_INT_PROP_70_8_SH_NORST = "US_INT_PROP_70_8_SH_NORST"
    US_INT_PROP_SH_14H = "US_INT_PROP_SH_14H"
    US_INT_PAX_60_7 = "US_INT_PAX_60_7"
    US_INT_PAX_60_7_SH = "US_INT_PAX_60_7_SH"
    US_INT_PAX_70_8 = "US_INT_PAX_70_8"
    US_INT_PAX_70_8_SH = "US_INT_PAX_70_8_SH"
    US_INT_SALESP = "US_INT_SALESP"
    US_INT_SALESP_NCDL_SH = "US_INT_SALESP_NCDL_SH"
    US_INT_OILTR_60_7 = "US_INT_OILTR_60_7"
    US_INT_OILTR_70_8 = "US_INT_OILTR_70_8"
    US_INT_OILWL_60_7 = "US_INT_OILWL_60_7"
    US_INT_OILWL_70_8 = "US_INT_OILWL_70_8"
    US_INT_RAIL_EX = "US_INT_RAIL_EX"
    US_INT_PROP_SLPVAR = "US_INT_PROP_SLPVAR"
    US_INT_PROP_60_7_SLPVAR = "US_INT_PROP_60_7_SLPVAR"
    US_INT_PROP_70_8_SLPVAR = "US_INT_PROP_70_8_SLPVAR"
    US_INT_CARRIER_EX = "US_INT_CARRIER_EX"
    US_INT_NOHOS_7 = "US_INT_NOHOS_7"
    US_INT_NOHOS_8 = "US_INT_NOHOS_8"
    US_TX_INTRA_PROP_70_7 = "US_TX_INTRA_PROP_70_7"
    US_TX_INTRA_SH_70_7 = "US_TX_INTRA_SH_70_7"
    US_TX_INTRA_SH_70_8 = "US_TX_INTRA_SH_70_8"
    US_CA_INTRA_PROP_80_8 = "US_CA_INTRA_PROP_80_8"
    US_CA_INTRA_PAX_80_8 = "US_CA_INTRA_PAX_80_8"
    US_CA_INTRA_FARM_112_8 = "US_CA_INTRA_FARM_112_8"
    US_CA_INTRA_FARM_BRK = "US_CA_INTRA_FARM_BRK"
    US_CA_INTRA_FLAM_80_8 = "US_CA_INTRA_FLAM_80_8"
    US_CA_INTRA_FLAM_BRK = "US_CA_INTRA_FLAM_BRK"
    US_CA_INTRA_SCH_80_8 = "US_CA_INTRA_SCH_80_8"
    US_CA_INTRA_SCH_BRK = "US_CA_INTRA_SCH_BRK"
    US_AK_INTRA_PROP_70_7 = "US_AK_INTRA_PROP_70_7"
    US_AK_INTRA_PROP_80_8 = "US_AK_INTRA_PROP_80_8"
    US_AK_INTRA_PAX_70_7 = "US_AK_INTRA_PAX_70_7"
    US_AK_INTRA_PAX_80_8 = "US_AK_INTRA_PAX_80_8"
    US_AK_INTRA_PROP_70_7_SLP = "US_AK_INTRA_PROP_70_7_SLP"
    US_AK_INTRA_PROP_80_8_SLP = "US_AK_INTRA_PROP_80_8_SLP"
    US_FL_INTRA_PROP_70_7 = "US_FL_INTRA_PROP_70_7"
    US_FL_INTRA_PROP_80_8 = "US_FL_INTRA_PROP_80_8"
    US_FL_INTRA_SH_70_7 = "US_FL_INTRA_SH_70_7"
    US_FL_INTRA_SH_80_8 = "US_FL_INTRA_SH_80_8"
    US_OR_INTRA_PROP_70_7 = "US_OR_INTRA_PROP_70_7"
    US_OR_INTRA_PROP_80_8 = "US_OR_INTRA_PROP_80_8"
    US_MD_INTRA_SH_70_7 = "US_MD_INTRA_SH_70_7"
    US_MD_INTRA_SH_80_8 = "US_MD_INTRA_SH_80_8"
    US_NE_INTRA_PROP_70_7 = "US_NE_INTRA_PROP_70_7"
    US_NE_INTRA_PROP_80_8 = "US_NE_INTRA_PROP_80_8"
    US_NC_INTRA_PROP_70_7 = "US_NC_INTRA_PROP_70_7"
    US_NC_INTRA_PROP_80_8 = "US_NC_INTRA_PROP_80_8"
    US_ND_INTRA_PROP_70_7 = "US_ND_INTRA_PROP_70_7"
    US_ND_INTRA_SH_70_7 = "US_ND_INTRA_SH_70_7"
    US_SC_INTRA_PROP_70_7 = "US_SC_INTRA_PROP_70_7"
    US_SC_INTRA_PROP_80_8 = "US_SC_INTRA_PROP_80_8"
    US_WA_INTRA_PROP_70_7 = "US_WA_INTRA_PROP_70_7"
    US_WA_INTRA_PROP_80_8 = "US_WA_INTRA_PROP_80_8"
    US_WI_INTRA_PROP_70_7 = "US_WI_INTRA_PROP_70_7"
    US_WI_INTRA_PROP_80_8 = "US_WI_INTRA_PROP_80_8"
    CA_FED_C1_70_7 = "CA_FED_C1_70_7"
    CA_FED_C2_120_14 = "CA_FED_C2_120_14"
    CA_FED_C1_TEAM = "CA_FED_C1_TEAM"
    CA_FED_C2_TEAM = "CA_FED_C2_TEAM"
    CA_FED_NOHOS = "CA_FED_NOHOS"
    CA_N60_C1_80_7 = "CA_N60_C1_80_7"
    CA_N60_C2_120_14 = "CA_N60_C2_120_14"
    CA_N60_C1_TEAM = "CA_N60_C1_TEAM"
    CA_N60_C2_TEAM = "CA_N60_C2_TEAM"
    CA_N60_NOHOS = "CA_N60_NOHOS"
    CA_N60_OIL = "CA_N60_OIL"
    CA_N60_OIL_TEAM = "CA_N60_OIL_TEAM"
    CA_AB_PROV_PROP_70_7 = "CA_AB_PROV_PROP_70_7"
    CA_SK_PROV_PROP_70_7 = "CA_SK_PROV_PROP_70_7"
    CA_SK_PROV_FERT_EX = "CA_SK_PROV_FERT_EX"
    CA_BC_PROV_LOG = "CA_BC_PROV_LOG"
    CA_S60_OIL = "CA_S60_OIL"
    CA_OIL_TEAM = "CA_OIL_TEAM"
    US_INT_OILTR_60_7_BIG = "US_INT_OILTR_60_7_BIG"
    US_INT_OILTR_60_7_BIG_SLP = "US_INT_OILTR_60_7_BIG_SLP"
    US_INT_OILTR_60_7_SLP = "US_INT_OILTR_60_7_SLP"
    US_INT_OILTR_70_8_BIG = "US_INT_OILTR_70_8_BIG"
    US_INT_OILTR_70_8_BIG_SLP = "US_INT_OILTR_70_8_BIG_SLP"
    US_INT_OILTR_70_8_SLP = "US_INT_OILTR_70_8_SLP"
    US_CA_INTRA_OILTR_80_8 = "US_CA_INTRA_OILTR_80_8"
    US_CA_INTRA_OILTR_PROP = "US_CA_INTRA_OILTR_PROP"
    US_INT_OILTR_60_7_NOBRK = "US_INT_OILTR_60_7_NOBRK"
    US_INT_OILTR_60_7_NOBRK_BIG = "US_INT_OILTR_60_7_NOBRK_BIG"
    US_INT_OILTR_60_7_NOBRK_BIG_SLP = "US_INT_OILTR_60_7_NOBRK_BIG_SLP"
    US_INT_OILTR_60_7_NOBRK_SLP = "US_INT_OILTR_60_7_NOBRK_SLP"
    US_INT_OILTR_70_8_NOBRK = "US_INT_OILTR_70_8_NOBRK"
    US_INT_OILTR_70_8_NOBRK_BIG = "US_INT_OILTR_70_8_NOBRK_BIG"
    US_INT_OILTR_70_8_NOBRK_BIG_SLP = "US_INT_OILTR_70_8_NOBRK_BIG_SLP"
    US_INT_OILTR_70_8_NOBRK_SLP = "US_INT_OILTR_70_8_NOBRK_SLP"
    US_INT_OILTR_SH_12H = "US_INT_OILTR_SH_12H"
    US_INT_OILTR_SH_14H = "US_INT_OILTR_SH_14H"
    US_INT_OILTR_70_8_SH_12H = "US_INT_OILTR_70_8_SH_12H"
    US_INT_OILTR_70_8_SH_14H = "US_INT_OILTR_70_8_SH_14H"
    US_TX_INTRA_OILTR_70_7 = "US_TX_INTRA_OILTR_70_7"
    US_INT_OILWL_60_7_BIG = "US_INT_OILWL_60_7_BIG"
    US_INT_OILWL_60_7_BIG_SLP = "US_INT_OILWL_60_7_BIG_SLP"
    US_INT_OILWL_60_7_SLP = "US_INT_OILWL_60_7_SLP"
    US_INT_OILWL_70_8_BIG = "US_INT_OILWL_70_8_BIG"
    US_INT_OILWL_70_8_BIG_SLP = "US_INT_OILWL_70_8_BIG_SLP"
    US_INT_OILWL_70_8_SLP = "US_INT_OILWL_70_8_SLP"
    US_CA_INTRA_OILWL_80_8 = "US_CA_INTRA_OILWL_80_8"
    US_CA_INTRA_OILWL_PROP = "US_CA_INTRA_OILWL_PROP"
    US_INT_OILWL_60_7_NOBRK = "US_INT_OILWL_60_7_NOBRK"
    US_INT_OILWL_60_7_NOBRK_BIG = "US_INT_OILWL_60_7_NOBRK_BIG"
    US_INT_OILWL_60_7_NOBRK_BIG_SLP = "US_INT_OILWL_60_7_NOBRK_BIG_SLP"
    US_INT_OILWL_60_7_NOBRK_SLP = "US_INT_OILWL_60_7_NOBRK_SLP"
    US_INT_OILWL_70_8_NOBRK = "US_INT_OILWL_70_8_NOBRK"
    US_INT_OILWL_70_8_NOBRK_BIG = "US_INT_OILWL_70_8_NOBRK_BIG"
    US_INT_OILWL_70_8_NOBRK_BIG_SLP = "US_INT_OILWL_70_8_NOBRK_BIG_SLP"
    US_INT_OILWL_70_8_NOBRK_SLP = "US_INT_OILWL_70_8_NOBRK_SLP"
    US_TX_INTRA_OILWL_70_7 = "US_TX_INTRA_OILWL_70_7"


class HosTrackingMethodEnum(StrEnum):
    """
    Who writes the log of a driver who has to keep one: the driver, or the device.
    """

    manual = "manual"
    automatic = "automatic"


class HosTrackingMode(Model):
    """
    How a driver's hours are tracked. Each part may also stand beside this object, with the same value.
    """

    hos_compliance_type: HosComplianceTypeEnum | str | None = None
    """
    Whether the driver must keep hours.
    """
    hos_tracking_method: HosTrackingMethodEnum | str | None = None
    """
    For drivers who are not exempt: how the log is written.
    """


class HosViolationCategoryEnum(StrEnum):
    """
    The group of rules that a violation breaks.
    """

    Cycle = "Cycle"
    DrivingHours = "DrivingHours"
    ELD = "ELD"
    Exemption = "Exemption"
    OffDuty = "OffDuty"
    Recordkeeping = "Recordkeeping"
    Rest = "Rest"
    ShortHaul = "ShortHaul"
    Sleeper = "Sleeper"
    Workday = "Workday"


class HosViolationCodeEnum(StrEnum):
    """
    The rule that a violation breaks.
    """

    DH_DAILY_OVER = "DH_DAILY_OVER"
    DH_AFTER_WINDOW = "DH_AFTER_WINDOW"
    DH_OFFDUTY_DRIVE = "DH_OFFDUTY_DRIVE"
    DH_PASSENGER_DAILY_OVER = "DH_PASSENGER_DAILY_OVER"
    WD_WINDOW_OVER = "WD_WINDOW_OVER"
    WD_CONSEC_OVER = "WD_CONSEC_OVER"
    WD_SPLIT_RESETS_WINDOW_INVALID = "WD_SPLIT_RESETS_WINDOW_INVALID"
    CY_LIMIT_OVER = "CY_LIMIT_OVER"
    CY_RESTART_SHORT = "CY_RESTART_SHORT"
    CY_RESTART_EARLY = "CY_RESTART_EARLY"
    BR_MISSING = "BR_MISSING"
    BR_LATE = "BR_LATE"
    BR_SHORT = "BR_SHORT"
    OD_DAILY_SHORT = "OD_DAILY_SHORT"
    OD_RESET_SHORT = "OD_RESET_SHORT"
    OD_DEFERRAL_DAY1_SHORT = "OD_DEFERRAL_DAY1_SHORT"
    OD_DEFERRAL_DAY2_SHORT = "OD_DEFERRAL_DAY2_SHORT"
    OD_DEFERRAL_RULE_MISAPPLIED = "OD_DEFERRAL_RULE_MISAPPLIED"
    SL_SPLIT_INVALID = "SL_SPLIT_INVALID"
    SL_SPLIT_UNPAIRED = "SL_SPLIT_UNPAIRED"
    SH_RADIUS_OVER = "SH_RADIUS_OVER"
    SH_DUTY_OVER = "SH_DUTY_OVER"
    SH_LOGGING_REQD = "SH_LOGGING_REQD"
    SH_RETURN_LOCATION_VIOLATION = "SH_RETURN_LOCATION_VIOLATION"
    EX_PC_MISUSE = "EX_PC_MISUSE"
    EX_YM_MISUSE = "EX_YM_MISUSE"
    EX_ADV_INVALID = "EX_ADV_INVALID"
    EX_EMERGENCY_INVALID = "EX_EMERGENCY_INVALID"
    RK_NOT_CERT = "RK_NOT_CERT"
    RK_DAY_MISSING = "RK_DAY_MISSING"
    RK_FORM_MANNER = "RK_FORM_MANNER"
    RK_UNASSIGNED_OPEN = "RK_UNASSIGNED_OPEN"
    RK_FALSE_LOG = "RK_FALSE_LOG"
    RK_MISSING_LOCATION = "RK_MISSING_LOCATION"
    RK_ODOMETER_GAP = "RK_ODOMETER_GAP"
    EL_MALFUNC = "EL_MALFUNC"
    EL_DIAG_ACTIVE = "EL_DIAG_ACTIVE"
    EL_XFER_FAIL = "EL_XFER_FAIL"


class InferredAddress(Model):
    """
    The place nearest to a position: its city at best.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    city: str | None = None
    province: str | None = None
    """
    State or province.
    """
    country_code: str | None = None
    """
    Two letters, ISO 3166-1.
    """


class IntegrationRequestBody(Model):
    """
    Whom to contact at the fleet, and notes for the integration.
    """

    fleet_contact_name: str | None = None
    fleet_contact_email: EmailStr | None = None
    fleet_contact_notes: str | None = None


class IntegrationStatusEnum(StrEnum):
    """
    How far one resource of one provider has come.
    """

    implemented = "implemented"
    not_implemented = "not_implemented"
    not_supported = "not_supported"


class InvitationAccept(Model):
    """
    What the fleet changes in its own description while it accepts; absent: as the partner filled it in.
    """

    fleet_name: str | None = None
    fleet_email: EmailStr | None = None
    fleet_regulatory_id: str | None = None
    fleet_regulatory_id_type: str | None = None
    fleet_phone: str | None = None
    fleet_website: str | None = None
    fleet_country_code: str | None = None


class InvitationDecline(Model):
    decline_reason: str | None = None
    """
    Shown to the partner
    """


class InvitationFunnelRead(Model):
    """
    How far the fleet of one invitation has come, in the order in which it took the steps.
    """

    invitation_id: UUID
    steps: list[FunnelStepRead]


class InvitationStatusEnum(StrEnum):
    active = "active"
    accepted = "accepted"
    declined = "declined"
    expired = "expired"
    deleted = "deleted"


class IsaacCredsInput(Model):
    username: str
    password: str
    auth_code: str
    host: str


class IsaacCredsOutput(Model):
    username: Any
    password: Any
    auth_code: Any
    host: Any


class MailChannelEnum(StrEnum):
    mail = "mail"
    sms = "sms"


class MailStatusEnum(StrEnum):
    queued = "queued"
    sent = "sent"
    failed = "failed"
    bounced = "bounced"
    suppressed = "suppressed"


class MessagePriorityEnum(StrEnum):
    """
    How urgent a message is.
    """

    low = "low"
    medium = "medium"
    high = "high"


class MessageStatusEnum(StrEnum):
    """
    How far a message has come.
    """

    read = "read"
    sent = "sent"
    delivered = "delivered"
    pending = "pending"


class MotiveCredsInput(Model):
    client_id: str
    client_secret: str
    auth_code: str
    redirect_uri: str


class MotiveCredsOutput(Model):
    client_id: str
    client_secret: Any
    auth_code: Any
    redirect_uri: str


class MovementPrivacyEnum(StrEnum):
    """
    What a partner sees of a vehicle while its driver has a duty status. The order is from most to least.
    """

    full = "full"
    coarse = "coarse"
    withheld = "withheld"


class OAuth1CredsInput(Model):
    client_id: str
    client_secret: str
    resource_owner_id: str
    resource_owner_secret: str
    signature_method: str
    realm: str
    url: str


class OAuth1CredsOutput(Model):
    client_id: str
    client_secret: Any
    resource_owner_id: str
    resource_owner_secret: Any
    signature_method: str
    realm: str
    url: str


class OAuth2CredsInput(Model):
    client_id: str
    client_secret: str
    scope: str | None = None
    refresh_token: str | None = None
    token_url: str
    url: str


class OAuth2CredsOutput(Model):
    client_id: str
    client_secret: Any
    scope: str | None = None
    refresh_token: Any | None = None
    token_url: str
    url: str


class OAuth2InitiateCredsInput(Model):
    code: str
    grant_type: str | None = None
    token_url: str | None = None
    redirect_uri: str | None = None


class OAuth2InitiateCredsOutput(Model):
    code: Any
    grant_type: str | None = None
    token_url: str | None = None
    redirect_uri: str | None = None


class OAuth2PrivateKeyCredsInput(Model):
    client_id: str
    private_key: str
    scope: str | None = None
    token_url: str
    url: str


class OAuth2PrivateKeyCredsOutput(Model):
    client_id: str
    private_key: Any
    scope: str | None = None
    token_url: str
    url: str


class OntimeEldCredsInput(Model):
    api_key: str
    provider_token: str
    dot_number: str


class OntimeEldCredsOutput(Model):
    api_key: Any
    provider_token: Any
    dot_number: str


class OptionCapability(Model):
    """
    Something that the operator of this server can decide.
    """

    name: str
    default: bool | int | float | str
    help: str


class PartnerCategory(StrEnum):
    Maintenance___Vehicle_Health = "Maintenance & Vehicle Health"
    Fuel__Energy___Sustainability = "Fuel, Energy & Sustainability"
    Insurance___Risk_Management = "Insurance & Risk Management"
    Safety___Driver_Performance = "Safety & Driver Performance"
    Compliance___Legal = "Compliance & Legal"
    Operations___Dispatch = "Operations & Dispatch"
    Visibility___Logistics = "Visibility & Logistics"
    Payments___Finance = "Payments & Finance"
    Workforce___HR = "Workforce & HR"
    Customer_Experience___Growth = "Customer Experience & Growth"
    Data___Connectivity = "Data & Connectivity"


class PartnerConsent(Model):
    """
    Who the partner is, and its terms for all invitations. The terms of an invitation replace single ones.
    """

    website: str | None = None
    """
    Shown beside the partner's name
    """
    contact_email: EmailStr | None = None
    """
    Where fleets send their questions
    """
    privacy_url: str | None = None
    """
    The partner's privacy notice
    """
    terms_url: str | None = None
    """
    The partner's terms
    """
    offers_test_providers: bool | None = False
    """
    Whether fleets may also choose test providers
    """
    terms: ConsentTerms | None = None


class PartnerConsentRead(Model):
    """
    What the consent page says about a partner.
    """

    website: str | None = None
    """
    Shown beside the partner's name
    """
    contact_email: EmailStr | None = None
    """
    Where fleets send their questions
    """
    privacy_url: str | None = None
    """
    The partner's privacy notice
    """
    terms_url: str | None = None
    """
    The partner's terms
    """
    offers_test_providers: bool | None = False
    """
    Whether fleets may also choose test providers
    """
    terms: ConsentTerms | None = None
    partner_id: UUID
    updated_at: AwareDatetime | None = None
    """
    Null while nothing was set
    """


class PartnerPropertyKeyEnum(StrEnum):
    default_failure_redirect_url = "default_failure_redirect_url"
    default_success_redirect_url = "default_success_redirect_url"
    default_callback_url = "default_callback_url"
    default_invitation_expires_in_hours = "default_invitation_expires_in_hours"
    contract_signed = "contract_signed"
    contract_url = "contract_url"
    contract_started_at = "contract_started_at"
    billing_model = "billing_model"
    billing_day_of_month = "billing_day_of_month"
    account_status = "account_status"
    notes = "notes"


class PartnerPropertyRead(Model):
    key: PartnerPropertyKeyEnum | str
    value: str
    id: UUID
    created_at: AwareDatetime
    partner_id: UUID


class PartnerRead(Model):
    """
    A customer of the API.
    """

    name: str
    description: str | None = None
    websites: list[str] | None = None
    categories: list[PartnerCategory | str] | None = []
    is_sandbox: bool | None = False
    parent_partner_id: UUID | None = None
    id: UUID
    slug: str | None = None
    created_at: AwareDatetime
    updated_at: AwareDatetime


class PartnerUpdate(Model):
    """
    Fields that are not sent stay as they are; null clears the description. A partner always has a name.
    """

    name: str | None = None
    description: str | None = None


class PersonInvite(Model):
    """
    A person, and what the person may do.
    """

    email: EmailStr
    """
    Its owner gets the link
    """
    name: str | None = None
    role: GivenRoleEnum | str
    """
    Only administrators give the role `admin`
    """
    partner_id: UUID | None = None
    """
    The partner that the person acts for. An administrator names it; a partner's is its own
    """
    scopes: list[str] | None = None
    """
    What the person may do with the role: nothing that the caller's own token may not do. Without it the scopes that both the role and this token have
    """


class PersonRoleEnum(StrEnum):
    admin = "admin"
    partner_admin = "partner_admin"
    partner_reader = "partner_reader"
    fleet = "fleet"


class PersonRoleRead(Model):
    """
    A role that a person holds. Somebody with two roles is listed twice.
    """

    id: UUID
    """
    Of the role
    """
    person_id: UUID | None
    """
    Null for a partner until the role is accepted
    """
    email: str
    name: str | None
    role: PersonRoleEnum | str
    partner_id: UUID | None
    fleet_id: UUID | None
    """
    Administrators see the people of fleets, too
    """
    scopes: list[str] | None
    """
    What the person may do with the role; null: all that it may do
    """
    is_accepted: bool
    """
    Whether the owner of the address has accepted the role. Until then it opens nothing, and a partner sees no name, times or second step of the account
    """
    created_at: AwareDatetime
    """
    When the role was offered or given
    """
    verified_at: AwareDatetime | None
    """
    When the owner of the address has opened a link of the mailbox
    """
    signed_in_at: AwareDatetime | None
    has_second_step: bool
    disabled_at: AwareDatetime | None


class PersonRoleUpdate(Model):
    """
    Another role, or other scopes. Absent fields stay; with another role, absent scopes are the former ones that it
    has.
    """

    role: GivenRoleEnum | str | None = None
    scopes: list[str] | None = None
    """
    As for an invitation. Null gives the scopes that both the role and the caller's own token have
    """


class Point(Model):
    """
    A position: GeoJSON.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    type: Literal["Point"]
    coordinates: list[float]
    """
    Longitude, latitude, and the altitude where it is known.
    """
    bbox: list[float] | None = None
    """
    The box around it, if there is one.
    """


class PressureUnit(StrEnum):
    """
    The unit of pressures.
    """

    Pa = "Pa"


class PrivateKeyCredsInput(Model):
    private_key: str
    consumer_key: str
    username: str
    url: str | None = None
    token_url: str | None = None


class PrivateKeyCredsOutput(Model):
    private_key: Any
    consumer_key: Any
    username: Any
    url: str | None = None
    token_url: str | None = None


class ReeferAlarmCodeEnum(StrEnum):
    """
    What an alarm of the refrigeration unit is about.
    """

    temperature_out_of_range = "temperature_out_of_range"
    setpoint_deviation = "setpoint_deviation"
    sensor_failure = "sensor_failure"
    power_loss = "power_loss"
    battery_low = "battery_low"
    battery_critical = "battery_critical"
    electrical_fault = "electrical_fault"
    fuel_low = "fuel_low"
    engine_fault = "engine_fault"
    engine_shutdown = "engine_shutdown"
    door_open_while_running = "door_open_while_running"
    unexpected_door_open = "unexpected_door_open"
    refrigeration_fault = "refrigeration_fault"
    pressure_out_of_range = "pressure_out_of_range"
    cooling_ineffective = "cooling_ineffective"
    pretrip_failed = "pretrip_failed"
    pretrip_not_performed = "pretrip_not_performed"
    unknown = "unknown"


class ReeferBatteryStatusEnum(StrEnum):
    """
    How full the battery is.
    """

    NORMAL = "NORMAL"
    LOW = "LOW"
    CRITICAL = "CRITICAL"
    UNKNOWN = "UNKNOWN"


class ReeferCargoStatusEnum(StrEnum):
    """
    Whether there is cargo.
    """

    LOADED = "LOADED"
    EMPTY = "EMPTY"
    UNKNOWN = "UNKNOWN"


class ReeferControlModeEnum(StrEnum):
    """
    What controls the refrigeration unit.
    """

    INTELLIGENT = "INTELLIGENT"
    OPTISET = "OPTISET"
    UNKNOWN = "UNKNOWN"


class ReeferOperationModeEnum(StrEnum):
    """
    How the refrigeration unit runs.
    """

    CONTINUOUS = "CONTINUOUS"
    START_STOP = "START_STOP"
    UNKNOWN = "UNKNOWN"


class ReeferOperationalStatusEnum(StrEnum):
    """
    Whether the refrigeration unit is on.
    """

    ON = "ON"
    OFF = "OFF"
    STANDBY = "STANDBY"
    UNKNOWN = "UNKNOWN"


class ReeferPowerSourceEnum(StrEnum):
    """
    What drives the refrigeration unit.
    """

    GASOLINE = "GASOLINE"
    DIESEL = "DIESEL"
    ELECTRICITY = "ELECTRICITY"
    HYBRID = "HYBRID"
    UNKNOWN = "UNKNOWN"


class RefHosEventCode(Model):
    """
    What an electronic logging device can record.
    """

    event_code: str
    """
    Identifies the event.
    """
    eld_event_type_code: str
    """
    The type in the files of the device.
    """
    eld_event_type_name: str
    eld_event_type_description: str
    eld_code: str
    """
    The event in the files of the device, within its type.
    """
    description: str


class RefHosMalfunctionCode(Model):
    """
    A malfunction or data diagnostic event of an electronic logging device.
    """

    malfunction_code: str
    """
    Identifies the malfunction.
    """
    eld_code: str
    """
    The malfunction in the files of the device.
    """
    category: str
    description: str


class RefHosRecordOrigin(Model):
    """
    Who has written a record of hours of service.
    """

    record_origin_code: str
    """
    Identifies the origin.
    """
    eld_code: str
    """
    The origin in the files of the device.
    """
    description: str


class RefHosRecordStatus(Model):
    """
    Whether a record of hours of service is in force.
    """

    record_status_code: str
    """
    Identifies the status.
    """
    eld_code: str
    """
    The status in the files of the device.
    """
    description: str


class RefHosRegion(Model):
    """
    A state, province or territory.
    """

    region_code: str
    """
    Identifies the region, as in ISO 3166-2.
    """
    country_code: str
    """
    Two letters, ISO 3166-1.
    """
    country_name: str
    region_code_iso2: str
    """
    What follows the hyphen in `region_code`.
    """
    region_name: str


class RefHosRuleset(Model):
    """
    Hours-of-service rules that a driver can be bound to.
    """

    hos_ruleset_code: str
    """
    Identifies the ruleset.
    """
    hos_ruleset_name: str
    jurisdiction_type: str
    """
    Interstate or Intrastate in the USA, Federal or Provincial in Canada.
    """
    issue_authority: str
    region: str
    """
    Where the ruleset holds.
    """
    region_code: str
    """
    Country or region, ISO 3166.
    """
    cycle_days: int | None = None
    max_cycle_hours: int | None = None
    max_drive_hours_per_day: int | None = None
    max_work_hours_per_day: int | None = None
    min_offduty_per_day: int | None = None
    """
    Hours off duty.
    """
    is_break_required: bool | None = None
    break_interval_hours: int | None = None
    """
    Null: no break is required.
    """
    is_restart_allowed: bool | None = None
    restart_hours: int | None = None
    """
    Null: a cycle cannot be restarted.
    """
    restart_frequency_days: int | None = None
    is_sleeper_split_allowed: bool | None = None
    sleeper_split_notes: str | None = None
    is_team_rules: bool | None = None
    is_big_day_allowed: bool | None = None
    """
    Whether a short-haul driver may have a 16-hour day.
    """
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
    is_special_exemption: str | None = None
    """
    The exemption in words.
    """


class RefHosViolationCode(Model):
    """
    A way to break the rules of hours of service.
    """

    violation_code: str
    """
    Identifies the violation.
    """
    category: str
    name: str
    description: str


class RefTimezoneCode(Model):
    """
    A time zone that providers are known to take.
    """

    timezone_code: str
    """
    Identifies the time zone.
    """
    timezone: str
    """
    The name in the time zone database.
    """
    standard_utc_offset_minutes: int
    """
    The lower offset of the year.
    """
    observes_dst: bool
    dst_utc_offset_minutes: int | None = None
    """
    Null: no daylight saving time.
    """
    dst_start_rule: str | None = None
    """
    Null: no daylight saving time.
    """
    dst_end_rule: str | None = None
    """
    Null: no daylight saving time.
    """


class RemoteProbeStatus(Model):
    """
    One thermometer in the cargo.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    probe_id: str
    temperature: float | None = None
    humidity_percent: float | None = None


class Replayed(Model):
    """
    How many dead letters a replay has made pending again.
    """

    webhook_id: UUID
    replayed: int


class ResourceCount(Model):
    """
    How many of each there are now. Records that were removed at their provider are not counted.
    """

    fleets: int
    """
    Fleets that share with you. Those with the same `fleet_ref` are one.
    """
    vehicles: int
    drivers: int
    """
    Users, without those who are known to be no drivers.
    """
    trailers: int


class ResourceEnum(StrEnum):
    """
    A type of normalised record.
    """

    asset = "asset"
    driver_association = "driver_association"
    driver_vehicle_association = "driver_vehicle_association"
    driver_event_log = "driver_event_log"
    driver_safety_event = "driver_safety_event"
    dvir_log = "dvir_log"
    dvir_log_defect = "dvir_log_defect"
    engine_log = "engine_log"
    engine_status = "engine_status"
    fuel_transaction = "fuel_transaction"
    fleet_info = "fleet_info"
    hos_availability = "hos_availability"
    hos_daily_snapshot = "hos_daily_snapshot"
    hos_event = "hos_event"
    hos_event_annotation = "hos_event_annotation"
    hos_event_attachment = "hos_event_attachment"
    hos_violation = "hos_violation"
    ifta_summary = "ifta_summary"
    location_segment = "location_segment"
    message = "message"
    group_message = "group_message"
    user = "user"
    vehicle = "vehicle"
    vehicle_location = "vehicle_location"
    vehicle_sensor = "vehicle_sensor"
    vehicle_region_segment = "vehicle_region_segment"
    trailer = "trailer"
    trailer_association = "trailer_association"
    trailer_vehicle_association = "trailer_vehicle_association"
    trailer_location = "trailer_location"
    trailer_status = "trailer_status"
    workflow = "workflow"


class ResourceOperationErrorTypeEnum(StrEnum):
    """
    Whose fault a failed attempt was.
    """

    auth = "auth"
    validation = "validation"
    network = "network"
    tsp = "tsp"


class ResourceOperationLogStatusEnum(StrEnum):
    """
    How one attempt of a write ended.
    """

    success = "success"
    failed = "failed"


class ResourceOperationStatusEnum(StrEnum):
    """
    How far a write has come.
    """

    pending = "pending"
    success = "success"
    failed = "failed"


class ResourceOperationTypeEnum(StrEnum):
    """
    What a write does.
    """

    create = "create"
    update = "update"


class ResourceOverview(Model):
    """
    What can be done with one resource at one provider.
    """

    resource: ResourceEnum | str
    can_list: bool
    can_create: bool
    can_update: bool
    reasons: dict[str, str]
    """
    Reasons, by what is not supported: `list`, `create` or `update`.
    """


class RightsChangeRead(Model):
    """
    One change of rights.
    """

    id: UUID
    created_at: AwareDatetime
    action: str
    """
    Such as `share_agreement.paused`
    """
    actor_kind: ActorKindEnum | str
    """
    Who made the change
    """
    actor_id: str | None
    """
    The API client or the fleet
    """
    person_id: UUID | None
    """
    The person, if one has signed in for it
    """
    address: str | None
    """
    Where the request came from
    """
    partner_id: UUID | None
    """
    The partner whose rights they are
    """
    fleet_id: UUID | None
    """
    The fleet whose rights they are
    """
    subject_id: UUID | None
    """
    What was changed, such as the share agreement
    """
    details: dict[str, Any]
    """
    The new values, without secrets
    """


class S3CredsInput(Model):
    access_key: str
    secret_key: str
    bucket_name: str
    region: str


class S3CredsOutput(Model):
    access_key: str
    secret_key: Any
    bucket_name: str
    region: str


class SampleEvent(Model):
    """
    A test event that is on its way.
    """

    webhook_id: UUID
    event_id: UUID
    """
    The event's id, as in the envelope and in the log of deliveries.
    """


class SamsaraCredsInput(Model):
    client_id: str
    client_secret: str
    auth_code: str


class SamsaraCredsOutput(Model):
    client_id: str
    client_secret: Any
    auth_code: Any


class ScheduleBackfillRequest(Model):
    """
    The connections that get a schedule for a resource.
    """

    resource: ResourceEnum | str
    tsp_id: UUID | None = None
    """
    Only connections to this provider.
    """
    connection_ids: list[UUID] | None = None
    """
    Only these connections.
    """


class ScheduleBackfillResponse(Model):
    """
    The connections that got a schedule.
    """

    connection_ids: list[UUID]


class ScheduleStatusEnum(StrEnum):
    """
    Whether a resource of a connection is read.
    """

    inactive = "inactive"
    active = "active"
    paused = "paused"
    stale = "stale"
    deleted = "deleted"
    cancelled = "cancelled"
    cancelled_insufficient_scope = "cancelled_insufficient_scope"


class ScheduleUpdate(Model):
    """
    Changes of a schedule. What is left out stays. Null clears `cursor` and `last_data_at`.
    """

    status: ScheduleStatusEnum | str | None = None
    execution_interval_seconds: int | None = None
    consecutive_error_threshold: int | None = None
    consecutive_error_count: int | None = None
    max_concurrent_executions: int | None = None
    next_execution_at: AwareDatetime | None = None
    """
    When to read next.
    """
    cursor: str | None = None
    """
    Where the next run goes on. Null: at the beginning.
    """
    last_data_at: AwareDatetime | None = None
    history_from_datetime: AwareDatetime | None = None
    """
    How far back to read history. An earlier moment reads a feed again from there.
    """


class SftpCredsInput(Model):
    host: str
    port: int | None = 22
    username: str
    password: str


class SftpCredsOutput(Model):
    host: Any
    port: int | None = 22
    username: Any
    password: Any


class ShareAgreementBackfillResult(Model):
    share_agreement_ids: list[UUID]
    """
    The agreements that have changed
    """


class ShareAgreementStatusEnum(StrEnum):
    active = "active"
    paused = "paused"
    cancelled = "cancelled"
    deleted = "deleted"
    expired = "expired"


class ShareLevelEnum(StrEnum):
    """
    What a partner may do with one resource of a fleet.
    """

    read = "read"
    read_write = "read_write"


class SkippedRead(Model):
    """
    A row of the provider that was not stored.
    """

    source_id: str | None
    reason: str


class SortOrderEnum(StrEnum):
    asc = "asc"
    desc = "desc"


class SpeedUnit(StrEnum):
    """
    The unit of speeds.
    """

    m_s = "m/s"


class SpireonSLCInput(Model):
    access_token: str
    auth_code: str


class SpireonSLCOutput(Model):
    access_token: Any
    auth_code: Any


class StatusEnum(StrEnum):
    """
    The states of everything, in one list.
    """

    active = "active"
    inactive = "inactive"
    paused = "paused"
    expired = "expired"
    cancelled = "cancelled"
    pending = "pending"
    deleted = "deleted"
    stale = "stale"
    success = "success"
    failed = "failed"
    scheduled = "scheduled"
    accepted = "accepted"
    declined = "declined"


class StopActivityEnum(StrEnum):
    """
    What is done at a stop of a workflow.
    """

    START_TRIP = "START_TRIP"
    END_TRIP = "END_TRIP"
    ARRIVE = "ARRIVE"
    DEPART = "DEPART"
    PICKUP = "PICKUP"
    DELIVERY = "DELIVERY"
    DRIVING = "DRIVING"
    ON_DUTY = "ON_DUTY"
    OFF_DUTY = "OFF_DUTY"
    SLEEPER = "SLEEPER"
    LOADING = "LOADING"
    UNLOADING = "UNLOADING"
    HOOK_DROP = "HOOK_DROP"
    YARD_MOVE = "YARD_MOVE"
    PERSONAL_CONVEYANCE = "PERSONAL_CONVEYANCE"
    WAITING = "WAITING"
    BREAKDOWN = "BREAKDOWN"
    ACCIDENT = "ACCIDENT"
    INSPECTION = "INSPECTION"
    DVIR = "DVIR"
    FUEL = "FUEL"
    OFFICE_WORK = "OFFICE_WORK"
    OTHER = "OTHER"


class StopTypeEnum(StrEnum):
    """
    What a stop of a workflow is for.
    """

    PICKUP = "PICKUP"
    DELIVERY = "DELIVERY"
    TRANSFER = "TRANSFER"
    YARD = "YARD"
    FUEL = "FUEL"
    REST = "REST"
    INSPECTION = "INSPECTION"
    MAINTENANCE = "MAINTENANCE"
    WAITING = "WAITING"
    OFFICE = "OFFICE"
    OTHER = "OTHER"


class StretchedRead(Model):
    """
    Why a schedule runs less often than usual: the fleet is too large for the limits of its provider.
    """

    usual_interval_seconds: int
    """
    Seconds from one run to the next in a fleet of usual size.
    """
    vehicles: int
    """
    The vehicles and trailers of the fleet when the interval was set.
    """
    drivers: int
    """
    The fleet's drivers and staff when the interval was set.
    """
    reason: str


class SwitchBoardCredsInput(Model):
    api_id: str
    api_key: str


class SwitchBoardCredsOutput(Model):
    api_id: str
    api_key: Any


class TTCredsInput(Model):
    api_key: str
    provider_token: str
    dot_number: str


class TTCredsOutput(Model):
    api_key: Any
    provider_token: Any
    dot_number: str


class TemperatureUnit(StrEnum):
    """
    The unit of temperatures.
    """

    K = "K"


class TimePeriodMetric(Model):
    """
    One figure over four windows that end now.
    """

    field_6h: Annotated[int | None, Field(alias="6h")]
    field_24h: Annotated[int | None, Field(alias="24h")]
    field_7d: Annotated[int | None, Field(alias="7d")]
    field_14d: Annotated[int | None, Field(alias="14d")]


class TimeSeriesDataPoint(Model):
    """
    One day, in UTC.
    """

    date: date_aliased
    daily_count: int
    """
    How many of those that are there now were first seen on that day.
    """
    cumulative_count: int
    """
    How many of those that are there now were seen by the end of that day.
    """


class TimezoneCodeEnum(StrEnum):
    """
    IANA names of zones that providers are known to take.
    """

    UTC = "UTC"
    Pacific_Honolulu = "Pacific/Honolulu"
    America_Adak = "America/Adak"
    America_Anchorage = "America/Anchorage"
    America_Juneau = "America/Juneau"
    America_Metlakatla = "America/Metlakatla"
    America_Nome = "America/Nome"
    America_Sitka = "America/Sitka"
    America_Yakutat = "America/Yakutat"
    America_Los_Angeles = "America/Los_Angeles"
    America_Vancouver = "America/Vancouver"
    America_Boise = "America/Boise"
    America_Cambridge_Bay = "America/Cambridge_Bay"
    America_Creston = "America/Creston"
    America_Dawson = "America/Dawson"
    America_Dawson_Creek = "America/Dawson_Creek"
    America_Denver = "America/Denver"
    America_Edmonton = "America/Edmonton"
    America_Fort_Nelson = "America/Fort_Nelson"
    America_Inuvik = "America/Inuvik"
    America_Phoenix = "America/Phoenix"
    America_Whitehorse = "America/Whitehorse"
    America_Yellowknife = "America/Yellowknife"
    America_Chicago = "America/Chicago"
    America_Menominee = "America/Menominee"
    America_North_Dakota_Beulah = "America/North_Dakota/Beulah"
    America_North_Dakota_Center = "America/North_Dakota/Center"
    America_North_Dakota_New_Salem = "America/North_Dakota/New_Salem"
    America_Rainy_River = "America/Rainy_River"
    America_Rankin_Inlet = "America/Rankin_Inlet"
    America_Regina = "America/Regina"
    America_Resolute = "America/Resolute"
    America_Swift_Current = "America/Swift_Current"
    America_Winnipeg = "America/Winnipeg"
    America_Indiana_Knox = "America/Indiana/Knox"
    America_Indiana_Tell_City = "America/Indiana/Tell_City"
    America_Detroit = "America/Detroit"
    America_Iqaluit = "America/Iqaluit"
    America_Kentucky_Louisville = "America/Kentucky/Louisville"
    America_Kentucky_Monticello = "America/Kentucky/Monticello"
    America_New_York = "America/New_York"
    America_Nipigon = "America/Nipigon"
    America_Pangnirtung = "America/Pangnirtung"
    America_Thunder_Bay = "America/Thunder_Bay"
    America_Toronto = "America/Toronto"
    America_Indiana_Indianapolis = "America/Indiana/Indianapolis"
    America_Indiana_Marengo = "America/Indiana/Marengo"
    America_Indiana_Petersburg = "America/Indiana/Petersburg"
    America_Indiana_Vevay = "America/Indiana/Vevay"
    America_Indiana_Vincennes = "America/Indiana/Vincennes"
    America_Indiana_Winamac = "America/Indiana/Winamac"
    America_Atikokan = "America/Atikokan"
    America_Blanc_Sablon = "America/Blanc-Sablon"
    America_Glace_Bay = "America/Glace_Bay"
    America_Goose_Bay = "America/Goose_Bay"
    America_Halifax = "America/Halifax"
    America_Moncton = "America/Moncton"
    America_St_Johns = "America/St_Johns"
    America_Mexico_City = "America/Mexico_City"
    America_Cancun = "America/Cancun"
    America_Merida = "America/Merida"
    America_Monterrey = "America/Monterrey"
    America_Mazatlan = "America/Mazatlan"
    America_Chihuahua = "America/Chihuahua"
    America_Hermosillo = "America/Hermosillo"
    America_Tijuana = "America/Tijuana"
    America_Matamoros = "America/Matamoros"
    America_Ojinaga = "America/Ojinaga"
    America_Ciudad_Juarez = "America/Ciudad_Juarez"
    America_Guatemala = "America/Guatemala"
    America_Belize = "America/Belize"
    America_Tegucigalpa = "America/Tegucigalpa"
    America_Managua = "America/Managua"
    America_Costa_Rica = "America/Costa_Rica"
    America_Panama = "America/Panama"
    America_Bogota = "America/Bogota"
    America_Lima = "America/Lima"
    America_Santiago = "America/Santiago"
    America_Argentina_Buenos_Aires = "America/Argentina/Buenos_Aires"
    America_Sao_Paulo = "America/Sao_Paulo"
    America_Montevideo = "America/Montevideo"
    America_Puerto_Rico = "America/Puerto_Rico"
    Europe_London = "Europe/London"
    Europe_Dublin = "Europe/Dublin"
    Europe_Lisbon = "Europe/Lisbon"
    Europe_Madrid = "Europe/Madrid"
    Europe_Paris = "Europe/Paris"
    Europe_Brussels = "Europe/Brussels"
    Europe_Amsterdam = "Europe/Amsterdam"
    Europe_Luxembourg = "Europe/Luxembourg"
    Europe_Berlin = "Europe/Berlin"
    Europe_Zurich = "Europe/Zurich"
    Europe_Vienna = "Europe/Vienna"
    Europe_Rome = "Europe/Rome"
    Europe_Copenhagen = "Europe/Copenhagen"
    Europe_Stockholm = "Europe/Stockholm"
    Europe_Oslo = "Europe/Oslo"
    Europe_Prague = "Europe/Prague"
    Europe_Budapest = "Europe/Budapest"
    Europe_Warsaw = "Europe/Warsaw"
    Europe_Helsinki = "Europe/Helsinki"
    Europe_Tallinn = "Europe/Tallinn"
    Europe_Riga = "Europe/Riga"
    Europe_Vilnius = "Europe/Vilnius"
    Europe_Belgrade = "Europe/Belgrade"
    Europe_Tirane = "Europe/Tirane"
    Europe_Sofia = "Europe/Sofia"
    Europe_Athens = "Europe/Athens"
    Europe_Bucharest = "Europe/Bucharest"
    Europe_Kyiv = "Europe/Kyiv"
    Europe_Chisinau = "Europe/Chisinau"
    Europe_Istanbul = "Europe/Istanbul"
    Europe_Kaliningrad = "Europe/Kaliningrad"
    Europe_Moscow = "Europe/Moscow"
    Europe_Samara = "Europe/Samara"
    Africa_Casablanca = "Africa/Casablanca"
    Africa_Algiers = "Africa/Algiers"
    Africa_Tunis = "Africa/Tunis"
    Africa_Cairo = "Africa/Cairo"
    Africa_Tripoli = "Africa/Tripoli"
    Africa_Lagos = "Africa/Lagos"
    Africa_Accra = "Africa/Accra"
    Africa_Dakar = "Africa/Dakar"
    Africa_Abidjan = "Africa/Abidjan"
    Africa_Nairobi = "Africa/Nairobi"
    Africa_Dar_es_Salaam = "Africa/Dar_es_Salaam"
    Africa_Kampala = "Africa/Kampala"
    Africa_Johannesburg = "Africa/Johannesburg"
    Africa_Maputo = "Africa/Maputo"
    Africa_Windhoek = "Africa/Windhoek"
    Asia_Dubai = "Asia/Dubai"
    Asia_Riyadh = "Asia/Riyadh"
    Asia_Qatar = "Asia/Qatar"
    Asia_Kuwait = "Asia/Kuwait"
    Asia_Bahrain = "Asia/Bahrain"
    Asia_Muscat = "Asia/Muscat"
    Asia_Baghdad = "Asia/Baghdad"
    Asia_Amman = "Asia/Amman"
    Asia_Beirut = "Asia/Beirut"
    Asia_Jerusalem = "Asia/Jerusalem"
    Asia_Baku = "Asia/Baku"
    Asia_Tbilisi = "Asia/Tbilisi"
    Asia_Yerevan = "Asia/Yerevan"
    Asia_Almaty = "Asia/Almaty"
    Asia_Tashkent = "Asia/Tashkent"
    Asia_Karachi = "Asia/Karachi"
    Asia_Kolkata = "Asia/Kolkata"
    Asia_Dhaka = "Asia/Dhaka"
    Asia_Colombo = "Asia/Colombo"
    Asia_Kathmandu = "Asia/Kathmandu"
    Asia_Bangkok = "Asia/Bangkok"
    Asia_Ho_Chi_Minh = "Asia/Ho_Chi_Minh"
    Asia_Singapore = "Asia/Singapore"
    Asia_Kuala_Lumpur = "Asia/Kuala_Lumpur"
    Asia_Jakarta = "Asia/Jakarta"
    Asia_Manila = "Asia/Manila"
    Asia_Shanghai = "Asia/Shanghai"
    Asia_Hong_Kong = "Asia/Hong_Kong"
    Asia_Taipei = "Asia/Taipei"
    Asia_Seoul = "Asia/Seoul"
    Asia_Tokyo = "Asia/Tokyo"
    Australia_Sydney = "Australia/Sydney"
    Australia_Melbourne = "Australia/Melbourne"
    Australia_Brisbane = "Australia/Brisbane"
    Australia_Adelaide = "Australia/Adelaide"
    Australia_Perth = "Australia/Perth"
    Australia_Darwin = "Australia/Darwin"
    Australia_Hobart = "Australia/Hobart"
    Pacific_Auckland = "Pacific/Auckland"


class TokenCredsInput(Model):
    token: str
    url: str | None = None


class TokenCredsOutput(Model):
    token: Any
    url: str | None = None


class TrailerAlarm(Model):
    """
    One alarm that is on.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    code: ReeferAlarmCodeEnum | str | None = None
    """
    What it is about.
    """
    description: str | None = None
    """
    The alarm in the provider's words.
    """
    severity: str | None = None
    """
    In the provider's word, such as CRITICAL.
    """


class TrailerCreate(Model):
    """
    A trailer to create at the provider. Fields that are left out get the provider's defaults.
    """

    connection_id: UUID
    """
    The connection to write through: one write goes to one provider.
    """
    trailer_name: str | None = None
    """
    What the fleet calls it, such as a unit number.
    """
    oem: str | None = None
    """
    The manufacturer.
    """
    model_type: str | None = None
    model_year: int | None = None
    """
    Four digits.
    """
    vin: str | None = None
    """
    Vehicle identification number. 17 characters as a rule.
    """
    license_plate_region: str | None = None
    """
    State or province of the plate, such as CA or ON.
    """
    license_plate_number: str | None = None
    is_active: bool | None = None
    notes: str | None = None
    eld_id: str | None = None
    """
    The provider's id of the logging or tracking device.
    """
    eld_serial_number: str | None = None
    eld_device_type: str | None = None
    eld_product_id: str | None = None
    total_axles: int | None = None
    external_id: str | None = None
    """
    The id in another system of the fleet.
    """
    license_plate_country: str | None = None
    """
    Country of the plate. Two letters, ISO 3166-1.
    """
    status: str | None = None
    """
    The provider's word, such as IN_SERVICE or MAINTENANCE.
    """
    trailer_length: float | None = None
    """
    In the provider's unit, feet or metres.
    """
    trailer_type: str | None = None
    """
    In free words, such as Dry Van, Reefer or Flatbed.
    """


class TrailerPretripStatus(Model):
    """
    The last check of the refrigeration unit before a trip.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    result: str | None = None
    """
    In the provider's word, such as PASSED.
    """
    initiated_at: AwareDatetime | None = None
    """
    When it began.
    """
    completed_at: AwareDatetime | None = None
    """
    When it ended.
    """


class TrailerUpdate(Model):
    """
    Changes of a trailer at the provider. Fields that are left out stay as they are, null clears.
    """

    connection_id: UUID
    """
    The connection to write through: one write goes to one provider.
    """
    trailer_name: str | None = None
    """
    What the fleet calls it, such as a unit number.
    """
    oem: str | None = None
    """
    The manufacturer.
    """
    model_type: str | None = None
    model_year: int | None = None
    """
    Four digits.
    """
    vin: str | None = None
    """
    Vehicle identification number. 17 characters as a rule.
    """
    license_plate_region: str | None = None
    """
    State or province of the plate, such as CA or ON.
    """
    license_plate_number: str | None = None
    is_active: bool | None = None
    notes: str | None = None
    eld_id: str | None = None
    """
    The provider's id of the logging or tracking device.
    """
    eld_serial_number: str | None = None
    eld_device_type: str | None = None
    eld_product_id: str | None = None
    total_axles: int | None = None
    external_id: str | None = None
    """
    The id in another system of the fleet.
    """
    license_plate_country: str | None = None
    """
    Country of the plate. Two letters, ISO 3166-1.
    """
    status: str | None = None
    """
    The provider's word, such as IN_SERVICE or MAINTENANCE.
    """
    trailer_length: float | None = None
    """
    In the provider's unit, feet or metres.
    """
    trailer_type: str | None = None
    """
    In free words, such as Dry Van, Reefer or Flatbed.
    """


class TrailerZoneStatus(Model):
    """
    One compartment of a trailer.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    zone: int
    """
    Its number, from 1 at the front.
    """
    setpoint_temperature: float | None = None
    """
    The target temperature.
    """
    return_air_temperature: float | None = None
    """
    Of the air that comes back from the cargo.
    """
    discharge_air_temperature: float | None = None
    """
    Of the air that is blown in.
    """
    control_sensor: str | None = None
    """
    The sensor that controls the refrigeration unit, such as RETURN_AIR.
    """
    door_open: bool | None = None
    thermal_status: str | None = None
    """
    What the refrigeration unit does, in the provider's word, such as COOL or DEFROST.
    """
    cargo_status: str | None = None
    """
    Whether there is cargo, in the provider's word.
    """


class TruckXCredsInput(Model):
    dot_number: str
    token: str


class TruckXCredsOutput(Model):
    dot_number: str
    token: Any


class TruckXSLCInput(Model):
    token: str
    carrier_id: str


class TruckXSLCOutput(Model):
    token: Any
    carrier_id: str


class TspComplianceStatusEnum(StrEnum):
    compliant = "compliant"
    non_compliant = "non_compliant"
    unknown = "unknown"


class TspEnum(StrEnum):
    """
    The platform behind a provider. Names that begin with `x-` are in-house systems.
    """

    ada = "ada"
    ai_eld = "ai_eld"
    air_eld = "air_eld"
    alfa_eld = "alfa_eld"
    alpha_eld = "alpha_eld"
    als = "als"
    anytrek_pro = "anytrek_pro"
    anytrek_classic = "anytrek_classic"
    apex_eld = "apex_eld"
    apollo = "apollo"
    apollocloud = "apollocloud"
    ascend = "ascend"
    att = "att"
    awaregps = "awaregps"
    azuga = "azuga"
    bigroad = "bigroad"
    bluehorse_eld = "bluehorse_eld"
    blueinktech = "blueinktech"
    bouncie = "bouncie"
    budgetgps = "budgetgps"
    catena_simulator = "catena_simulator"
    captain_eld = "captain_eld"
    carrier_lynx = "carrier_lynx"
    club_eld = "club_eld"
    counting_trucks_eld = "counting_trucks_eld"
    cyntrx = "cyntrx"
    digital_eld = "digital_eld"
    dragon_eld = "dragon_eld"
    drive_hos = "drive_hos"
    drive_hos_v2 = "drive_hos_v2"
    driver_tech = "driver_tech"
    dsg_elogs = "dsg_elogs"
    dynamic_eld = "dynamic_eld"
    eighteighteight_eld = "eighteighteight_eld"
    eld_88 = "eld_88"
    eld_books = "eld_books"
    eld_mandate = "eld_mandate"
    eld_mandate_prime = "eld_mandate_prime"
    eroad = "eroad"
    eva_eld = "eva_eld"
    evo_eld = "evo_eld"
    expressway_eld = "expressway_eld"
    extreme_eld = "extreme_eld"
    ezlogz = "ezlogz"
    ez_lynk = "ez_lynk"
    factor_eld = "factor_eld"
    firstgate = "firstgate"
    fleetcomplete = "fleetcomplete"
    fleetcompletehub = "fleetcompletehub"
    fleethunt = "fleethunt"
    fleetpulse = "fleetpulse"
    fleetsharp = "fleetsharp"
    fleetup = "fleetup"
    fm = "fm"
    forwardthinking = "forwardthinking"
    forza_eld = "forza_eld"
    geotab = "geotab"
    gpsinsight = "gpsinsight"
    gpstab = "gpstab"
    gpstrackit = "gpstrackit"
    grand_eld = "grand_eld"
    greenlight = "greenlight"
    groundhog = "groundhog"
    hcss = "hcss"
    hos247 = "hos247"
    hutch = "hutch"
    intellishift = "intellishift"
    ironman_eld = "ironman_eld"
    isaac = "isaac"
    jjkeller = "jjkeller"
    kinexaiot = "kinexaiot"
    knight_eld = "knight_eld"
    konexial = "konexial"
    lioneight = "lioneight"
    linxup = "linxup"
    loop_eld = "loop_eld"
    lucid_eld = "lucid_eld"
    luna_eld = "luna_eld"
    lytx = "lytx"
    lytxv3 = "lytxv3"
    mapon = "mapon"
    matrack = "matrack"
    maven = "maven"
    mdm_eld = "mdm_eld"
    mobilefleet = "mobilefleet"
    moonlight_eld = "moonlight_eld"
    motion_eld = "motion_eld"
    motive = "motive"
    my_drivebook = "my_drivebook"
    my_logs_eld = "my_logs_eld"
    nero = "nero"
    netradyne = "netradyne"
    new_eld_world = "new_eld_world"
    nextgen_eld = "nextgen_eld"
    nextraq = "nextraq"
    omnitracs = "omnitracs"
    onestep = "onestep"
    ontime_eld = "ontime_eld"
    optima = "optima"
    orbcomm = "orbcomm"
    orient_eld = "orient_eld"
    panda_eld = "panda_eld"
    payd = "payd"
    peak_eld = "peak_eld"
    peoplenet = "peoplenet"
    phillips_connect = "phillips_connect"
    phoenix = "phoenix"
    pop_eld = "pop_eld"
    prologs = "prologs"
    proride_eld = "proride_eld"
    qualitylogs_eld = "qualitylogs_eld"
    randmcnally = "randmcnally"
    rastrac = "rastrac"
    raven = "raven"
    redfox = "redfox"
    regulog_eld = "regulog_eld"
    ridehub = "ridehub"
    roadeazy = "roadeazy"
    rock_eld = "rock_eld"
    rollingtrans = "rollingtrans"
    routemate = "routemate"
    royal_eld = "royal_eld"
    safelane = "safelane"
    samsara = "samsara"
    selectivedrive = "selectivedrive"
    simba_eld = "simba_eld"
    skybitz = "skybitz"
    smart_elds = "smart_elds"
    sparkle_eld = "sparkle_eld"
    spireon = "spireon"
    sun_eld = "sun_eld"
    surfsight = "surfsight"
    swift = "swift"
    switchboard = "switchboard"
    synergy_eld = "synergy_eld"
    teletracnavman = "teletracnavman"
    teletracnavman_director = "teletracnavman_director"
    telogis = "telogis"
    tenna = "tenna"
    thermo_king = "thermo_king"
    think = "think"
    tive = "tive"
    topcompliance_eld = "topcompliance_eld"
    traccar = "traccar"
    trackease_eld = "trackease_eld"
    trackpro = "trackpro"
    traclog = "traclog"
    transflo = "transflo"
    trimble = "trimble"
    truckford = "truckford"
    truckspy = "truckspy"
    truckx = "truckx"
    trueroad_eld = "trueroad_eld"
    tt = "tt"
    txt_eld = "txt_eld"
    us_fast_eld = "us_fast_eld"
    verizon_connect = "verizon_connect"
    vista_eld = "vista_eld"
    vistracks = "vistracks"
    vlog_eld = "vlog_eld"
    vulcansols_eld = "vulcansols_eld"
    wialon = "wialon"
    webfleet = "webfleet"
    xplore_eld = "xplore_eld"
    zigzag_eld = "zigzag_eld"
    zms_eld = "zms_eld"
    zonar = "zonar"
    zubie = "zubie"


class TspIntegrationsRead(Model):
    """
    What this server can read or write at one telematics provider.
    """

    tsp_id: UUID
    slug: str | None = None
    source_name: TspEnum | str | None = None
    integrations: dict[ResourceEnum | str, IntegrationStatusEnum | str]
    """
    Every resource: `implemented`, `not_implemented` (the provider may have it, this server does not use it), or `not_supported` (the provider does not have it).
    """
    implemented_count: int
    not_implemented_count: int
    not_supported_count: int


class TspStatusEnum(StrEnum):
    active = "active"
    inactive = "inactive"
    deleted = "deleted"


class TspUpdate(Model):
    """
    Fields that are not sent stay as they are; null clears the description.
    """

    name: str | None = None
    source_name: TspEnum | str | None = None
    conn_type: ConnectionTypeEnum | str | None = None
    description: str | None = None


class UserRead(Model):
    """
    A user, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    username: str | None = None
    """
    The name that the user signs in with.
    """
    started_at: AwareDatetime | None = None
    """
    In service since.
    """
    ended_at: AwareDatetime | None = None
    """
    Out of service since.
    """
    is_active: bool | None = None
    status: str | None = None
    """
    The provider's word, such as ACTIVE, INACTIVE or SUSPENDED.
    """
    is_driver: bool | None = None
    user_designation: str | None = None
    """
    Role in free words, such as DRIVER or DISPATCHER.
    """
    user_email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone_number: str | None = None
    country_code: str | None = None
    """
    Three letters, ISO 3166-1.
    """
    license_country: str | None = None
    """
    Country of the licence. Three letters, ISO 3166-1.
    """
    license_region: str | None = None
    """
    State or province of the licence, such as CA or ON.
    """
    license_number: str | None = None
    license_expiration: date_aliased | None = None
    """
    Last day of the licence, where it was issued.
    """
    employee_number: str | None = None
    """
    The fleet's own number for the user.
    """
    company_groups: dict[str, Any] | None = None
    private_user_groups: dict[str, Any] | None = None
    report_groups: dict[str, Any] | None = None
    security_groups: dict[str, Any] | None = None
    authority_name: str | None = None
    authority_address: str | None = None
    company_name: str | None = None
    company_address: str | None = None
    carrier_number: str | None = None
    """
    Number of the carrier, such as a USDOT or MC number.
    """
    last_tsp_login: AwareDatetime | None = None
    """
    When the user last signed in at the provider.
    """
    notes: str | None = None
    hos_ruleset_code: HosRulesetCodeEnum | str | None = None
    """
    The hours-of-service rules that apply.
    """
    allow_yard_move: bool | None = None
    allow_personal_conveyance: bool | None = None
    allow_adverse_driving: bool | None = None
    default_time_zone: TimezoneCodeEnum | str | None = None
    """
    IANA name of the user's time zone.
    """


class UserStatusEnum(StrEnum):
    """
    What a write may set a user to; reads answer whatever the provider says.
    """

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


class UserUpdate(Model):
    """
    Changes of a user at the provider. Fields that are left out stay as they are, null clears.
    """

    connection_id: UUID
    """
    The connection to write through: one write goes to one provider.
    """
    username: str | None = None
    """
    The name that the user signs in with.
    """
    is_active: bool | None = None
    status: UserStatusEnum | str | None = None
    """
    The provider's word, such as ACTIVE, INACTIVE or SUSPENDED.
    """
    is_driver: bool | None = None
    user_designation: str | None = None
    """
    Role in free words, such as DRIVER or DISPATCHER.
    """
    user_email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone_number: str | None = None
    country_code: str | None = None
    """
    Three letters, ISO 3166-1.
    """
    license_country: str | None = None
    """
    Country of the licence. Three letters, ISO 3166-1.
    """
    license_region: str | None = None
    """
    State or province of the licence, such as CA or ON.
    """
    license_number: str | None = None
    license_expiration: date_aliased | None = None
    """
    Last day of the licence, where it was issued.
    """
    employee_number: str | None = None
    """
    The fleet's own number for the user.
    """
    carrier_number: str | None = None
    """
    Number of the carrier, such as a USDOT or MC number.
    """
    notes: str | None = None
    hos_ruleset_code: HosRulesetCodeEnum | str | None = None
    """
    The hours-of-service rules that apply.
    """
    allow_yard_move: bool | None = None
    allow_personal_conveyance: bool | None = None
    allow_adverse_driving: bool | None = None
    default_time_zone: TimezoneCodeEnum | str | None = None
    """
    IANA name of the user's time zone.
    """
    dot_id: str | None = None
    """
    USDOT number that the user drives under.
    """
    phone_country_code: str | None = None
    """
    Calling code with its plus sign, such as +1.
    """
    hos_tracking_mode: HosTrackingMode | None = None
    hos_compliance_type: HosComplianceTypeEnum | str | None = None
    """
    Whether the driver must keep hours.
    """
    hos_tracking_method: HosTrackingMethodEnum | str | None = None
    """
    For drivers who are not exempt: how the log is written.
    """


class ValueCapability(Model):
    """
    One of the values that a field may have.
    """

    ours: str
    theirs: str | None = None
    """
    The provider's counterpart; null if there is none.
    """
    is_uncertain: bool | None = False
    """
    The counterpart is a guess: refused unless the operator of this server allows it.
    """
    reason: str | None = None
    """
    Why there is no counterpart, where there is more to say.
    """


class VehicleLiveLocation(Model):
    """
    Where a vehicle is now, and who drives it.
    """

    tsp_id: UUID | None
    tsp_slug: str | None
    source_name: TspEnum | str | None
    vehicle_id: UUID
    vin: str | None
    vehicle_name: str | None
    driver_id: UUID | None
    driver_name: str | None
    h3_index_11: int | None
    """
    The H3 cell of the position at resolution 11, a number of 64 bits.
    """
    speed: float | None
    odometer: float | None
    fuel_level: float | None
    engine_hours: float | None
    oil_pressure: float | None
    coolant_temperature: float | None
    occurred_at: AwareDatetime
    location: Point | None
    """
    GeoJSON.
    """
    speed_unit: SpeedUnit | str | None = None
    odometer_unit: DistanceUnit | str | None = None
    oil_pressure_unit: PressureUnit | str | None = None
    coolant_temperature_unit: TemperatureUnit | str | None = None


class VehicleRead(Model):
    """
    A vehicle, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    vehicle_name: str | None = None
    """
    What the fleet calls it, such as a unit number.
    """
    oem: str | None = None
    """
    The manufacturer.
    """
    model_type: str | None = None
    model_year: int | None = None
    """
    Four digits.
    """
    vin: str | None = None
    """
    Vehicle identification number. 17 characters as a rule.
    """
    license_plate_region: str | None = None
    """
    State or province of the plate, such as CA or ON.
    """
    license_plate_number: str | None = None
    started_at: AwareDatetime | None = None
    """
    In service since.
    """
    ended_at: AwareDatetime | None = None
    """
    Out of service since.
    """
    is_active: bool | None = None
    notes: str | None = None
    eld_id: str | None = None
    """
    The provider's id of the logging or tracking device.
    """
    eld_serial_number: str | None = None
    eld_device_type: str | None = None
    eld_product_id: str | None = None
    total_axles: int | None = None
    external_id: str | None = None
    """
    The id in another system of the fleet.
    """
    engine_vin: str | None = None
    license_plate_country: str | None = None
    """
    Country of the plate. Three letters, ISO 3166-1.
    """
    status: str | None = None
    """
    The provider's word, such as IN_SERVICE or MAINTENANCE.
    """
    vehicle_groups: dict[str, Any] | None = None
    speed_unit: str | None = None
    """
    The unit in which the provider shows speeds, such as mph.
    """
    odometer_unit: str | None = None
    """
    The unit of the odometer, such as mi.
    """
    fuel_unit: str | None = None
    """
    The unit in which fuel is measured, such as liters.
    """
    fuel_capacity: str | None = None
    """
    With its unit, such as 100 gallons.
    """
    engine_type: str | None = None
    """
    What it runs on, in the provider's word.
    """


class VehicleRegionSegmentRead(Model):
    """
    A vehicle's stay in a state or province on one day of UTC.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    Your id of the fleet.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the first of its positions was stored.
    """
    updated_at: AwareDatetime
    """
    When one of its positions was last changed.
    """
    deleted_at: AwareDatetime | None = None
    connection_id: UUID
    processing_date: date_aliased
    """
    The day, in UTC.
    """
    vehicle_id: UUID
    driver_id: UUID | None = None
    """
    Null if no driver is known, or if there were several.
    """
    country_code: str | None = None
    """
    Three letters, ISO 3166-1.
    """
    region: str | None = None
    """
    Code of the state or province.
    """
    segment_start_time: AwareDatetime
    """
    Time of the first position.
    """
    segment_end_time: AwareDatetime
    """
    Time of the last position.
    """
    odometer_start: float | None = None
    odometer_end: float | None = None
    distance: float | None = None
    """
    The distance by the odometer. For merged visits: their sum, without the distance between them.
    """
    location_count: int
    """
    Number of positions.
    """
    odometer_start_unit: DistanceUnit | str | None = None
    odometer_end_unit: DistanceUnit | str | None = None
    distance_unit: DistanceUnit | str | None = None


class VehicleSensorRead(Model):
    """
    A vehicle sensor, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    raw_event: str | None = None
    """
    The event in the provider's words.
    """
    sensor_event: str | None = None
    """
    What the sensor reported, such as ENGINE_ON or DOOR_OPEN.
    """
    sensor_value: float | None = None
    """
    In the unit of `sensor_unit`.
    """
    sensor_unit: str | None = None
    """
    The unit of `sensor_value`, such as K.
    """


class VehicleStatusEnum(StrEnum):
    """
    What a write may set a vehicle to; reads answer whatever the provider says.
    """

    IN_SERVICE = "IN_SERVICE"
    OUT_OF_SERVICE = "OUT_OF_SERVICE"
    IN_REPAIR = "IN_REPAIR"
    IN_TRANSIT = "IN_TRANSIT"
    IN_USE = "IN_USE"
    IN_STORAGE = "IN_STORAGE"
    STANDING = "STANDING"
    SPARE = "SPARE"


class VehicleSummary(Model):
    """
    A vehicle, and what it reported last.
    """

    fleet_id: UUID
    fleet_ref: str | None
    """
    Your id of the fleet.
    """
    connection_id: UUID
    tsp_id: UUID | None
    tsp_slug: str | None
    source_name: TspEnum | str | None
    vehicle_id: UUID
    source_id: str | None
    """
    The provider's id of the vehicle.
    """
    status: str | None
    vehicle_name: str | None
    oem: str | None
    model_type: str | None
    model_year: int | None
    vin: str | None
    engine_vin: str | None
    license_plate_country: str | None
    """
    Two letters, ISO 3166-1.
    """
    license_plate_region: str | None
    license_plate_number: str | None
    last_location_ping: AwareDatetime | None
    """
    When the vehicle last sent a position. This and the next fields are null if none is known.
    """
    last_location_h3_index_11: int | None
    """
    The H3 cell of the position at resolution 11, a number of 64 bits.
    """
    last_location: Point | None
    """
    GeoJSON.
    """
    last_fuel_level: float | None
    last_odometer_reading: float | None
    last_engine_hours: float | None
    last_speed_reading: float | None
    last_speed_reading_unit: SpeedUnit | str | None = None
    last_odometer_reading_unit: DistanceUnit | str | None = None


class VehicleUpdate(Model):
    """
    Changes of a vehicle at the provider. Fields that are left out stay as they are, null clears.
    """

    connection_id: UUID
    """
    The connection to write through: one write goes to one provider.
    """
    vehicle_name: str | None = None
    """
    What the fleet calls it, such as a unit number.
    """
    oem: str | None = None
    """
    The manufacturer.
    """
    model_type: str | None = None
    model_year: int | None = None
    """
    Four digits.
    """
    vin: str | None = None
    """
    Vehicle identification number. 17 characters as a rule.
    """
    license_plate_region: str | None = None
    """
    State or province of the plate, such as CA or ON.
    """
    license_plate_number: str | None = None
    is_active: bool | None = None
    notes: str | None = None
    eld_id: str | None = None
    """
    The provider's id of the logging or tracking device.
    """
    eld_serial_number: str | None = None
    eld_device_type: str | None = None
    eld_product_id: str | None = None
    total_axles: int | None = None
    external_id: str | None = None
    """
    The id in another system of the fleet.
    """
    engine_vin: str | None = None
    license_plate_country: str | None = None
    """
    Country of the plate. Three letters, ISO 3166-1.
    """
    status: VehicleStatusEnum | str | None = None
    """
    The provider's word, such as IN_SERVICE or MAINTENANCE.
    """
    speed_unit: str | None = None
    """
    The unit in which the provider shows speeds, such as mph.
    """
    odometer_unit: str | None = None
    """
    The unit of the odometer, such as mi.
    """
    fuel_unit: str | None = None
    """
    The unit in which fuel is measured, such as liters.
    """
    fuel_capacity: str | None = None
    """
    With its unit, such as 100 gallons.
    """
    engine_type: EngineType | str | None = None
    """
    What it runs on, in the provider's word.
    """


class VerizonConnectCredsInput(Model):
    username: str
    password: str
    rest_username: str | None = None
    rest_password: str | None = None


class VerizonConnectCredsOutput(Model):
    username: Any
    password: Any
    rest_username: Any | None = None
    rest_password: Any | None = None


class VerizonConnectSLCInput(Model):
    access_token: str
    username: str
    password: str
    rest_username: str
    rest_password: str
    tk_auth: str | None = None


class VerizonConnectSLCOutput(Model):
    access_token: Any
    username: Any
    password: Any
    rest_username: Any
    rest_password: Any
    tk_auth: Any | None = None


class VoltageUnit(StrEnum):
    """
    The unit of voltages.
    """

    V = "V"


class VolumeUnit(StrEnum):
    """
    The unit of volumes of fuel.
    """

    m3 = "m3"


class WebhookCatchAllEvents(StrEnum):
    """
    The wildcards.
    """

    dvir_log__ = "dvir_log.*"
    driver_vehicle_association__ = "driver_vehicle_association.*"
    trailer_vehicle_association__ = "trailer_vehicle_association.*"
    invitation__ = "invitation.*"
    connection__ = "connection.*"
    fleet_connection__ = "fleet_connection.*"
    share_agreement__ = "share_agreement.*"
    webhook__ = "webhook.*"
    vehicle__ = "vehicle.*"
    trailer__ = "trailer.*"
    trailer_location__ = "trailer_location.*"
    trailer_status__ = "trailer_status.*"
    user__ = "user.*"
    vehicle_location__ = "vehicle_location.*"
    ifta_summary__ = "ifta_summary.*"
    hos_availability__ = "hos_availability.*"
    hos_daily_snapshot__ = "hos_daily_snapshot.*"
    hos_event__ = "hos_event.*"
    hos_violation__ = "hos_violation.*"
    engine_log__ = "engine_log.*"
    engine_status__ = "engine_status.*"
    group_message__ = "group_message.*"
    message__ = "message.*"
    fuel_transaction__ = "fuel_transaction.*"
    resource_operation__ = "resource_operation.*"
    workflow__ = "workflow.*"


class WebhookEventNameEnum(StrEnum):
    """
    The name of an event, or a wildcard that stands for all events of one noun.
    """

    dvir_log_added = "dvir_log.added"
    dvir_log_modified = "dvir_log.modified"
    dvir_log_removed = "dvir_log.removed"
    dvir_log__ = "dvir_log.*"
    driver_vehicle_association_added = "driver_vehicle_association.added"
    driver_vehicle_association_modified = "driver_vehicle_association.modified"
    driver_vehicle_association__ = "driver_vehicle_association.*"
    trailer_vehicle_association_added = "trailer_vehicle_association.added"
    trailer_vehicle_association_modified = "trailer_vehicle_association.modified"
    trailer_vehicle_association__ = "trailer_vehicle_association.*"
    fleet_info_added = "fleet_info.added"
    fleet_info_modified = "fleet_info.modified"
    fleet_info_removed = "fleet_info.removed"
    fleet_info__ = "fleet_info.*"
    invitation_created = "invitation.created"
    invitation_rejected = "invitation.rejected"
    invitation_declined = "invitation.declined"
    invitation_viewed = "invitation.viewed"
    invitation_sent = "invitation.sent"
    invitation_accepted = "invitation.accepted"
    invitation_expired = "invitation.expired"
    invitation_deleted = "invitation.deleted"
    invitation__ = "invitation.*"
    connection_created = "connection.created"
    connection_staled = "connection.staled"
    connection__ = "connection.*"
    fleet_connection_created = "fleet_connection.created"
    fleet_connection__ = "fleet_connection.*"
    share_agreement_created = "share_agreement.created"
    share_agreement_updated = "share_agreement.updated"
    share_agreement_deleted = "share_agreement.deleted"
    share_agreement__ = "share_agreement.*"
    webhook_created = "webhook.created"
    webhook_updated = "webhook.updated"
    webhook_deleted = "webhook.deleted"
    webhook_staled = "webhook.staled"
    webhook_activated = "webhook.activated"
    webhook_paused = "webhook.paused"
    webhook__ = "webhook.*"
    workflow_added = "workflow.added"
    workflow_modified = "workflow.modified"
    workflow_removed = "workflow.removed"
    workflow__ = "workflow.*"
    tsp_created = "tsp.created"
    tsp_requested = "tsp.requested"
    vehicle_added = "vehicle.added"
    vehicle_modified = "vehicle.modified"
    vehicle_removed = "vehicle.removed"
    vehicle__ = "vehicle.*"
    trailer_added = "trailer.added"
    trailer_modified = "trailer.modified"
    trailer_removed = "trailer.removed"
    trailer__ = "trailer.*"
    trailer_location_added = "trailer_location.added"
    trailer_location_modified = "trailer_location.modified"
    trailer_location__ = "trailer_location.*"
    trailer_status_added = "trailer_status.added"
    trailer_status_modified = "trailer_status.modified"
    trailer_status__ = "trailer_status.*"
    execution_created = "execution.created"
    execution_staled = "execution.staled"
    execution_failed = "execution.failed"
    execution__ = "execution.*"
    schedule_deactivated = "schedule.deactivated"
    schedule__ = "schedule.*"
    user_added = "user.added"
    user_modified = "user.modified"
    user_removed = "user.removed"
    user__ = "user.*"
    vehicle_location_added = "vehicle_location.added"
    ifta_summary_added = "ifta_summary.added"
    ifta_summary_modified = "ifta_summary.modified"
    ifta_summary_removed = "ifta_summary.removed"
    ifta_summary__ = "ifta_summary.*"
    hos_availability_added = "hos_availability.added"
    hos_availability_modified = "hos_availability.modified"
    hos_availability_removed = "hos_availability.removed"
    hos_availability__ = "hos_availability.*"
    hos_daily_snapshot_added = "hos_daily_snapshot.added"
    hos_daily_snapshot_modified = "hos_daily_snapshot.modified"
    hos_daily_snapshot_removed = "hos_daily_snapshot.removed"
    hos_daily_snapshot__ = "hos_daily_snapshot.*"
    hos_event_added = "hos_event.added"
    hos_event_modified = "hos_event.modified"
    hos_event_removed = "hos_event.removed"
    hos_event__ = "hos_event.*"
    hos_violation_added = "hos_violation.added"
    hos_violation_modified = "hos_violation.modified"
    hos_violation_removed = "hos_violation.removed"
    hos_violation__ = "hos_violation.*"
    engine_log_added = "engine_log.added"
    engine_log_modified = "engine_log.modified"
    engine_log_removed = "engine_log.removed"
    engine_log__ = "engine_log.*"
    engine_status_added = "engine_status.added"
    engine_status_modified = "engine_status.modified"
    group_message_added = "group_message.added"
    group_message_modified = "group_message.modified"
    message_added = "message.added"
    message_modified = "message.modified"
    fuel_transaction_added = "fuel_transaction.added"
    fuel_transaction_modified = "fuel_transaction.modified"
    resource_operation_created = "resource_operation.created"
    resource_operation_succeeded = "resource_operation.succeeded"
    resource_operation_failed = "resource_operation.failed"
    resource_operation__ = "resource_operation.*"


class WebhookFilters(Model):
    """
    Only events of these fleets. Without either list: of all fleets. A fleet may be in either list.
    """

    fleet_ids: list[UUID] | None = None
    """
    Fleets by their id here.
    """
    fleet_refs: list[str] | None = None
    """
    Fleets by the caller's own reference.
    """


class WebhookLogStatusEnum(StrEnum):
    success = "success"
    failed = "failed"


class WebhookMetrics(Model):
    """
    Metrics of deliveries to a subscription. A message is an event; attempts count each request.
    """

    webhook_id: UUID
    http_attempts: TimePeriodMetric
    http_success_attempts: TimePeriodMetric
    http_failure_attempts: TimePeriodMetric
    message_count: TimePeriodMetric
    message_success_count: TimePeriodMetric
    success_rate: TimePeriodMetric
    """
    Percent of messages; null below 200 of them.
    """
    avg_response_time_ms: TimePeriodMetric
    ewma_success_rate: float | None
    """
    Of attempts, from 0 to 1; newer ones weigh more.
    """
    dlq_count: int
    """
    Events that were given up and can be replayed.
    """


class WebhookStatusEnum(StrEnum):
    active = "active"
    paused = "paused"
    stale = "stale"
    deleted = "deleted"


class WebhookUpdate(Model):
    """
    Absent fields stay as they are. Filters are replaced as a whole; null removes them.
    """

    url: str | None = None
    """
    Where to deliver from now on.
    """
    filters: WebhookFilters | None = None
    secret: str | None = None
    """
    Signs from now on. The old secret signs beside it for a day, so that no delivery is refused.
    """
    batch_size: int | None = None
    """
    How many events one delivery may carry.
    """
    content_encoding: ContentEncodingEnum | str | None = None
    """
    How bodies are sent.
    """
    extensions: bool | None = None
    """
    Whether bodies have keys beyond the contract.
    """


class WorkflowStatusEnum(StrEnum):
    """
    How far a workflow has come.
    """

    PLANNED = "PLANNED"
    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


class WorkflowStop(Model):
    """
    One stop of a workflow.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    source_stop_id: str | None = None
    """
    The stop, by the provider's id.
    """
    sequence_number: int | None = None
    """
    Its place in the order of the stops, from 1.
    """
    stop_type: StopTypeEnum | str | None = None
    """
    What the stop is for.
    """
    location_name: str | None = None
    """
    What the office calls the place.
    """
    activities: list[StopActivityEnum | str] | None = None
    """
    What is done there.
    """
    location: Point | None = None
    """
    The position as a GeoJSON point.
    """
    h3_index_11: int | None = None
    """
    The H3 cell of the position at resolution 11, if the provider gives one.
    """
    inferred_address: InferredAddress | None = None
    """
    The place nearest to the position.
    """
    instructions: str | None = None
    """
    What the driver is told about the stop.
    """
    scheduled_arrival: AwareDatetime | None = None
    """
    When the truck is expected.
    """
    scheduled_departure: AwareDatetime | None = None
    """
    When the truck is expected to leave.
    """
    actual_arrival: AwareDatetime | None = None
    """
    When the truck arrived.
    """
    actual_departure: AwareDatetime | None = None
    """
    When the truck left.
    """


class ZubieCredsInput(Model):
    client_id: str
    client_secret: str
    auth_code: str
    redirect_uri: str


class ZubieCredsOutput(Model):
    client_id: str
    client_secret: Any
    auth_code: Any
    redirect_uri: str


class ConnectionOverviewRead(Model):
    """
    A connection in the operator's list, without its credentials.
    """

    id: UUID
    fleet_id: UUID
    fleet: str
    """
    The fleet's name
    """
    partner: str | None
    """
    The slug of the first partner with which the fleet shares now
    """
    source_name: TspEnum | str
    status: ConnectionStatusEnum | str
    account_name: str | None
    """
    The account's name at the provider
    """
    created_at: AwareDatetime
    updated_at: AwareDatetime


class DataFreshness(Model):
    """
    How fresh the records of one resource are that came through one connection.
    """

    resource: ResourceEnum | str
    share_level: ShareLevelEnum | str | None = None
    """
    What the agreement allows; null for a fleet.
    """
    fleet_id: UUID
    fleet_ref: str | None = None
    """
    Your id of the fleet.
    """
    connection_id: UUID
    connection_description: str | None = None
    schedule_id: UUID
    source_name: str
    tsp_id: UUID
    tsp_slug: str
    last_successful_execution_at: AwareDatetime | None
    """
    Null: nothing was read yet.
    """
    next_execution_at: AwareDatetime | None
    schedule_status: ScheduleStatusEnum | str | None


class DatabaseCredsInput(Model):
    drivername: DatabaseDriverEnum | str
    host: str
    port: int
    username: str
    password: str
    database: str


class DatabaseCredsOutput(Model):
    drivername: DatabaseDriverEnum | str
    host: Any
    port: int
    username: Any
    password: Any
    database: str


class DriverSafetyEventRead(Model):
    """
    A driver safety event, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    location: Point | None = None
    """
    The position as a GeoJSON point.
    """
    h3_index_11: int | None = None
    """
    The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds.
    """
    inferred_address: InferredAddress | None = None
    """
    The place nearest to the position.
    """
    event: DriverSafetyEventEnum | str
    """
    What happened.
    """
    duration_seconds: int | None = None
    """
    How long it lasted.
    """
    event_metadata: dict[str, Any] | None = None
    """
    What the provider measured, such as severity, speed and forces.
    """


class DriverSummary(Model):
    """
    A driver, and what happened to the driver in the last 30 days.
    """

    fleet_id: UUID
    fleet_ref: str | None
    """
    Your id of the fleet.
    """
    connection_id: UUID
    tsp_id: UUID | None
    tsp_slug: str | None
    source_name: TspEnum | str | None
    user_id: UUID
    source_id: str | None
    """
    The provider's id of the driver.
    """
    employee_number: str | None
    first_name: str | None
    last_name: str | None
    username: str | None
    status: str | None
    phone_number: str | None
    license_country: str | None
    """
    Two letters, ISO 3166-1.
    """
    license_region: str | None
    license_number: str | None
    license_expiration: date_aliased | None
    hos_ruleset_code: str | None
    safety_events_30d: int | None = 0
    """
    Safety events of the last 30 days; 0 where the fleet does not share them.
    """
    hos_violations_30d: int | None = 0
    """
    Violations of hours of service in the last 30 days; 0 where the fleet does not share them.
    """


class DriverVehicleAssociationRead(Model):
    """
    A driver vehicle association, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    is_primary_driver: bool | None = None
    """
    Whether this is the driver who drives, and not a co-driver.
    """


class DvirLogCreate(Model):
    """
    A DVIR log to create at the provider. Fields that are left out get the provider's defaults.
    """

    connection_id: UUID
    """
    The connection to write through: one write goes to one provider.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    driver_id: UUID
    """
    The driver, by our id.
    """
    trailer_id: UUID | None = None
    """
    The trailer, by our id.
    """
    log_type: DvirLogTypeEnum | str | None = None
    """
    The occasion, such as pre_trip, post_trip or mechanic.
    """
    odometer: float | None = None
    """
    What the odometer showed.
    """
    inspected_by: str | None = None
    """
    Who inspected, by name.
    """
    certify_comment: str | None = None
    """
    What the mechanic wrote.
    """
    driver_comment: str | None = None
    """
    What the driver wrote.
    """
    defect_count: int | None = None
    defects: list[DvirDefectEnum | str] | None = None
    """
    The parts that have a defect.
    """
    is_safety_critical: bool | None = None
    """
    Whether a defect makes driving unsafe.
    """
    odometer_unit: DistanceUnitEnum | str | None = None
    """
    The unit of `odometer`; meters by default.
    """
    occurred_at: AwareDatetime | None = None
    """
    When the inspection was made, in UTC.
    """


class DvirLogDefectRead(Model):
    """
    A DVIR log defect, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    dvir_log_id: UUID | None = None
    """
    The inspection, by our id.
    """
    source_dvir_log_id: str | None = None
    """
    The inspection, by the provider's id.
    """
    defect_type: str | None = None
    """
    The part, in the provider's word.
    """
    defect_code: str | None = None
    """
    The provider's code of the defect.
    """
    defect_name: str | None = None
    """
    The defect in the provider's words.
    """
    description: str | None = None
    """
    The driver's remark.
    """
    status: str | None = None
    """
    The provider's word, such as active or resolved.
    """
    is_safety_critical: bool | None = None
    """
    Whether it makes driving unsafe.
    """
    resolved_at: AwareDatetime | None = None
    """
    When it was repaired.
    """
    notes: str | None = None
    """
    The mechanic's remark.
    """


class DvirLogRead(Model):
    """
    A DVIR log, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    location: Point | None = None
    """
    The position as a GeoJSON point.
    """
    h3_index_11: int | None = None
    """
    The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds.
    """
    trailer_id: UUID | None = None
    """
    The trailer, by our id.
    """
    source_trailer_id: str | None = None
    """
    The trailer, by the provider's id.
    """
    log_type: str | None = None
    """
    The occasion, such as pre_trip, post_trip or mechanic.
    """
    authority_name: str | None = None
    """
    The carrier or office that the report is for.
    """
    authority_address: str | None = None
    duration_seconds: float | None = None
    """
    How long the inspection took.
    """
    odometer_km: float | None = None
    """
    What the odometer showed, in kilometres. The contract will deprecate it.
    """
    odometer: float | None = None
    """
    What the odometer showed.
    """
    engine_hours: float | None = None
    """
    The total running time of the engine.
    """
    inspected_by: str | None = None
    """
    Who inspected, by name.
    """
    certify_comment: str | None = None
    """
    What the mechanic wrote.
    """
    driver_comment: str | None = None
    """
    What the driver wrote.
    """
    defect_count: int | None = None
    version: str | None = None
    """
    The provider's number of this version of the report.
    """
    defects: list[DvirDefectEnum | str] | None = None
    """
    The parts that have a defect.
    """
    is_safety_critical: bool | None = None
    """
    Whether a defect makes driving unsafe.
    """


class EngineLogRead(Model):
    """
    An engine log, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    co_driver_id: UUID | None = None
    """
    The second driver, by our id.
    """
    source_co_driver_id: str | None = None
    """
    The second driver, by the provider's id.
    """
    fault_code_source: FaultCodeSourceEnum | str | None = None
    """
    The standard of the code.
    """
    fault_code: dict[str, Any] | None = None
    """
    The code as the provider has it.
    """
    fault_code_description: str | None = None
    """
    The code in the provider's words.
    """
    canonical_code: CanonicalFaultCodeEnum | str | None = None
    """
    What the code means, independent of its standard.
    """
    status: StatusEnum | str | None = None
    """
    Whether the fault is there.
    """
    engine_status: bool | None = None
    """
    Whether the engine ran.
    """
    mil_status: bool | None = None
    """
    Whether the malfunction indicator lamp was on.
    """


class EngineStatusRead(Model):
    """
    An engine status, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    co_driver_id: UUID | None = None
    """
    The second driver, by our id.
    """
    source_co_driver_id: str | None = None
    """
    The second driver, by the provider's id.
    """
    location: Point | None = None
    """
    The position as a GeoJSON point.
    """
    h3_index_11: int | None = None
    """
    The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds.
    """
    inferred_address: InferredAddress | None = None
    """
    The place nearest to the position.
    """
    engine_status: EngineStatusEnum | str | None = None
    """
    The state from then on.
    """


class EventRead(Model):
    """
    One event, with the id and the record that webhooks deliver.
    """

    id: UUID
    version: str
    event_name: WebhookEventNameEnum | str
    timestamp: AwareDatetime
    """
    When it happened.
    """
    fleet_id: UUID | None
    """
    The fleet that filters of subscriptions compare.
    """
    fleet_ref: str | None
    webhook_id: UUID | None
    """
    The subscription of the filter `webhook_id`.
    """
    sequence: int | None
    """
    Number of its delivery; null without the filter `webhook_id`.
    """
    data: list[dict[str, Any]]


class ExecutionRead(Model):
    """
    One run of a schedule.
    """

    id: UUID
    created_at: AwareDatetime
    updated_at: AwareDatetime
    schedule_id: UUID
    connection_id: UUID
    fleet_id: UUID
    status: ExecutionStatusEnum | str
    source_name: TspEnum | str
    resource: ResourceEnum | str
    cursor: str | None = None
    """
    Where the run ended. Without the adapter's state if that is long (4,000 characters) or secret.
    """
    response: dict[str, Any] | None = None
    """
    Of a failed run: the provider's last answer, without secrets.
    """
    last_data_at: AwareDatetime | None = None
    """
    When the newest record of the run occurred.
    """
    error_type: ResourceOperationErrorTypeEnum | str | None = None
    error_details: str | None = None
    """
    Why the run failed.
    """
    counts: dict[str, int] | None = None
    """
    Records by what became of them: added, modified, unchanged, removed, not_kept, skipped.
    """
    skipped: list[SkippedRead] | None = None
    """
    Rows that were not stored, and why; the first ones.
    """


class ExtTspIntegrationRequestRead(Model):
    """
    A fleet's request to integrate its provider.
    """

    id: UUID
    ext_tsp_id: UUID
    ext_tsp_name: str
    """
    As it was when the fleet asked
    """
    ext_tsp_compliance_status: TspComplianceStatusEnum | str
    """
    As it was when the fleet asked
    """
    fleet_id: UUID
    fleet_ref: str
    partner_id: UUID
    invitation_id: UUID
    fleet_contact_name: str | None = None
    fleet_contact_notes: str | None = None
    created_at: AwareDatetime
    updated_at: AwareDatetime
    integrated_tsp_ids: list[UUID] | None = None
    """
    The brands that can be connected now; none until there is an adapter
    """


class ExtTspRead(Model):
    """
    A provider as a public registry knows it.
    """

    id: UUID
    name: str
    """
    As the registry has it
    """
    registry: ExtTspRegistryEnum | str
    email: str | None
    phone: str | None
    website: str | None
    created_at: AwareDatetime
    updated_at: AwareDatetime
    integrated_tsp_ids: list[UUID] | None = None
    """
    The brands that fleets can connect; none until there is an adapter
    """


class FieldCapability(Model):
    """
    What a provider does with one field of a resource.
    """

    field: str
    can_read: bool
    """
    Whether records can contain it.
    """
    can_create: bool
    """
    Whether it can be set when a record is created.
    """
    can_update: bool
    """
    Whether it can be changed.
    """
    is_required: bool | None = False
    """
    Whether a record cannot be created without it.
    """
    to: str | None = None
    """
    The provider's name for it.
    """
    max_length: int | None = None
    """
    Most characters.
    """
    is_shortened: bool | None = False
    """
    Whether a longer text is cut. Otherwise it is refused.
    """
    form: str | None = None
    """
    The form in which the provider expects it.
    """
    values: list[ValueCapability] | None = None
    """
    All allowed values; null if any value is allowed.
    """
    clearing: ClearingEnum | str
    """
    What null does in an update: `cleared` at the provider, `refused`, or `left_out`.
    """
    cleared_with: str | None = None
    """
    What the provider is sent to clear it, as JSON.
    """
    if_unsupported: str | None = None
    """
    Only where it cannot be set: `left_out` (the rest is written, and the answer says so) or `refused` (nothing is).
    """
    reason: str | None = None
    """
    Why it cannot be written, or only in part.
    """
    is_assumed: bool | None = False
    """
    The provider's documents do not say this; it follows from examples or other clients.
    """


class FieldMapVariant(Model):
    """
    Records of the same resource that the provider keeps apart, with rules of their own.
    """

    applies_when: str
    fields: list[FieldCapability]


class FleetInfoRead(Model):
    """
    A fleet info, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    carrier_name: str | None = None
    """
    Its legal name.
    """
    dot_number: str | None = None
    """
    Its number at the US Department of Transportation.
    """
    dba_name: str | None = None
    """
    The name that it does business under.
    """
    street: str | None = None
    """
    Street and number.
    """
    city: str | None = None
    state: str | None = None
    """
    Its state or province, in the provider's word.
    """
    zip: str | None = None
    """
    Its postal code.
    """
    country: str | None = None
    """
    Its country, in the provider's word.
    """
    phone_number: str | None = None
    company_url: str | None = None
    """
    Its website.
    """
    timezone: str | None = None
    """
    The time zone of its main office.
    """


class FleetOverviewRead(Model):
    """
    A fleet in the operator's list.
    """

    id: UUID
    name: str
    slug: str
    created_at: AwareDatetime
    deleted_at: AwareDatetime | None
    shares_with: list[FleetSharing]


class FleetPropertyCreate(Model):
    key: FleetPropertyKeyEnum | str
    value: str


class FuelTransactionCreate(Model):
    """
    A fuel transaction to create at the provider. Fields that are left out get the provider's defaults.
    """

    connection_id: UUID
    """
    The connection to write through: one write goes to one provider.
    """
    vehicle_id: UUID
    """
    The vehicle, by our id.
    """
    driver_id: UUID
    """
    The driver, by our id.
    """
    co_driver_id: UUID | None = None
    """
    The second driver, by our id.
    """
    odometer: float | None = None
    """
    What the odometer showed.
    """
    fuel_type: EngineType | str | None = None
    """
    What was bought.
    """
    fuel_volume: float
    """
    How much was bought.
    """
    fuel_vendor: str | None = None
    """
    Who sold it.
    """
    total_cost: float | str | None = None
    """
    In `currency`: a decimal as a text.
    """
    currency: str | None = None
    """
    Three letters, ISO 4217.
    """
    odometer_unit: DistanceUnitEnum | str | None = None
    """
    The unit of `odometer`; meters by default.
    """
    fuel_volume_unit: FuelVolumeUnitEnum | str
    """
    The unit of `fuel_volume`.
    """
    latitude: float | None = None
    """
    Where it was bought.
    """
    longitude: float | None = None
    """
    Where it was bought.
    """
    location_string: str | None = None
    """
    Where it was bought, in words.
    """
    transaction_time: AwareDatetime | None = None
    """
    When it was bought, in UTC.
    """
    transaction_jurisdiction: str | None = None
    """
    State or province of the purchase, such as TX or ON.
    """


class FuelTransactionRead(Model):
    """
    A fuel transaction, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    co_driver_id: UUID | None = None
    """
    The second driver, by our id.
    """
    source_co_driver_id: str | None = None
    """
    The second driver, by the provider's id.
    """
    location: Point | None = None
    """
    The position as a GeoJSON point.
    """
    h3_index_11: int | None = None
    """
    The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds.
    """
    inferred_address: InferredAddress | None = None
    """
    The place nearest to the position.
    """
    odometer: float | None = None
    """
    What the odometer showed.
    """
    fuel_type: EngineType | str | None = None
    """
    What was bought.
    """
    fuel_volume: float | None = None
    """
    How much was bought.
    """
    fuel_vendor: str | None = None
    """
    Who sold it.
    """
    total_cost: str | None = None
    """
    In `currency`: a decimal as a text.
    """
    currency: str | None = None
    """
    Three letters, ISO 4217.
    """
    odometer_unit: DistanceUnit | str | None = None
    """
    The unit of `odometer`.
    """


class FunnelRead(Model):
    """
    How far the fleets of all invitations of a time have come.
    """

    invitations: int
    """
    Invitations that were made in this time
    """
    reached: dict[str, int]
    """
    How many of them have taken each step at least once, by step
    """
    failures: list[FunnelReasonRead]
    """
    The last failed check of each, most frequent reasons first
    """


class GroupMessageCreate(Model):
    """
    A group message to create at the provider. Fields that are left out get the provider's defaults.
    """

    connection_id: UUID
    """
    The connection to write through: one write goes to one provider.
    """
    sender_id: UUID
    """
    The sender, by our id.
    """
    message_text: str | None = None
    recipient_ids: list[UUID]
    """
    The recipients, by our ids.
    """
    priority: MessagePriorityEnum | str | None = None
    """
    How urgent it is.
    """


class GroupMessageRead(Model):
    """
    A group message, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    source_sender_id: str | None = None
    """
    The sender, by the provider's id.
    """
    sender_id: UUID | None = None
    """
    The sender, by our id.
    """
    message_text: str | None = None
    message_hash: str | None = None
    """
    A hash of sender, text and time.
    """
    status: MessageStatusEnum | str | None = None
    """
    The state of the message.
    """
    delivered_at: AwareDatetime | None = None
    """
    When it reached the recipient.
    """
    sent_by_driver: bool | None = None
    """
    Whether a driver sent it, and not the office.
    """
    sender_name: str | None = None
    """
    The sender's name at that time.
    """
    thread_id: UUID | None = None
    """
    The conversation that it belongs to.
    """
    source_thread_id: str | None = None
    """
    The conversation, by the provider's id.
    """
    source_recipient_ids: list[str] | None = None
    """
    The recipients, by the provider's ids.
    """
    recipient_ids: list[UUID] | None = None
    """
    The recipients, by our ids.
    """
    group_id: UUID | None = None
    """
    The group. Messages to one group have the same.
    """
    source_group_id: str | None = None
    """
    The group, by the provider's id.
    """


class HosAvailabilityRead(Model):
    """
    An HOS availability, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    hos_ruleset_code: HosRulesetCodeEnum | str | None = None
    """
    The rules that apply.
    """
    duty_status_code: DutyStatusCodeEnum | str | None = None
    """
    The duty status now.
    """
    cycle_started_at: AwareDatetime | None = None
    """
    When the cycle of several days began.
    """
    cycle_ends_at: AwareDatetime | None = None
    """
    When the cycle of several days ends.
    """
    available_drive_seconds: int | None = None
    """
    Driving time that is left in this shift.
    """
    available_shift_seconds: int | None = None
    """
    Working time that is left in this shift.
    """
    available_cycle_seconds: int | None = None
    """
    Working time that is left in this cycle.
    """
    available_tomorrow_seconds: int | None = None
    """
    Working time of the next day, as far as it can be foreseen.
    """
    available_day2_seconds: int | None = None
    """
    Working time in two days, as far as it can be foreseen.
    """
    available_day3_seconds: int | None = None
    """
    Working time in three days, as far as it can be foreseen.
    """
    forecast_horizon_days: int | None = None
    """
    How many days are foreseen.
    """
    time_until_break_seconds: int | None = None
    """
    Until a break is due. 0: it is due now.
    """
    rest_remaining_seconds: int | None = None
    """
    Rest that is still needed. Null: none, or unknown.
    """
    cycle_violation_duration_seconds: int | None = None
    """
    How long the limit of the cycle is exceeded. 0: it is kept.
    """
    shift_driving_violation_duration_seconds: int | None = None
    """
    How long the driving limit of the shift is exceeded. 0: it is kept.
    """
    shift_ends_at: AwareDatetime | None = None
    """
    When the shift ends, as far as it can be foreseen.
    """
    next_break_due_at: AwareDatetime | None = None
    """
    When the next break is due.
    """
    next_10hr_reset_eligible_at: AwareDatetime | None = None
    """
    When a rest of ten hours would reset the shift.
    """
    next_34hr_reset_eligible_at: AwareDatetime | None = None
    """
    When a rest of 34 hours would reset the cycle, in the US.
    """
    is_personal_conveyance_applied: bool | None = None
    """
    Whether the driver drives for personal purposes.
    """
    is_yard_move_applied: bool | None = None
    """
    Whether the driver moves the vehicle in a yard.
    """
    is_adverse_driving_exemption_available: bool | None = None
    """
    Whether adverse conditions may extend the shift.
    """
    is_adverse_driving_applied: bool | None = None
    """
    Whether adverse conditions do extend the shift.
    """
    is_meal_break_required: bool | None = None
    """
    Whether the rules ask for a meal break.
    """
    meal_break_due_at: AwareDatetime | None = None
    """
    When the meal break is due.
    """
    meal_break_min_duration_seconds: int | None = None
    """
    The least length of a meal break.
    """
    meal_break_time_until_due_seconds: int | None = None
    """
    Seconds until the meal break is due.
    """
    is_split_sleep_applied: bool | None = None
    """
    Whether the rest is split.
    """
    is_sleeper_eligible: bool | None = None
    """
    Whether the rules allow splitting the rest in a sleeper berth.
    """
    sleeper_required_remaining_seconds: int | None = None
    """
    Time in the berth that is still needed.
    """
    sleeper_split_window_ends_at: AwareDatetime | None = None
    """
    The latest time at which the second part of a split rest must begin.
    """
    is_cycle_applicable: bool | None = None
    """
    Whether the rules have a cycle.
    """
    exception_codes: list[str] | None = None
    """
    Exceptions that apply, in the provider's words.
    """
    notes: str | None = None


class HosDailySnapshotRead(Model):
    """
    An HOS daily snapshot, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    snapshot_date: date_aliased | None = None
    """
    The day at the driver's home terminal.
    """
    duration_off_duty_seconds: int | None = None
    duration_sleeper_berth_seconds: int | None = None
    duration_on_duty_seconds: int | None = None
    """
    On duty without driving.
    """
    duration_driving_seconds: int | None = None
    duration_personal_conveyance_seconds: int | None = None
    """
    Driving for personal purposes.
    """
    duration_yard_move_seconds: int | None = None
    """
    Moving vehicles in yards.
    """
    duration_waiting_seconds: int | None = None
    """
    Waiting at a well site.
    """
    duration_unknown_seconds: int | None = None
    """
    What no status covers.
    """
    duration_cycle_on_duty_seconds: int | None = None
    """
    On duty, driving included, since the last reset of the cycle.
    """


class HosEventAttachmentRead(Model):
    """
    An HOS event attachment, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    hos_event_id: UUID | None = None
    """
    The event, by our id.
    """
    source_hos_event_id: str | None = None
    """
    The event, by the provider's id.
    """
    last_edit_at: AwareDatetime | None = None
    """
    When the file was last changed.
    """
    uploaded_by: UUID | None = None
    """
    Who uploaded the file, by our id.
    """
    source_uploaded_by: str | None = None
    """
    Who uploaded the file, by the provider's id.
    """
    file_name: str | None = None
    file_type: str | None = None
    """
    The media type.
    """
    file_size: int | None = None
    source_url: str | None = None
    """
    Where the provider has the file. The address may stop working.
    """
    url: str | None = None
    """
    Where the file can be fetched. The address may expire.
    """
    checksum: str | None = None
    """
    Of the content, such as its SHA-256 in hexadecimal.
    """
    description: str | None = None
    """
    What the file is, in the provider's or the driver's words.
    """


class HosEventRead(Model):
    """
    An HOS event, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    co_driver_id: UUID | None = None
    """
    The second driver, by our id.
    """
    source_co_driver_id: str | None = None
    """
    The second driver, by the provider's id.
    """
    location: Point | None = None
    """
    The position as a GeoJSON point.
    """
    h3_index_11: int | None = None
    """
    The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds.
    """
    inferred_address: InferredAddress | None = None
    """
    The place nearest to the position.
    """
    additional_driver_ids: dict[str, Any] | None = None
    """
    Further drivers on the vehicle, as the provider lists them.
    """
    started_at: AwareDatetime | None = None
    """
    When it began. What happens at one moment begins and ends then.
    """
    ended_at: AwareDatetime | None = None
    """
    When it ended. Null while it goes on.
    """
    driver_last_edit_at: AwareDatetime | None = None
    """
    When the driver last changed it.
    """
    driver_certified_at: AwareDatetime | None = None
    """
    When the driver certified the log of that day.
    """
    hos_ruleset_code: HosRulesetCodeEnum | str | None = None
    """
    The rules that applied.
    """
    time_zone_code: TimezoneCodeEnum | str | None = None
    """
    The time zone of the log.
    """
    annotations: HosEventAnnotation | None = None
    """
    The newest remark.
    """
    duty_status_code: DutyStatusCodeEnum | str | None = None
    """
    The duty status from then on.
    """
    event_type_code: HosEventTypeCodeEnum | str | None = None
    """
    The kind of event: `1` is a change of the duty status.
    """
    event_code: HosEventCodeEnum | str | None = None
    """
    What happened.
    """
    log_state_code: HosRecordStatusCodeEnum | str | None = None
    """
    Whether it counts, or was replaced.
    """
    log_origin_code: HosRecordOriginCodeEnum | str | None = None
    """
    Who recorded it.
    """
    deferral_status: str | None = None
    """
    The day of a Canadian deferral of off-duty time, such as DAY1.
    """
    deferral_minutes: int | None = None
    """
    The off-duty time that is deferred.
    """
    eld_malfunction_code: HosMalfunctionCodeEnum | str | None = None
    """
    The malfunction of the device that it reports.
    """
    is_excluded: bool | None = None
    """
    Whether calculations of compliance leave it out.
    """
    is_transitioning: bool | None = False
    """
    Whether the change is still under way.
    """
    record_status: str | None = "active"
    """
    The provider's word for the state of the entry.
    """
    region_code: HosRegionCodeEnum | str | None = None
    """
    State or province.
    """
    location_name: str | None = None
    """
    The place in words, as the log has it.
    """
    odometer: float | None = None
    """
    What the odometer showed.
    """
    engine_hours: float | None = None
    """
    The total running time of the engine, as the provider has it.
    """
    sequence: str | None = None
    """
    The provider's number of the event within the log.
    """
    version: str | None = None
    """
    The provider's number of this version of the event.
    """


class HosViolationRead(Model):
    """
    An HOS violation, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    hos_event_id: Annotated[UUID | None, Field(deprecated=True)] = None
    """
    The event of the log that it began with, by our id. The contract deprecates it.
    """
    source_hos_event_id: Annotated[str | None, Field(deprecated=True)] = None
    """
    The event of the log that it began with, by the provider's id. The contract deprecates it.
    """
    violation_code: HosViolationCodeEnum | str | None = None
    """
    The rule that was broken.
    """
    violation_category: HosViolationCategoryEnum | str | None = None
    """
    The group of the rule.
    """
    violation_description: str | None = None
    """
    The rule in the provider's words.
    """
    start_time: AwareDatetime | None = None
    """
    When the violation began.
    """
    end_time: AwareDatetime | None = None
    """
    When it ended. Null while it goes on.
    """
    duration: int | None = None
    """
    How long it lasted.
    """
    hours_limit: float | None = None
    """
    The limit of the rule.
    """


class IftaSummaryRead(Model):
    """
    An IFTA summary, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    month: int | None = None
    """
    From 1 to 12.
    """
    year: int | None = None
    """
    Four digits.
    """


class InvitationCreate(Model):
    """
    A fleet to invite. Only `fleet_ref` is required. Connect fills its form with the other fields.
    """

    fleet_ref: str
    """
    Your own id of the fleet; it comes back in events and redirects
    """
    fleet_name: str | None = None
    """
    Letters, numbers and spaces; the fleet may change it
    """
    fleet_email: EmailStr | None = None
    fleet_regulatory_id: str | None = None
    """
    Such as a DOT number; needs its type
    """
    fleet_regulatory_id_type: str | None = None
    """
    Such as DOT, MC or EASA
    """
    fleet_phone: str | None = None
    fleet_website: str | None = None
    fleet_country_code: str | None = None
    """
    ISO 3166-1 alpha-3
    """
    success_redirect_url: str | None = None
    """
    Where the fleet goes when it is done in Connect
    """
    failure_redirect_url: str | None = None
    """
    Where the fleet goes when it declines, or when the link is no longer valid
    """
    callback_url: str | None = None
    """
    Receives the events of the acceptance, the agreement and the fleet's connections; https only
    """
    limit_tsps: list[str] | None = None
    """
    Slugs or source names of the only telematics providers to offer; absent: all of them
    """
    permissions: (
        dict[
            Literal[
                "asset",
                "assets",
                "driver_association",
                "driver_associations",
                "driver_vehicle_association",
                "driver_vehicle_associations",
                "driver_event_log",
                "driver_event_logs",
                "driver_safety_event",
                "driver_safety_events",
                "dvir_log",
                "dvir_logs",
                "dvir_log_defect",
                "dvir_log_defects",
                "engine_log",
                "engine_logs",
                "engine_status",
                "engine_statuses",
                "fuel_transaction",
                "fuel_transactions",
                "fleet_info",
                "fleet_infos",
                "hos_availability",
                "hos_availabilities",
                "hos_daily_snapshot",
                "hos_daily_snapshots",
                "hos_event",
                "hos_events",
                "hos_event_annotation",
                "hos_event_annotations",
                "hos_event_attachment",
                "hos_event_attachments",
                "hos_violation",
                "hos_violations",
                "ifta_summary",
                "ifta_summaries",
                "location_segment",
                "location_segments",
                "message",
                "messages",
                "group_message",
                "group_messages",
                "user",
                "users",
                "vehicle",
                "vehicles",
                "vehicle_location",
                "vehicle_locations",
                "vehicle_sensor",
                "vehicle_sensors",
                "vehicle_region_segment",
                "vehicle_region_segments",
                "trailer",
                "trailers",
                "trailer_association",
                "trailer_associations",
                "trailer_vehicle_association",
                "trailer_vehicle_associations",
                "trailer_location",
                "trailer_locations",
                "trailer_status",
                "trailer_statuses",
                "workflow",
                "workflows",
            ],
            ShareLevelEnum | str,
        ]
        | None
    ) = None
    """
    Level per resource that the fleet is asked for; absent: read for every resource
    """
    consent: ConsentTerms | None = None
    """
    What the consent page says, and what the fleet may leave out; replaces the partner's own terms one by one
    """
    language: str | None = None
    """
    Of messages to the fleet; absent: the one that it has read in Connect, else that of its country
    """
    send: bool | None = None
    """
    Whether the server mails the link, if its operator has set up mail, to `fleet_email`, or without one as a short message to `fleet_phone`. Absent: only when the invitation is new
    """
    expires_in_hours: int | None = 24
    """
    How many hours the link is valid
    """
    partner_provided_fleet_name: Annotated[str | None, Field(deprecated=True)] = None
    """
    Older name of fleet_name, which wins if both are sent
    """
    partner_provided_fleet_email: Annotated[EmailStr | None, Field(deprecated=True)] = None
    """
    Older name of fleet_email, which wins if both are sent
    """
    partner_provided_fleet_regulatory_id: Annotated[str | None, Field(deprecated=True)] = None
    """
    Older name of fleet_regulatory_id, which wins if both are sent
    """
    partner_provided_fleet_regulatory_id_type: Annotated[str | None, Field(deprecated=True)] = None
    """
    Older name of fleet_regulatory_id_type, which wins if both are sent
    """
    partner_provided_fleet_phone: Annotated[str | None, Field(deprecated=True)] = None
    """
    Older name of fleet_phone, which wins if both are sent
    """
    partner_provided_fleet_website: Annotated[str | None, Field(deprecated=True)] = None
    """
    Older name of fleet_website, which wins if both are sent
    """
    partner_provided_fleet_country_code: Annotated[str | None, Field(deprecated=True)] = None
    """
    Older name of fleet_country_code, which wins if both are sent
    """


class InvitationDelivery(Model):
    """
    How this server has sent the link of an invitation last. Null: it has not.
    """

    language: str | None
    """
    Of messages to the fleet; null: that of its country
    """
    channel: MailChannelEnum | str | None
    status: MailStatusEnum | str | None
    """
    `sent`: the mail server has taken it. `bounced`: the address takes no mail. `suppressed`: it was not sent, because the person wants no mail or had too much, or mail to the address has bounced before
    """
    error: str | None
    """
    What the mail server said
    """
    updated_at: AwareDatetime | None


class InvitationOverviewRead(Model):
    """
    An invitation in the operator's list, without what opens its link.
    """

    partner_id: UUID
    partner: str
    """
    The partner's slug
    """
    fleet_ref: str
    fleet_name: str | None
    status: InvitationStatusEnum | str
    created_at: AwareDatetime
    expires_at: AwareDatetime
    viewed_at: AwareDatetime | None
    """
    When the link was first opened
    """
    accepted_at: AwareDatetime | None
    fleet_id: UUID | None


class InvitationRead(Model):
    """
    An invitation and its state.
    """

    id: UUID
    """
    The secret of the magic link
    """
    created_at: AwareDatetime
    magic_link: str
    """
    Give this to the fleet: it opens Connect
    """
    expires_at: AwareDatetime
    expires_in_hours: int
    status: InvitationStatusEnum | str
    fleet_name: str | None
    accepted_at: AwareDatetime | None
    pre_registration_access_token: str | None
    """
    The access token with which the fleet can connect its providers; null until the fleet has accepted, and after the refresh token was used
    """
    pre_registration_refresh_token: str | None
    """
    The refresh token, valid once; null until the fleet has accepted, and after it was used
    """
    callback_url: str | None
    success_redirect_url: str | None
    failure_redirect_url: str | None
    limit_tsps: list[str] | None
    fleet_id: UUID | None = None
    """
    The fleet that has accepted
    """
    partner_slug: str | None
    partner_id: UUID
    decline_reason: str | None
    declined_at: AwareDatetime | None
    fleet_ref: str
    permissions: dict[
        Literal[
            "asset",
            "assets",
            "driver_association",
            "driver_associations",
            "driver_vehicle_association",
            "driver_vehicle_associations",
            "driver_event_log",
            "driver_event_logs",
            "driver_safety_event",
            "driver_safety_events",
            "dvir_log",
            "dvir_logs",
            "dvir_log_defect",
            "dvir_log_defects",
            "engine_log",
            "engine_logs",
            "engine_status",
            "engine_statuses",
            "fuel_transaction",
            "fuel_transactions",
            "fleet_info",
            "fleet_infos",
            "hos_availability",
            "hos_availabilities",
            "hos_daily_snapshot",
            "hos_daily_snapshots",
            "hos_event",
            "hos_events",
            "hos_event_annotation",
            "hos_event_annotations",
            "hos_event_attachment",
            "hos_event_attachments",
            "hos_violation",
            "hos_violations",
            "ifta_summary",
            "ifta_summaries",
            "location_segment",
            "location_segments",
            "message",
            "messages",
            "group_message",
            "group_messages",
            "user",
            "users",
            "vehicle",
            "vehicles",
            "vehicle_location",
            "vehicle_locations",
            "vehicle_sensor",
            "vehicle_sensors",
            "vehicle_region_segment",
            "vehicle_region_segments",
            "trailer",
            "trailers",
            "trailer_association",
            "trailer_associations",
            "trailer_vehicle_association",
            "trailer_vehicle_associations",
            "trailer_location",
            "trailer_locations",
            "trailer_status",
            "trailer_statuses",
            "workflow",
            "workflows",
        ],
        ShareLevelEnum | str,
    ]
    fleet_email: EmailStr | None
    fleet_regulatory_id: str | None
    fleet_regulatory_id_type: str | None
    fleet_phone: str | None
    fleet_website: str | None
    fleet_country_code: str | None
    partner_provided_fleet_name: Annotated[str | None, Field(deprecated=True)]
    """
    Older name of fleet_name
    """
    partner_provided_fleet_email: Annotated[EmailStr | None, Field(deprecated=True)]
    """
    Older name of fleet_email
    """
    partner_provided_fleet_regulatory_id: Annotated[str | None, Field(deprecated=True)]
    """
    Older name of fleet_regulatory_id
    """
    partner_provided_fleet_regulatory_id_type: Annotated[str | None, Field(deprecated=True)]
    """
    Older name of fleet_regulatory_id_type
    """
    partner_provided_fleet_phone: Annotated[str | None, Field(deprecated=True)]
    """
    Older name of fleet_phone
    """
    partner_provided_fleet_website: Annotated[str | None, Field(deprecated=True)]
    """
    Older name of fleet_website
    """
    partner_provided_fleet_country_code: Annotated[str | None, Field(deprecated=True)]
    """
    Older name of fleet_country_code
    """


class InvitedPersonRead(Model):
    """
    A role, and the link with which the owner of the address accepts it.
    """

    id: UUID
    """
    Of the role
    """
    person_id: UUID | None
    """
    Null for a partner until the role is accepted
    """
    email: str
    name: str | None
    role: PersonRoleEnum | str
    partner_id: UUID | None
    fleet_id: UUID | None
    """
    Administrators see the people of fleets, too
    """
    scopes: list[str] | None
    """
    What the person may do with the role; null: all that it may do
    """
    is_accepted: bool
    """
    Whether the owner of the address has accepted the role. Until then it opens nothing, and a partner sees no name, times or second step of the account
    """
    created_at: AwareDatetime
    """
    When the role was offered or given
    """
    verified_at: AwareDatetime | None
    """
    When the owner of the address has opened a link of the mailbox
    """
    signed_in_at: AwareDatetime | None
    has_second_step: bool
    disabled_at: AwareDatetime | None
    link: str | None
    """
    Accepts the role, once, within 72 hours; a new account then gets its password. Null where it was mailed. Only an administrator of a server without mail gets it here
    """


class MessageCreate(Model):
    """
    A message to create at the provider. Fields that are left out get the provider's defaults.
    """

    connection_id: UUID
    """
    The connection to write through: one write goes to one provider.
    """
    sender_id: UUID
    """
    The sender, by our id.
    """
    message_text: str | None = None
    recipient_id: UUID
    """
    The recipient, by our id.
    """
    reply_to_message_id: UUID | None = None
    """
    The message that it answers, by our id.
    """
    priority: MessagePriorityEnum | str | None = None
    """
    How urgent it is.
    """


class MessageRead(Model):
    """
    A message, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    source_sender_id: str | None = None
    """
    The sender, by the provider's id.
    """
    sender_id: UUID | None = None
    """
    The sender, by our id.
    """
    message_text: str | None = None
    message_hash: str | None = None
    """
    A hash of sender, text and time.
    """
    status: MessageStatusEnum | str | None = None
    """
    The state of the message.
    """
    delivered_at: AwareDatetime | None = None
    """
    When it reached the recipient.
    """
    sent_by_driver: bool | None = None
    """
    Whether a driver sent it, and not the office.
    """
    sender_name: str | None = None
    """
    The sender's name at that time.
    """
    thread_id: UUID | None = None
    """
    The conversation that it belongs to.
    """
    source_thread_id: str | None = None
    """
    The conversation, by the provider's id.
    """
    source_recipient_id: str | None = None
    """
    The recipient, by the provider's id.
    """
    recipient_id: UUID | None = None
    """
    The recipient, by our id.
    """
    read_at: AwareDatetime | None = None
    """
    When the recipient read it.
    """
    recipient_name: str | None = None
    """
    The recipient's name at that time.
    """
    reply_to_message_id: UUID | None = None
    """
    The message that it answers, by our id.
    """
    source_reply_to_message_id: str | None = None
    """
    The message that it answers, by the provider's id.
    """


class MovementPrivacy(Model):
    """
    Level per duty status of the driver. In all other statuses the partner sees everything.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    PC: MovementPrivacyEnum | str | None = None
    """
    Personal conveyance
    """
    OFF: MovementPrivacyEnum | str | None = None
    """
    Off duty
    """
    SB: MovementPrivacyEnum | str | None = None
    """
    In the sleeper berth
    """


class PartnerPropertyCreate(Model):
    key: PartnerPropertyKeyEnum | str
    value: str


class ProviderOverview(Model):
    """
    One provider, and what can be done with its resources.
    """

    source_name: TspEnum | str
    name: str
    brands: list[str]
    """
    Slugs of the brands under which fleets know it.
    """
    resources: list[ResourceOverview]


class ResourceCapability(Model):
    """
    The same, field by field.
    """

    resource: ResourceEnum | str
    can_list: bool
    can_create: bool
    can_update: bool
    reasons: dict[str, str]
    """
    Reasons, by what is not supported: `list`, `create` or `update`.
    """
    note: str | None = None
    """
    A note on its records at this provider.
    """
    fields: list[FieldCapability]
    variants: list[FieldMapVariant]
    """
    Kinds of records of this resource that the provider keeps separately, each with its own rules.
    """


class ResourceCoverage(Model):
    """
    What one resource of a connection really holds.
    """

    resource: ResourceEnum | str
    records: int
    """
    Records in the window; of users, vehicles and trailers all that are not removed. Counted, not sampled.
    """
    latest_at: AwareDatetime | None
    """
    When the newest record occurred; of users, vehicles and trailers when one has changed last.
    """
    lateness_p50_seconds: float | None
    """
    From the time at which a record occurred to its arrival here: the median of the sample. Null for things without a time, and while there are only records of the time before the connection.
    """
    lateness_p95_seconds: float | None
    """
    The same for the slowest of twenty.
    """
    gaps: list[date_aliased]
    """
    Days without a record that should have some, in UTC: most other days of the same weekday in the window have some. Neither today nor days before the first record count.
    """
    sample: int
    """
    How many records were looked at: the newest, at most 1,000.
    """
    fields: list[FieldCoverage]


class ResourceOperationLog(Model):
    """
    One attempt at the provider.
    """

    id: UUID
    created_at: AwareDatetime
    updated_at: AwareDatetime
    resource_operation_id: UUID
    status: ResourceOperationLogStatusEnum | str
    error_type: ResourceOperationErrorTypeEnum | str | None = None
    """
    Whose fault it was; null on success.
    """
    error_details: str | None = None
    """
    What went wrong, in words.
    """
    response_status_code: int | None = None
    """
    The HTTP status that the provider answered with.
    """
    response_headers: dict[str, str] | None = None
    """
    Headers of the provider's answer that help to trace it: rate limits and request ids.
    """


class ResourceOperationLogRead(Model):
    """
    One attempt at the provider.
    """

    id: UUID
    created_at: AwareDatetime
    updated_at: AwareDatetime
    resource_operation_id: UUID
    status: ResourceOperationLogStatusEnum | str
    error_type: ResourceOperationErrorTypeEnum | str | None = None
    """
    Whose fault it was; null on success.
    """
    error_details: str | None = None
    """
    What went wrong, in words.
    """
    response_status_code: int | None = None
    """
    The HTTP status that the provider answered with.
    """
    response_headers: dict[str, str] | None = None
    """
    Headers of the provider's answer that help to trace it: rate limits and request ids.
    """


class ResourceOperationRead(Model):
    """
    One write to one provider.
    """

    id: UUID
    created_at: AwareDatetime
    updated_at: AwareDatetime
    partner_id: UUID
    connection_id: UUID
    fleet_ref: str | None = None
    source_name: TspEnum | str
    resource: ResourceEnum | str
    resource_id: UUID | None = None
    """
    The record that was written; null until a create has succeeded.
    """
    source_id: str | None = None
    """
    The provider's id of that record.
    """
    operation_type: ResourceOperationTypeEnum | str
    status: ResourceOperationStatusEnum | str
    payload: dict[str, Any]
    """
    What the write sets: what was sent, and behind each of our ids the provider's.
    """
    field_results: list[FieldResult] | None = None
    """
    What became of each field that was sent. While the write is pending, and after a failure that lies in no single field, it has at most the fields that were ignored.
    """
    expected_start_at: AwareDatetime | None = None
    """
    When the provider is likely to be asked, by the operation's position in the queue and the rate that the provider allows. Null when it is not pending, and while it waits for the fleet to sign in again; events do not say it.
    """
    logs: list[ResourceOperationLogRead] | None = None
    """
    One entry per attempt, oldest first.
    """


class ScheduleCreate(Model):
    """
    A schedule for a resource that the connection has none for yet.
    """

    resource: ResourceEnum | str
    execution_interval_seconds: int | None = 600
    """
    Seconds from the start of one run to the start of the next.
    """
    consecutive_error_threshold: int | None = 15
    """
    The schedule becomes inactive after this many failures in a row.
    """
    max_concurrent_executions: int | None = 1
    """
    Has no effect: runs of one schedule never overlap.
    """
    status: ScheduleStatusEnum | str | None = None
    cursor: str | None = None
    """
    Where to begin: a cursor of a schedule of this resource.
    """
    last_data_at: AwareDatetime | None = None
    """
    Where the reading of a feed begins.
    """


class ScheduleRead(Model):
    """
    When one resource of a connection is read, and how that goes.
    """

    id: UUID
    connection_id: UUID
    resource: ResourceEnum | str
    execution_interval_seconds: int
    """
    Seconds from the start of one run to the start of the next.
    """
    status: ScheduleStatusEnum | str
    consecutive_error_count: int
    """
    How many runs in a row have failed.
    """
    consecutive_error_threshold: int
    """
    The schedule becomes inactive after this many failures in a row.
    """
    max_concurrent_executions: int
    """
    Has no effect: runs of one schedule never overlap.
    """
    cursor: str | None = None
    """
    Where the next run goes on. For the adapter alone.
    """
    last_data_at: AwareDatetime | None = None
    """
    When the newest record occurred.
    """
    last_successful_execution_at: AwareDatetime | None = None
    next_execution_at: AwareDatetime | None = None
    history: HistoryRead | None = None
    stretched: StretchedRead | None = None
    """
    Why the schedule runs less often than usual. Null: it runs as usual, or as an administrator says.
    """


class ShareAgreementBackfill(Model):
    """
    A resource that agreements do not have yet.
    """

    resource: ResourceEnum | str
    share_level: ShareLevelEnum | str | None = None
    fleet_ids: list[UUID] | None = None
    """
    Only agreements of these fleets
    """


class ShareAgreementRead(Model):
    """
    What a fleet shares with a partner, and since when.
    """

    id: UUID
    fleet_id: UUID
    partner_id: UUID
    fleet_ref: str | None
    """
    The partner's own id of the fleet
    """
    status: ShareAgreementStatusEnum | str
    """
    Data can be read and written only while it is active
    """
    effective_date: AwareDatetime
    """
    Access begins here
    """
    expiration_date: AwareDatetime | None
    """
    Access ends here; null: never
    """
    scopes: dict[
        Literal[
            "asset",
            "assets",
            "driver_association",
            "driver_associations",
            "driver_vehicle_association",
            "driver_vehicle_associations",
            "driver_event_log",
            "driver_event_logs",
            "driver_safety_event",
            "driver_safety_events",
            "dvir_log",
            "dvir_logs",
            "dvir_log_defect",
            "dvir_log_defects",
            "engine_log",
            "engine_logs",
            "engine_status",
            "engine_statuses",
            "fuel_transaction",
            "fuel_transactions",
            "fleet_info",
            "fleet_infos",
            "hos_availability",
            "hos_availabilities",
            "hos_daily_snapshot",
            "hos_daily_snapshots",
            "hos_event",
            "hos_events",
            "hos_event_annotation",
            "hos_event_annotations",
            "hos_event_attachment",
            "hos_event_attachments",
            "hos_violation",
            "hos_violations",
            "ifta_summary",
            "ifta_summaries",
            "location_segment",
            "location_segments",
            "message",
            "messages",
            "group_message",
            "group_messages",
            "user",
            "users",
            "vehicle",
            "vehicles",
            "vehicle_location",
            "vehicle_locations",
            "vehicle_sensor",
            "vehicle_sensors",
            "vehicle_region_segment",
            "vehicle_region_segments",
            "trailer",
            "trailers",
            "trailer_association",
            "trailer_associations",
            "trailer_vehicle_association",
            "trailer_vehicle_associations",
            "trailer_location",
            "trailer_locations",
            "trailer_status",
            "trailer_statuses",
            "workflow",
            "workflows",
        ],
        ShareLevelEnum | str,
    ]
    """
    Level per resource; what is not named is not shared
    """
    movement_privacy: MovementPrivacy | None = None
    """
    What is seen of vehicles while their driver has one of these duty statuses: everything, positions rounded to 0.1 degrees, or no position
    """


class ShareAgreementUpdate(Model):
    """
    Fields that are not sent stay as they are.
    """

    effective_date: AwareDatetime | None = None
    """
    Access begins here
    """
    expiration_date: AwareDatetime | None = None
    """
    Access ends here; null: never
    """
    movement_privacy: MovementPrivacy | None = None
    """
    Replaces all levels; null: everything is seen. A token that came with an invitation cannot lower one, because the partner can read it
    """


class TrailerLiveLocation(Model):
    """
    Where a trailer is now, and which vehicle pulls it.
    """

    tsp_id: UUID | None
    tsp_slug: str | None
    source_name: TspEnum | str | None
    trailer_id: UUID
    trailer_name: str | None
    vehicle_id: UUID | None
    """
    The vehicle that it is attached to.
    """
    driver_id: UUID | None
    driver_name: str | None
    trailer_h3_index_11: int | None
    """
    The H3 cell of the position at resolution 11, a number of 64 bits.
    """
    trailer_location_occurred_at: AwareDatetime
    trailer_location: Point | None
    """
    GeoJSON.
    """
    vehicle_h3_index_11: int | None
    """
    The H3 cell of the position at resolution 11, a number of 64 bits.
    """
    vehicle_location_occurred_at: AwareDatetime | None
    vehicle_location: Point | None
    """
    GeoJSON.
    """


class TrailerLocationRead(Model):
    """
    A trailer location, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    trailer_id: UUID
    """
    The trailer, by our id.
    """
    source_trailer_id: str | None = None
    """
    The trailer, by the provider's id.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    location: Point | None = None
    """
    The position as a GeoJSON point.
    """
    h3_index_11: int | None = None
    """
    The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds.
    """
    inferred_address: InferredAddress | None = None
    """
    The place nearest to the position.
    """


class TrailerRead(Model):
    """
    A trailer, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    trailer_name: str | None = None
    """
    What the fleet calls it, such as a unit number.
    """
    oem: str | None = None
    """
    The manufacturer.
    """
    model_type: str | None = None
    model_year: int | None = None
    """
    Four digits.
    """
    vin: str | None = None
    """
    Vehicle identification number. 17 characters as a rule.
    """
    license_plate_region: str | None = None
    """
    State or province of the plate, such as CA or ON.
    """
    license_plate_number: str | None = None
    started_at: AwareDatetime | None = None
    """
    In service since.
    """
    ended_at: AwareDatetime | None = None
    """
    Out of service since.
    """
    is_active: bool | None = None
    notes: str | None = None
    eld_id: str | None = None
    """
    The provider's id of the logging or tracking device.
    """
    eld_serial_number: str | None = None
    eld_device_type: str | None = None
    eld_product_id: str | None = None
    total_axles: int | None = None
    external_id: str | None = None
    """
    The id in another system of the fleet.
    """
    license_plate_country: str | None = None
    """
    Country of the plate. Two letters, ISO 3166-1.
    """
    status: str | None = None
    """
    The provider's word, such as IN_SERVICE or MAINTENANCE.
    """
    trailer_groups: dict[str, Any] | None = None
    trailer_length: float | None = None
    """
    In the provider's unit, feet or metres.
    """
    trailer_type: str | None = None
    """
    In free words, such as Dry Van, Reefer or Flatbed.
    """
    speed_unit: str | None = None
    odometer_unit: str | None = None
    fuel_unit: str | None = None
    fuel_capacity: str | None = None
    """
    With its unit.
    """
    engine_type: str | None = None
    """
    What drives its refrigeration unit, in the provider's word.
    """


class TrailerStatusRead(Model):
    """
    A trailer status, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    trailer_id: UUID | None = None
    """
    The trailer, by our id.
    """
    source_trailer_id: str | None = None
    """
    The trailer, by the provider's id.
    """
    location: Point | None = None
    """
    The position as a GeoJSON point.
    """
    h3_index_11: int | None = None
    """
    The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds.
    """
    power_on: bool | None = None
    """
    Whether the refrigeration unit has power.
    """
    power_source: ReeferPowerSourceEnum | str | None = None
    """
    What drives the refrigeration unit.
    """
    battery_voltage: float | None = None
    battery_percent: float | None = None
    battery_status: ReeferBatteryStatusEnum | str | None = None
    reefer_operational_status: ReeferOperationalStatusEnum | str | None = None
    """
    Whether the refrigeration unit is on.
    """
    operation_mode: ReeferOperationModeEnum | str | None = None
    """
    How the refrigeration unit runs.
    """
    control_mode: ReeferControlModeEnum | str | None = None
    """
    What controls the refrigeration unit.
    """
    door_open: bool | None = None
    """
    Whether any door is open.
    """
    cargo_status: ReeferCargoStatusEnum | str | None = None
    """
    Whether there is cargo.
    """
    fuel_level: float | None = None
    """
    What is left in the tank of the refrigeration unit.
    """
    reefer_engine_hours: float | None = None
    """
    The total running time of the refrigeration unit's engine.
    """
    ambient_temperature: float | None = None
    """
    Of the air outside.
    """
    zones: list[TrailerZoneStatus] | None = None
    """
    The compartments.
    """
    remote_probe_statuses: list[RemoteProbeStatus] | None = None
    """
    The thermometers in the cargo.
    """
    pre_trip_status: TrailerPretripStatus | None = None
    """
    The last check of the refrigeration unit before a trip.
    """
    suction_pressure_kpa: float | None = None
    """
    Before the compressor.
    """
    discharge_pressure_kpa: float | None = None
    """
    Behind the compressor.
    """
    humidity_percent: float | None = None
    """
    Of the air inside.
    """
    active_alarms: list[TrailerAlarm] | None = None
    """
    The alarms that are on.
    """
    battery_voltage_unit: VoltageUnit | str | None = None
    """
    The unit of `battery_voltage`.
    """
    ambient_temperature_unit: TemperatureUnit | str | None = None
    """
    The unit of `ambient_temperature`.
    """
    zones_temperature_unit: TemperatureUnit | str | None = None
    """
    The unit of temperatures in `zones`.
    """
    remote_probe_statuses_temperature_unit: TemperatureUnit | str | None = None
    """
    The unit of temperatures in `remote_probe_statuses`.
    """


class TrailerSummary(Model):
    """
    A trailer, and where it was last.
    """

    fleet_id: UUID
    fleet_ref: str | None
    """
    Your id of the fleet.
    """
    connection_id: UUID
    tsp_id: UUID | None
    tsp_slug: str | None
    source_name: TspEnum | str | None
    trailer_id: UUID
    source_id: str | None
    """
    The provider's id of the trailer.
    """
    trailer_name: str | None
    location: Point | None
    """
    GeoJSON.
    """
    h3_index_11: int | None
    """
    The H3 cell of the position at resolution 11, a number of 64 bits.
    """


class TrailerVehicleAssociationRead(Model):
    """
    A trailer vehicle association, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    trailer_id: UUID | None = None
    """
    The trailer, by our id.
    """
    source_trailer_id: str | None = None
    """
    The trailer, by the provider's id.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    trailer_sequence: int | None = None
    """
    The place of the trailer behind the vehicle, from 1 on.
    """


class TspCreate(Model):
    """
    One more brand of a platform.
    """

    name: str
    description: str | None = None
    websites: list[str] | None = None
    source_name: TspEnum | str
    """
    The platform behind the brand
    """
    status: TspStatusEnum | str | None = None
    conn_type: ConnectionTypeEnum | str
    """
    The shape of the credentials that it asks for
    """
    is_sandbox: bool | None = False
    """
    A test provider
    """
    logo_url: str | None = None
    logo_dark_url: str | None = None
    """
    The logo for dark backgrounds
    """


class TspRead(Model):
    """
    A brand under which fleets know a telematics provider.
    """

    name: str
    description: str | None = None
    websites: list[str] | None = None
    source_name: TspEnum | str
    """
    The platform behind the brand; several brands may share one
    """
    status: TspStatusEnum | str | None = None
    conn_type: ConnectionTypeEnum | str
    """
    The shape of the credentials that it asks for
    """
    is_sandbox: bool | None = False
    """
    A test provider
    """
    logo_url: str | None = None
    logo_dark_url: str | None = None
    """
    The logo for dark backgrounds
    """
    id: UUID
    slug: str
    ext_tsp_id: UUID | None = None
    """
    The entry of a public registry that this brand is linked to
    """
    created_at: AwareDatetime
    updated_at: AwareDatetime
    registry: str | None = None
    compliance_status: TspComplianceStatusEnum | str | None = None


class UserCreate(Model):
    """
    A user to create at the provider. Fields that are left out get the provider's defaults.
    """

    connection_id: UUID
    """
    The connection to write through: one write goes to one provider.
    """
    username: str | None = None
    """
    The name that the user signs in with.
    """
    is_active: bool | None = None
    status: UserStatusEnum | str | None = None
    """
    The provider's word, such as ACTIVE, INACTIVE or SUSPENDED.
    """
    is_driver: bool | None = None
    user_designation: str | None = None
    """
    Role in free words, such as DRIVER or DISPATCHER.
    """
    user_email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone_number: str | None = None
    country_code: str | None = None
    """
    Three letters, ISO 3166-1.
    """
    license_country: str | None = None
    """
    Country of the licence. Three letters, ISO 3166-1.
    """
    license_region: str | None = None
    """
    State or province of the licence, such as CA or ON.
    """
    license_number: str | None = None
    license_expiration: date_aliased | None = None
    """
    Last day of the licence, where it was issued.
    """
    employee_number: str | None = None
    """
    The fleet's own number for the user.
    """
    carrier_number: str | None = None
    """
    Number of the carrier, such as a USDOT or MC number.
    """
    notes: str | None = None
    hos_ruleset_code: HosRulesetCodeEnum | str | None = None
    """
    The hours-of-service rules that apply.
    """
    allow_yard_move: bool | None = None
    allow_personal_conveyance: bool | None = None
    allow_adverse_driving: bool | None = None
    default_time_zone: TimezoneCodeEnum | str | None = None
    """
    IANA name of the user's time zone.
    """
    dot_id: str | None = None
    """
    USDOT number that the user drives under.
    """
    phone_country_code: str | None = None
    """
    Calling code with its plus sign, such as +1.
    """
    hos_tracking_mode: HosTrackingMode | None = None
    hos_compliance_type: HosComplianceTypeEnum | str | None = None
    """
    Whether the driver must keep hours.
    """
    hos_tracking_method: HosTrackingMethodEnum | str | None = None
    """
    For drivers who are not exempt: how the log is written.
    """


class VehicleCreate(Model):
    """
    A vehicle to create at the provider. Fields that are left out get the provider's defaults.
    """

    connection_id: UUID
    """
    The connection to write through: one write goes to one provider.
    """
    vehicle_name: str | None = None
    """
    What the fleet calls it, such as a unit number.
    """
    oem: str | None = None
    """
    The manufacturer.
    """
    model_type: str | None = None
    model_year: int | None = None
    """
    Four digits.
    """
    vin: str | None = None
    """
    Vehicle identification number. 17 characters as a rule.
    """
    license_plate_region: str | None = None
    """
    State or province of the plate, such as CA or ON.
    """
    license_plate_number: str | None = None
    is_active: bool | None = None
    notes: str | None = None
    eld_id: str | None = None
    """
    The provider's id of the logging or tracking device.
    """
    eld_serial_number: str | None = None
    eld_device_type: str | None = None
    eld_product_id: str | None = None
    total_axles: int | None = None
    external_id: str | None = None
    """
    The id in another system of the fleet.
    """
    engine_vin: str | None = None
    license_plate_country: str | None = None
    """
    Country of the plate. Three letters, ISO 3166-1.
    """
    status: VehicleStatusEnum | str | None = None
    """
    The provider's word, such as IN_SERVICE or MAINTENANCE.
    """
    speed_unit: str | None = None
    """
    The unit in which the provider shows speeds, such as mph.
    """
    odometer_unit: str | None = None
    """
    The unit of the odometer, such as mi.
    """
    fuel_unit: str | None = None
    """
    The unit in which fuel is measured, such as liters.
    """
    fuel_capacity: str | None = None
    """
    With its unit, such as 100 gallons.
    """
    engine_type: EngineType | str | None = None
    """
    What it runs on, in the provider's word.
    """


class VehicleLocationRead(Model):
    """
    A vehicle location, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    co_driver_id: UUID | None = None
    """
    The second driver, by our id.
    """
    source_co_driver_id: str | None = None
    """
    The second driver, by the provider's id.
    """
    location: Point | None = None
    """
    The position as a GeoJSON point.
    """
    h3_index_11: int | None = None
    """
    The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds.
    """
    inferred_address: InferredAddress | None = None
    """
    The place nearest to the position.
    """
    speed: float | None = None
    odometer: float | None = None
    """
    What the odometer shows.
    """
    fuel_level: float | None = None
    """
    What is left in the tank, in percent of it.
    """
    fuel_value: float | None = None
    """
    The volume that is left in the tank.
    """
    engine_hours: float | None = None
    """
    The total running time of the engine, as the provider has it.
    """
    oil_pressure: float | None = None
    coolant_temperature: float | None = None
    speed_unit: SpeedUnit | str | None = None
    """
    The unit of `speed`.
    """
    odometer_unit: DistanceUnit | str | None = None
    """
    The unit of `odometer`.
    """
    fuel_value_unit: VolumeUnit | str | None = None
    """
    The unit of `fuel_value`.
    """
    oil_pressure_unit: PressureUnit | str | None = None
    """
    The unit of `oil_pressure`.
    """
    coolant_temperature_unit: TemperatureUnit | str | None = None
    """
    The unit of `coolant_temperature`.
    """


class Webhook(Model):
    """
    A subscription that was just created. Only this answer shows its secret.
    """

    url: str
    filters: WebhookFilters | None = None
    secret: str | None = None
    created_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None
    deleted_at: AwareDatetime | None = None
    id: UUID
    partner_id: UUID
    status: WebhookStatusEnum | str | None = None
    event_name: WebhookEventNameEnum | str
    batch_size: int | None = 1
    content_encoding: ContentEncodingEnum | str | None = None
    extensions: bool | None = False
    warnings: list[str] | None = None
    """
    What works but is not advisable.
    """


class WebhookCreate(Model):
    url: str
    """
    Where to deliver; https, and a public address. Called exactly as given.
    """
    filters: WebhookFilters | None = None
    secret: str | None = None
    """
    Signs the deliveries; 12 characters or more are advisable. Generated if absent. Only this answer shows it.
    """
    event_name: WebhookEventNameEnum | str | WebhookCatchAllEvents
    """
    One event, or a wildcard such as `user.*`, which creates one subscription for each of its events.
    """
    batch_size: int | None = 1
    """
    How many events one delivery may carry, when that many wait.
    """
    content_encoding: ContentEncodingEnum | str | None = None
    """
    How bodies are sent. A receiver that refuses gzip with 400 or 415 and takes the same body plain gets `identity` from then on.
    """
    extensions: bool | None = None
    """
    Whether bodies have keys beyond the contract, such as `sequence`. If absent: as the answer to this request.
    """


class WebhookLogRead(Model):
    """
    One attempt to deliver one event.
    """

    created_at: AwareDatetime
    webhook_id: UUID
    message_id: UUID
    """
    The event's id, as in the envelope.
    """
    event_name: WebhookEventNameEnum | str
    status: WebhookLogStatusEnum | str
    status_code: int
    """
    0 where there was no answer.
    """
    error_message: str | None
    response_time_ms: int | None
    answer: str | None = None
    """
    The beginning of what the receiver said with a refusal; null for events with links.
    """


class WebhookRead(Model):
    """
    A subscription. The last part of its url and its secret are masked.
    """

    id: UUID
    url: Any
    event_name: WebhookEventNameEnum | str
    filters: WebhookFilters | None = None
    secret: Any
    status: WebhookStatusEnum | str
    created_at: AwareDatetime
    updated_at: AwareDatetime
    batch_size: int | None = 1
    content_encoding: ContentEncodingEnum | str | None = None
    extensions: bool | None = False


class WorkflowRead(Model):
    """
    A workflow, as the provider has it.
    """

    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference in the partner's own system.
    """
    id: UUID
    created_at: AwareDatetime
    """
    When the record was first stored. Never changes.
    """
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    """
    Set when the record has gone at the provider.
    """
    connection_id: UUID
    """
    The link between the fleet and its provider that the record came through.
    """
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum | str
    """
    The platform behind the provider; several brands may share one.
    """
    source_data: dict[str, Any] | None = None
    """
    The provider's own data, unchanged. Left out unless asked for.
    """
    source_id: str
    """
    The provider's id of the record; put together where the provider has none.
    """
    source_data_hash: str
    """
    SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits.
    """
    occurred_at: AwareDatetime | None = None
    """
    When it happened at the provider, else when it was stored.
    """
    execution_id: UUID | None = None
    """
    The run that read the record; null if a write made it.
    """
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None
    """
    What is known beyond the fields of the contract.
    """
    vehicle_id: UUID | None = None
    """
    The vehicle, by our id.
    """
    source_vehicle_id: str | None = None
    """
    The vehicle, by the provider's id.
    """
    driver_id: UUID | None = None
    """
    The driver, by our id.
    """
    source_driver_id: str | None = None
    """
    The driver, by the provider's id.
    """
    workflow_status: WorkflowStatusEnum | str | None = None
    """
    How far the trip has come.
    """
    started_at: AwareDatetime | None = None
    """
    When the driver set off.
    """
    ended_at: AwareDatetime | None = None
    """
    When the driver had done the last stop.
    """
    total_distance: float | None = None
    """
    From the first stop to the last one.
    """
    instructions: str | None = None
    """
    What the driver is told about the trip.
    """
    stops: list[WorkflowStop]
    """
    The stops in their order.
    """


class ConnectionCoverage(Model):
    """
    What the records of a connection really hold.
    """

    connection_id: UUID
    source_name: TspEnum | str
    from_date: date_aliased
    """
    The first day of the window, in UTC.
    """
    to_date: date_aliased
    """
    The last day of the window.
    """
    resources: list[ResourceCoverage]
    """
    Those that are read and that you may see.
    """


class ConnectionCreate(Model):
    """
    The account that a fleet connects.
    """

    tsp_id: UUID
    """
    The provider to connect.
    """
    credentials: (
        AccessTokenCredsInput
        | ApiAuthCredsInput
        | ApiBasicCredsInput
        | ApiKeyCredsInput
        | AzugaSLCInput
        | BouncieCredsInput
        | ClientIdSecretCredsInput
        | CompanyAccessCredsInput
        | CompanyIdCredsInput
        | DatabaseCredsInput
        | EZLynkAccessCredsInput
        | EZLynkCreds
        | EzlogzCreds
        | FactorEldCredsInput
        | FleetupCredsInput
        | FleetupSLCInput
        | GeotabCredsInput
        | IsaacCredsInput
        | MotiveCredsInput
        | OAuth1CredsInput
        | OAuth2CredsInput
        | OAuth2InitiateCredsInput
        | OAuth2PrivateKeyCredsInput
        | OntimeEldCredsInput
        | PrivateKeyCredsInput
        | S3CredsInput
        | SamsaraCredsInput
        | SftpCredsInput
        | SpireonSLCInput
        | SwitchBoardCredsInput
        | TokenCredsInput
        | TruckXCredsInput
        | TruckXSLCInput
        | TTCredsInput
        | VerizonConnectCredsInput
        | VerizonConnectSLCInput
        | ZubieCredsInput
    )
    """
    The credentials for the provider. Its `conn_type` says which of the forms applies.
    """
    description: str | None = None
    """
    Distinguishes several accounts at one provider.
    """


class ConnectionRead(Model):
    """
    A fleet's account at a provider.
    """

    id: UUID
    created_at: AwareDatetime
    updated_at: AwareDatetime
    fleet_id: UUID | None
    fleet_ref: str | None = None
    """
    The fleet's reference at the calling partner.
    """
    tsp_id: UUID
    source_name: TspEnum | str
    credentials: (
        AccessTokenCredsOutput
        | ApiAuthCredsOutput
        | ApiBasicCredsOutput
        | ApiKeyCredsOutput
        | AzugaSLCOutput
        | BouncieCredsOutput
        | ClientIdSecretCredsOutput
        | CompanyAccessCredsOutput
        | CompanyIdCredsOutput
        | DatabaseCredsOutput
        | EZLynkAccessCredsOutput
        | EZLynkCreds
        | EzlogzCreds
        | FactorEldCredsOutput
        | FleetupCredsOutput
        | FleetupSLCOutput
        | GeotabCredsOutput
        | IsaacCredsOutput
        | MotiveCredsOutput
        | OAuth1CredsOutput
        | OAuth2CredsOutput
        | OAuth2InitiateCredsOutput
        | OAuth2PrivateKeyCredsOutput
        | OntimeEldCredsOutput
        | PrivateKeyCredsOutput
        | S3CredsOutput
        | SamsaraCredsOutput
        | SftpCredsOutput
        | SpireonSLCOutput
        | SwitchBoardCredsOutput
        | TokenCredsOutput
        | TruckXCredsOutput
        | TruckXSLCOutput
        | TTCredsOutput
        | VerizonConnectCredsOutput
        | VerizonConnectSLCOutput
        | ZubieCredsOutput
    )
    """
    The credentials for the provider. Secrets are shown as stars.
    """
    status: ConnectionStatusEnum | str
    description: str | None


class ConnectionUpdate(Model):
    """
    The fields that a fleet may change. Omitted fields stay as they are.
    """

    credentials: (
        AccessTokenCredsInput
        | ApiAuthCredsInput
        | ApiBasicCredsInput
        | ApiKeyCredsInput
        | AzugaSLCInput
        | BouncieCredsInput
        | ClientIdSecretCredsInput
        | CompanyAccessCredsInput
        | CompanyIdCredsInput
        | DatabaseCredsInput
        | EZLynkAccessCredsInput
        | EZLynkCreds
        | EzlogzCreds
        | FactorEldCredsInput
        | FleetupCredsInput
        | FleetupSLCInput
        | GeotabCredsInput
        | IsaacCredsInput
        | MotiveCredsInput
        | OAuth1CredsInput
        | OAuth2CredsInput
        | OAuth2InitiateCredsInput
        | OAuth2PrivateKeyCredsInput
        | OntimeEldCredsInput
        | PrivateKeyCredsInput
        | S3CredsInput
        | SamsaraCredsInput
        | SftpCredsInput
        | SpireonSLCInput
        | SwitchBoardCredsInput
        | TokenCredsInput
        | TruckXCredsInput
        | TruckXSLCInput
        | TTCredsInput
        | VerizonConnectCredsInput
        | VerizonConnectSLCInput
        | ZubieCredsInput
        | None
    ) = None
    """
    New credentials of the same account. They are checked first. Null changes nothing.
    """
    description: str | None = None
    """
    Distinguishes several accounts at one provider. Null clears it.
    """
    status: ConnectionStatusEnum | str | None = None
    """
    While `paused`, writes wait; once `cancelled`, they fail; `active` resumes. A connection that is `stale`, `failed` or `cancelled` resumes only if the provider accepts the credentials. Null changes nothing.
    """


class PartnerCreate(Model):
    """
    A new customer of the API.
    """

    name: str
    description: str | None = None
    websites: list[str] | None = None
    categories: list[PartnerCategory | str] | None = []
    is_sandbox: bool | None = False
    parent_partner_id: UUID | None = None
    """
    Groups related partners for billing and reports
    """
    properties: Annotated[list[PartnerPropertyCreate] | None, Field(validate_default=True)] = []


class ProviderCapabilities(Model):
    """
    Everything that is known about one provider.
    """

    source_name: TspEnum | str
    name: str
    brands: list[str]
    """
    Slugs of the brands under which fleets know it.
    """
    options: list[OptionCapability]
    """
    What the operator of this server can decide.
    """
    resources: list[ResourceCapability]


class ResourceOperation(Model):
    """
    A write to a provider: accepted, or done already.
    """

    id: UUID
    """
    Follow the operation by this id.
    """
    created_at: AwareDatetime
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    partner_id: UUID
    connection_id: UUID
    fleet_ref: str | None = None
    """
    Your id of the fleet.
    """
    source_name: TspEnum | str | None = None
    """
    Its platform.
    """
    resource: ResourceEnum | str
    resource_id: UUID | None = None
    """
    The record that is written; null until a create has succeeded.
    """
    source_id: str | None = None
    """
    The provider's id of that record.
    """
    operation_type: ResourceOperationTypeEnum | str
    payload: dict[str, Any]
    """
    What the write sets: only what was sent.
    """
    status: ResourceOperationStatusEnum | str | None = None
    field_results: list[FieldResult] | None = None
    """
    What became of each field that was sent. While the write is pending, and after a failure that lies in no single field, it has at most the fields that were ignored.
    """
    logs: list[ResourceOperationLog] | None = None
    """
    One entry per attempt, oldest first.
    """
