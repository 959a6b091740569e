"""The codes of hours of service: what a driver did, how it was recorded, and which rule was broken."""

from enum import StrEnum


class DutyStatusCodeEnum(StrEnum):
    """The duty status of a driver."""

    OFF = "OFF"
    SB = "SB"
    D = "D"
    ON = "ON"
    PC = "PC"
    YM = "YM"
    INT = "INT"
    WT = "WT"


class HosEventTypeCodeEnum(StrEnum):
    """The kind of an event of a log, as the US rule for electronic logs numbers them."""

    DUTY_STATUS = "1"
    INTERMEDIATE = "2"
    SPECIAL_DRIVING = "3"
    CERTIFICATION = "4"
    LOGIN = "5"
    ENGINE_POWER = "6"


class HosEventCodeEnum(StrEnum):
    """What happened in an event of a log."""

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


class HosRecordStatusCodeEnum(StrEnum):
    """Whether an event of a log counts, or was replaced."""

    ACTIVE = "ACTIVE"
    INACTIVE_CHANGED = "INACTIVE_CHANGED"
    INACTIVE_REQUESTED = "INACTIVE_REQUESTED"
    INACTIVE_REJECTED = "INACTIVE_REJECTED"


class HosRecordOriginCodeEnum(StrEnum):
    """Who recorded an event of a log."""

    AUTO = "AUTO"
    DRIVER_EDIT = "DRIVER_EDIT"
    USER_EDIT = "USER_EDIT"
    UNIDENTIFIED = "UNIDENTIFIED"


class HosMalfunctionCodeEnum(StrEnum):
    """A malfunction, or a diagnostic event, of an electronic logging device."""

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


class HosViolationCategoryEnum(StrEnum):
    """The group of rules that a violation breaks."""

    CYCLE = "Cycle"
    DRIVING_HOURS = "DrivingHours"
    ELD = "ELD"
    EXEMPTION = "Exemption"
    OFF_DUTY = "OffDuty"
    RECORDKEEPING = "Recordkeeping"
    REST = "Rest"
    SHORT_HAUL = "ShortHaul"
    SLEEPER = "Sleeper"
    WORKDAY = "Workday"


class HosViolationCodeEnum(StrEnum):
    """The rule that a violation breaks."""

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
