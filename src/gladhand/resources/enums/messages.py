"""The words of messages and workflows."""

from enum import StrEnum


class MessageStatusEnum(StrEnum):
    """How far a message has come."""

    READ = "read"
    SENT = "sent"
    DELIVERED = "delivered"
    PENDING = "pending"


class MessagePriorityEnum(StrEnum):
    """How urgent a message is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class WorkflowStatusEnum(StrEnum):
    """How far a workflow has come."""

    PLANNED = "PLANNED"
    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


class StopTypeEnum(StrEnum):
    """What a stop of a workflow is for."""

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


class StopActivityEnum(StrEnum):
    """What is done at a stop of a workflow."""

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
