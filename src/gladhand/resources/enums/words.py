"""The short lists of words: resources, rights, states."""

from enum import StrEnum


class ResourceEnum(StrEnum):
    """A type of normalised record."""

    ASSET = "asset"
    DRIVER_ASSOCIATION = "driver_association"
    DRIVER_VEHICLE_ASSOCIATION = "driver_vehicle_association"
    DRIVER_EVENT_LOG = "driver_event_log"
    DRIVER_SAFETY_EVENT = "driver_safety_event"
    DVIR_LOG = "dvir_log"
    DVIR_LOG_DEFECT = "dvir_log_defect"
    ENGINE_LOG = "engine_log"
    ENGINE_STATUS = "engine_status"
    FUEL_TRANSACTION = "fuel_transaction"
    FLEET_INFO = "fleet_info"
    HOS_AVAILABILITY = "hos_availability"
    HOS_DAILY_SNAPSHOT = "hos_daily_snapshot"
    HOS_EVENT = "hos_event"
    HOS_EVENT_ANNOTATION = "hos_event_annotation"
    HOS_EVENT_ATTACHMENT = "hos_event_attachment"
    HOS_VIOLATION = "hos_violation"
    IFTA_SUMMARY = "ifta_summary"
    LOCATION_SEGMENT = "location_segment"
    MESSAGE = "message"
    GROUP_MESSAGE = "group_message"
    USER = "user"
    VEHICLE = "vehicle"
    VEHICLE_LOCATION = "vehicle_location"
    VEHICLE_SENSOR = "vehicle_sensor"
    VEHICLE_REGION_SEGMENT = "vehicle_region_segment"
    TRAILER = "trailer"
    TRAILER_ASSOCIATION = "trailer_association"
    TRAILER_VEHICLE_ASSOCIATION = "trailer_vehicle_association"
    TRAILER_LOCATION = "trailer_location"
    TRAILER_STATUS = "trailer_status"
    WORKFLOW = "workflow"

    @property
    def is_in_house(self) -> bool:
        """Whether the resource is an in-house one, which the contract does not name."""
        return self.value.startswith("x_")


class ShareLevelEnum(StrEnum):
    """What a partner may do with one resource of a fleet."""

    READ = "read"
    READ_WRITE = "read_write"


class ConnectionTypeEnum(StrEnum):
    """The shape of the credentials that a provider asks for."""

    ACCESS_TOKEN = "access_token"  # noqa: S105 - the name of a shape
    API_AUTH = "api_auth"
    API_BASIC = "api_basic"
    API_KEY = "api_key"
    AZUGA_SLC = "azuga_slc"
    BOUNCIE = "bouncie"
    CLIENT_ID_SECRET = "client_id_secret"  # noqa: S105 - the name of a shape
    COMPANY_ACCESS = "company_access"
    COMPANY_ID = "company_id"
    DATABASE = "database"
    EZ_LYNK = "ez_lynk"
    EZ_LYNK_ACCESS = "ez_lynk_access"
    EZLOGZ = "ezlogz"
    FACTOR_ELD = "factor_eld"
    FLEETUP = "fleetup"
    FLEETUP_SLC = "fleetup_slc"
    GEOTAB = "geotab"
    ISAAC = "isaac"
    MOTIVE = "motive"
    OAUTH1 = "oauth1"
    OAUTH2 = "oauth2"
    OAUTH2_INITIATE = "oauth2_initiate"
    OAUTH2_PRIVATE_KEY = "oauth2_private_key"
    ONTIME = "ontime"
    PRIVATE_KEY = "private_key"
    S3 = "s3"
    SAMSARA = "samsara"
    SWITCHBOARD = "switchboard"
    SPIREON_SLC = "spireon_slc"
    SFTP = "sftp"
    TOKEN = "token"  # noqa: S105 - the name of a shape
    TT_CREDS = "tt_creds"
    TRUCKX_CREDS = "truckx_creds"
    TRUCKX_SLC = "truckx_slc"
    VERIZON_CONNECT = "verizon_connect"
    VERIZON_CONNECT_SLC = "verizon_connect_slc"


class StatusEnum(StrEnum):
    """The states of everything, in one list."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    PAUSED = "paused"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    PENDING = "pending"
    DELETED = "deleted"
    STALE = "stale"
    SUCCESS = "success"
    FAILED = "failed"
    SCHEDULED = "scheduled"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class UserStatusEnum(StrEnum):
    """What a write may set a user to; reads answer whatever the provider says."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


class VehicleStatusEnum(StrEnum):
    """What a write may set a vehicle to; reads answer whatever the provider says."""

    IN_SERVICE = "IN_SERVICE"
    OUT_OF_SERVICE = "OUT_OF_SERVICE"
    IN_REPAIR = "IN_REPAIR"
    IN_TRANSIT = "IN_TRANSIT"
    IN_USE = "IN_USE"
    IN_STORAGE = "IN_STORAGE"
    STANDING = "STANDING"
    SPARE = "SPARE"


class EngineType(StrEnum):
    """What a vehicle runs on, as a write says it; reads answer whatever the provider says."""

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


class HosComplianceTypeEnum(StrEnum):
    """Whether a driver has to keep hours of service at all."""

    EXEMPT = "exempt"
    NON_EXEMPT = "non_exempt"


class HosTrackingMethodEnum(StrEnum):
    """Who writes the log of a driver who has to keep one: the driver, or the device."""

    MANUAL = "manual"
    AUTOMATIC = "automatic"


class ResourceOperationTypeEnum(StrEnum):
    """What a write does."""

    CREATE = "create"
    UPDATE = "update"


class ResourceOperationStatusEnum(StrEnum):
    """How far a write has come."""

    PENDING = "pending"
    SUCCESS = "success"
    FAILED = "failed"


class ResourceOperationLogStatusEnum(StrEnum):
    """How one attempt of a write ended."""

    SUCCESS = "success"
    FAILED = "failed"


class ResourceOperationErrorTypeEnum(StrEnum):
    """Whose fault a failed attempt was."""

    AUTH = "auth"
    VALIDATION = "validation"
    NETWORK = "network"
    TSP = "tsp"
