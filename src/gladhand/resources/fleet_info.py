"""Fleet info: the company that a provider's account belongs to."""

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F, Fields
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class FleetInfoFields(Fields):
    """The normalised fields of a company as its provider knows it."""

    carrier_name: str | None = F("Its legal name.", example="Hill Country Freight LLC")
    dot_number: str | None = F("Its number at the US Department of Transportation.", example="3141592")
    dba_name: str | None = F("The name that it does business under.", example="Hill Country Freight")
    street: str | None = F("Street and number.", example="1200 Ranch Road")
    city: str | None = F(example="Fredericksburg")
    state: str | None = F("Its state or province, in the provider's word.", example="TX")
    zip: str | None = F("Its postal code.", example="78624")
    country: str | None = F("Its country, in the provider's word.", example="US")
    phone_number: str | None = F(example="+18305550100")
    company_url: str | None = F("Its website.", example="https://hill-country.example")
    timezone: str | None = F("The time zone of its main office.", example="America/Chicago")


FLEET_INFO = Resource(
    name=ResourceEnum.FLEET_INFO,
    path="fleet-info",
    kind=ResourceKind.ENTITY,
    has_get=True,
    fields_model=FleetInfoFields,
    description="The company that a connection's account belongs to, as the provider knows it.",
    events={
        RecordChange.ADDED: "The company of an account was stored for the first time.",
        RecordChange.MODIFIED: "The company of an account has changed.",
        RecordChange.REMOVED: "The provider no longer names the company of an account.",
    },
)
