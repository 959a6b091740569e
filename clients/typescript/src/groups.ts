// The operations of the API. Generated from its OpenAPI documents by `make client`.
import type { CallOptions, Caller, ListOptions, Moment } from "./calls.js";
import type * as models from "./models.js";
import type { Pages } from "./pages.js";

/** Operations of `hub.analytics`. */
export class Analytics {
  constructor(private readonly caller: Caller) {}

  /**
   * Count fleets, vehicles, drivers and trailers.
   *
   * What the fleets that share with you have now.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   */
  getOverview(
    query: {
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceCount> {
    return this.caller.call({ method: "GET", path: "/v2/telematics/analytics/overview", query }, options);
  }

  /**
   * List summaries of fleets.
   *
   * Each fleet with the number of its connections, drivers and vehicles.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: fleet_ref.
   */
  listFleetSummaries(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
    } = {},
    options: ListOptions = {},
  ): Pages<models.FleetSummary> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/analytics/fleets", query }, options);
  }

  /**
   * Growth of fleets.
   *
   * How many fleets began to share on each day until today.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `period_days`: How many days before today the series begins.
   */
  getFleetGrowthMetrics(
    query: {
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      period_days?: number;
    } = {},
    options: CallOptions = {},
  ): Promise<models.TimeSeriesDataPoint[]> {
    return this.caller.call({ method: "GET", path: "/v2/telematics/analytics/fleets/time-series", query }, options);
  }

  /**
   * Growth of vehicles.
   *
   * How many vehicles were first seen on each day until today.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `period_days`: How many days before today the series begins.
   */
  getVehicleGrowthMetrics(
    query: {
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      period_days?: number;
    } = {},
    options: CallOptions = {},
  ): Promise<models.TimeSeriesDataPoint[]> {
    return this.caller.call({ method: "GET", path: "/v2/telematics/analytics/vehicles/time-series", query }, options);
  }

  /**
   * Growth of drivers.
   *
   * How many drivers were first seen on each day until today.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `period_days`: How many days before today the series begins.
   */
  getDriverGrowthMetrics(
    query: {
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      period_days?: number;
    } = {},
    options: CallOptions = {},
  ): Promise<models.TimeSeriesDataPoint[]> {
    return this.caller.call({ method: "GET", path: "/v2/telematics/analytics/drivers/time-series", query }, options);
  }

  /**
   * Growth of trailers.
   *
   * How many trailers were first seen on each day until today.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `period_days`: How many days before today the series begins.
   */
  getTrailerGrowthMetrics(
    query: {
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      period_days?: number;
    } = {},
    options: CallOptions = {},
  ): Promise<models.TimeSeriesDataPoint[]> {
    return this.caller.call({ method: "GET", path: "/v2/telematics/analytics/trailers/time-series", query }, options);
  }

  /**
   * List vehicle summaries.
   *
   * Each vehicle with what it reported last.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `source_ids`: Only these records, by the provider's id.
   * - `vehicle_ids`: Only these vehicles, by our id.
   */
  listVehicleSummaries(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      source_ids?: readonly string[];
      vehicle_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.VehicleSummary> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/analytics/vehicles", query }, options);
  }

  /**
   * List vehicle live locations.
   *
   * Where each vehicle is now, and who drives it. Vehicles without a position are left out.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `source_ids`: Only these records, by the provider's id.
   * - `vehicle_ids`: Only these vehicles, by our id.
   * - `driver_ids`: Only these drivers, by our id.
   */
  listVehicleLiveLocations(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      source_ids?: readonly string[];
      vehicle_ids?: readonly string[];
      driver_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.VehicleLiveLocation> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/analytics/vehicles/live-locations", query }, options);
  }

  /**
   * List driver summaries.
   *
   * Each driver with the number of safety events and violations of the last 30 days.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `source_ids`: Only these records, by the provider's id.
   * - `driver_ids`: Only these drivers, by our id.
   */
  listDriverSummaries(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      source_ids?: readonly string[];
      driver_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.DriverSummary> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/analytics/drivers", query }, options);
  }

  /**
   * List trailer summaries.
   *
   * Each trailer with its last position.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `source_ids`: Only these records, by the provider's id.
   * - `trailer_ids`: Only these trailers, by our id.
   */
  listTrailerSummaries(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      source_ids?: readonly string[];
      trailer_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.TrailerSummary> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/analytics/trailers", query }, options);
  }

  /**
   * List trailer live locations.
   *
   * Where each trailer is now, and which vehicle pulls it. Trailers without a position are left out.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `source_ids`: Only these records, by the provider's id.
   * - `trailer_ids`: Only these trailers, by our id.
   */
  listTrailerLiveLocations(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      source_ids?: readonly string[];
      trailer_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.TrailerLiveLocation> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/analytics/trailers/live-locations", query }, options);
  }
}

/** Operations of `hub.apiClients`. */
export class ApiClients {
  constructor(private readonly caller: Caller) {}

  /**
   * List API clients.
   *
   * A partner's clients, oldest first, revoked ones too; for an administrator those of everybody.
   *
   * Parameters of the query:
   * - `partner_id`: Only clients of this partner
   */
  list(
    query: {
      partner_id?: string;
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.ApiClientRead> {
    return this.caller.pages({ method: "GET", path: "/v2/orgs/api-clients", query }, options);
  }

  /**
   * Create an API client.
   *
   * Creates a client. Its secret is in this answer only; a repetition with the same `Idempotency-Key` has it again.
   *
   * A partner makes clients of its own, and no client may do more than the token that makes it.
   */
  create(
    body: models.ApiClientCreate,
    options: CallOptions = {},
  ): Promise<models.ApiClientSecretRead> {
    return this.caller.call({ method: "POST", path: "/v2/orgs/api-clients", body, isKeyed: true }, options);
  }

  /**
   * Get an API client.
   *
   * One client, with the time of its last use. Its secret cannot be read again.
   */
  get(
    clientId: string,
    options: CallOptions = {},
  ): Promise<models.ApiClientRead> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/api-clients/${encodeURIComponent(clientId)}` }, options);
  }

  /**
   * Revoke an API client.
   *
   * Ends the client with its tokens, here at once, on other servers within two seconds. Revoking again changes
   * nothing.
   */
  revoke(
    clientId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/orgs/api-clients/${encodeURIComponent(clientId)}` }, options);
  }

  /**
   * Give an API client a new secret.
   *
   * The former secret works beside the new one until the overlap is over.
   *
   * Tokens that the former secret has got live to their end; `DELETE` ends them. A token cannot rotate a client that may
   * do more than itself. Use an `Idempotency-Key`: a second rotation ends the secret before the first one.
   */
  rotate(
    clientId: string,
    body: models.ApiClientRotate,
    options: CallOptions = {},
  ): Promise<models.ApiClientSecretRead> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/api-clients/${encodeURIComponent(clientId)}/rotate`, body, isKeyed: true }, options);
  }
}

/** Operations of `hub.auditTrail`. */
export class AuditTrail {
  constructor(private readonly caller: Caller) {}

  /**
   * List changes of rights.
   *
   * Who has changed which rights, when and from where, the newest first. Administrators only.
   *
   * Parameters of the query:
   * - `partner_id`: Only rights of this partner
   * - `fleet_id`: Only rights of this fleet
   * - `subject_id`: Only changes of this object
   * - `person_id`: Only changes that this person has made
   */
  listRightsChanges(
    query: {
      partner_id?: string;
      fleet_id?: string;
      subject_id?: string;
      person_id?: string;
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.RightsChangeRead> {
    return this.caller.pages({ method: "GET", path: "/v2/orgs/rights-changes", query }, options);
  }
}

/** Operations of `hub.branding`. */
export class Branding {
  constructor(private readonly caller: Caller) {}

  /**
   * Get branding.
   *
   * The branding that was set; null is this server's own. A partner sees its own.
   */
  get(
    partnerId: string,
    options: CallOptions = {},
  ): Promise<models.BrandingRead> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/branding` }, options);
  }

  /**
   * Set branding.
   *
   * Replaces the branding; a partner changes its own. Pages that are opened from now on show it. A preview is at
   * `/preview` of Connect.
   */
  put(
    partnerId: string,
    body: models.Branding,
    options: CallOptions = {},
  ): Promise<models.BrandingRead> {
    return this.caller.call({ method: "PUT", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/branding`, body }, options);
  }
}

/** Operations of `hub.connections`. */
export class Connections {
  constructor(private readonly caller: Caller) {}

  /**
   * List connections.
   *
   * The connections of the fleets that share with you; for a fleet, its own. Secrets are shown as stars.
   *
   * Parameters of the query:
   * - `tsp_id`: Only connections to this provider.
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   */
  list(
    query: {
      size?: number;
      tsp_id?: string;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.ConnectionRead> {
    return this.caller.pages({ method: "GET", path: "/v2/integrations/connections", query }, options);
  }

  /**
   * Create a connection.
   *
   * Connect one of your provider accounts. Fleets only.
   *
   * The credentials are checked at the provider first. If the provider refuses them, nothing is stored. Connecting the
   * same account again repairs its connection and returns it. After several refusals, further tries are answered with
   * 429 and not sent, so that the provider does not lock the account.
   */
  create(
    body: models.ConnectionCreate,
    options: CallOptions = {},
  ): Promise<models.ConnectionRead> {
    return this.caller.call({ method: "POST", path: "/v2/integrations/connections", body, isKeyed: true }, options);
  }

  /**
   * Get a connection.
   *
   * One connection. Secrets are shown as stars.
   */
  get(
    connectionId: string,
    options: CallOptions = {},
  ): Promise<models.ConnectionRead> {
    return this.caller.call({ method: "GET", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}` }, options);
  }

  /**
   * Change a connection.
   *
   * Sign in again, pause, resume, cancel or describe one of your connections. Fleets only.
   *
   * Before a connection goes on, its login is tried. Accepted writes wait while the connection is paused or stale, and
   * fail once it is cancelled.
   */
  update(
    connectionId: string,
    body: models.ConnectionUpdate,
    options: CallOptions = {},
  ): Promise<models.ConnectionRead> {
    return this.caller.call({ method: "PATCH", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}`, body }, options);
  }

  /**
   * Delete a connection.
   *
   * Disconnect one of your provider accounts. Fleets only.
   *
   * Its credentials are deleted at once. Its records stay readable; waiting writes fail.
   */
  delete(
    connectionId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}` }, options);
  }

  /**
   * Keep credentials for a sign-in.
   *
   * Keep user and password while you sign in at a provider that wants both. Fleets only.
   *
   * The answer is an id. Send it as `pre_auth_id` in the credentials of the connection: once, within an hour, for the
   * same provider.
   */
  createPreAuth(
    body: models.ConnectionPreAuthCreate,
    options: CallOptions = {},
  ): Promise<string> {
    return this.caller.call({ method: "POST", path: "/v2/integrations/connection-pre-auths", body, isKeyed: true }, options);
  }

  /**
   * Get what the records of a connection hold.
   *
   * How often each field is really filled, how late records come, and on which days none have come.
   *
   * Counters give the numbers of records and the gaps. The newest records of each resource, at most 1,000, give the
   * rest.
   *
   * Parameters of the query:
   * - `days`: Days of the window, today included.
   */
  getCoverage(
    connectionId: string,
    query: {
      days?: number;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ConnectionCoverage> {
    return this.caller.call({ method: "GET", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}/coverage`, query }, options);
  }
}

/** Operations of `hub.consent`. */
export class Consent {
  constructor(private readonly caller: Caller) {}

  /**
   * Get the texts of the consent page.
   *
   * Who the partner is, what it uses the data for, and what fleets may leave out.
   */
  getPartnerConsent(
    partnerId: string,
    options: CallOptions = {},
  ): Promise<models.PartnerConsentRead> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/consent` }, options);
  }

  /**
   * Set the texts of the consent page.
   *
   * Replaces everything. Pages that are opened from now on show it. A preview is at `/preview` of Connect.
   */
  putPartnerConsent(
    partnerId: string,
    body: models.PartnerConsent,
    options: CallOptions = {},
  ): Promise<models.PartnerConsentRead> {
    return this.caller.call({ method: "PUT", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/consent`, body }, options);
  }
}

/** Operations of `hub.driverSafetyEvents`. */
export class DriverSafetyEvents {
  constructor(private readonly caller: Caller) {}

  /**
   * List driver safety events.
   *
   * The driver safety events of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `driver_ids`: Only records of these, by our id of the user.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      driver_ids?: readonly string[];
      vehicle_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.DriverSafetyEventRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/driver-safety-events", query }, options);
  }
}

/** Operations of `hub.driverVehicleAssociations`. */
export class DriverVehicleAssociations {
  constructor(private readonly caller: Caller) {}

  /**
   * List driver vehicle associations.
   *
   * The driver vehicle associations of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `driver_ids`: Only records of these, by our id of the user.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   * - `only_latest`: Whether to list only the newest record of each user. The window of time has no effect then. Without it, name exactly one value of driver_ids or vehicle_ids.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      driver_ids?: readonly string[];
      vehicle_ids?: readonly string[];
      only_latest?: boolean;
    } = {},
    options: ListOptions = {},
  ): Pages<models.DriverVehicleAssociationRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/driver-vehicle-associations", query }, options);
  }
}

/** Operations of `hub.dvirLogs`. */
export class DvirLogs {
  constructor(private readonly caller: Caller) {}

  /**
   * List DVIR logs.
   *
   * The DVIR logs of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   * - `driver_ids`: Only records of these, by our id of the user.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      vehicle_ids?: readonly string[];
      driver_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.DvirLogRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/dvir-logs", query }, options);
  }

  /**
   * Create a DVIR log.
   *
   * Create a DVIR log at the provider of `connection_id`.
   *
   * Parameters of the query:
   * - `is_sync`: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
   * - `dry_run`: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
   */
  create(
    body: models.DvirLogCreate,
    query: {
      is_sync?: boolean;
      dry_run?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceOperation> {
    return this.caller.call({ method: "POST", path: "/v2/telematics/dvir-logs", query, body, isKeyed: true }, options);
  }

  /**
   * List DVIR log defects.
   *
   * The DVIR log defects of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `dvir_log_ids`: Only records of these, by our id of the DVIR log.
   */
  listDefects(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      dvir_log_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.DvirLogDefectRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/dvir-logs/defects", query }, options);
  }

  /**
   * List the DVIR log defects of one DVIR log.
   *
   * The DVIR log defects that belong to one DVIR log.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   */
  getDefects(
    dvirLogId: string,
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
    } = {},
    options: ListOptions = {},
  ): Pages<models.DvirLogDefectRead> {
    return this.caller.pages({ method: "GET", path: `/v2/telematics/dvir-logs/${encodeURIComponent(dvirLogId)}/defects`, query }, options);
  }
}

/** Operations of `hub.embedKeys`. */
export class EmbedKeys {
  constructor(private readonly caller: Caller) {}

  /**
   * Make a key.
   *
   * Creates a key for the sites with these origins. A partner makes keys of its own.
   */
  create(
    partnerId: string,
    body: models.EmbedKeyCreate,
    options: CallOptions = {},
  ): Promise<models.EmbedKeyRead> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/embed-keys`, body, isKeyed: true }, options);
  }

  /**
   * List keys.
   *
   * A partner's keys, oldest first, revoked ones too.
   */
  list(
    partnerId: string,
    options: CallOptions = {},
  ): Promise<models.EmbedKeyRead[]> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/embed-keys` }, options);
  }

  /**
   * Change a key.
   *
   * Changes origins or branding, from the next page on that is opened.
   */
  update(
    partnerId: string,
    keyId: string,
    body: models.EmbedKeyUpdate,
    options: CallOptions = {},
  ): Promise<models.EmbedKeyRead> {
    return this.caller.call({ method: "PATCH", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/embed-keys/${encodeURIComponent(keyId)}`, body }, options);
  }

  /**
   * Revoke a key.
   *
   * Revokes a key. Open pages stay as they are; the next one that is opened ignores the key.
   */
  revoke(
    partnerId: string,
    keyId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/embed-keys/${encodeURIComponent(keyId)}` }, options);
  }
}

/** Operations of `hub.engineLogs`. */
export class EngineLogs {
  constructor(private readonly caller: Caller) {}

  /**
   * List engine logs.
   *
   * The engine logs of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   * - `driver_ids`: Only records of these, by our id of the user.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      vehicle_ids?: readonly string[];
      driver_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.EngineLogRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/engine-logs", query }, options);
  }
}

/** Operations of `hub.engineStatuses`. */
export class EngineStatuses {
  constructor(private readonly caller: Caller) {}

  /**
   * List engine statuses.
   *
   * The engine statuses of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   * - `driver_ids`: Only records of these, by our id of the user.
   * - `only_latest`: Whether to list only the newest record of each vehicle. The window of time has no effect then. Without it, name exactly one value of vehicle_ids or driver_ids.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      vehicle_ids?: readonly string[];
      driver_ids?: readonly string[];
      only_latest?: boolean;
    } = {},
    options: ListOptions = {},
  ): Pages<models.EngineStatusRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/engine-statuses", query }, options);
  }
}

/** Operations of `hub.eventSchemas`. */
export class EventSchemas {
  constructor(private readonly caller: Caller) {}

  /**
   * List the events.
   *
   * Every event that can be subscribed to, also those that this server does not send yet.
   */
  list(
    options: CallOptions = {},
  ): Promise<models.EventSchemaList> {
    return this.caller.call({ method: "GET", path: "/v2/notifications/schemas" }, options);
  }

  /**
   * Get the schema of an event.
   *
   * The newest version, which is what is sent.
   */
  get(
    eventName: string,
    options: CallOptions = {},
  ): Promise<models.EventSchema> {
    return this.caller.call({ method: "GET", path: `/v2/notifications/schemas/${encodeURIComponent(eventName)}` }, options);
  }

  /**
   * Get one version of the schema of an event.
   *
   * A published version does not change.
   */
  getVersions(
    eventName: string,
    version: string,
    options: CallOptions = {},
  ): Promise<models.EventSchema> {
    return this.caller.call({ method: "GET", path: `/v2/notifications/schemas/${encodeURIComponent(eventName)}/versions/${encodeURIComponent(version)}` }, options);
  }
}

/** Operations of `hub.events`. */
export class Events {
  constructor(private readonly caller: Caller) {}

  /**
   * List events.
   *
   * All events of the caller, with or without a subscription, in an order that never changes.
   *
   * Read on from `resume` as often as you like: no event is left out or repeated, because new events never come before
   * a cursor that was given out. Events are kept for 14 days at least. An event is listed when all transactions older
   * than its own have ended, usually within milliseconds. Events of dated rows, such as positions, begin when you first
   * read the feed or subscribe to them. Without the scope `invitation:create` the ids of invitations are zeros.
   *
   * Parameters of the query:
   * - `event_name`: Only events of these names. A wildcard stands for all events of its noun
   * - `fleet_ids`: Only events of these fleets
   * - `fleet_refs`: Only events of these fleets, by your own reference. A match with either list is enough
   * - `start_date`: Only events from this time on
   * - `end_date`: Only events before this time
   * - `webhook_id`: Only events that were delivered to this subscription, with their sequence numbers there
   * - `first_sequence`: Only from this sequence number on
   * - `last_sequence`: Only up to this sequence number, inclusive
   */
  list(
    query: {
      event_name?: readonly (models.WebhookEventNameEnum | (string & {}))[];
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      start_date?: Moment;
      end_date?: Moment;
      webhook_id?: string;
      first_sequence?: number;
      last_sequence?: number;
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.EventRead> {
    return this.caller.pages({ method: "GET", path: "/v2/notifications/events", query }, options);
  }
}

/** Operations of `hub.externalTsps`. */
export class ExternalTsps {
  constructor(private readonly caller: Caller) {}

  /**
   * Search external providers.
   *
   * The providers of the public registry: the best fits first, or all of them by name.
   *
   * Parameters of the query:
   * - `q`: Words of a name, a website or an e-mail domain; small slips are forgiven
   */
  list(
    query: {
      q?: string;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ExtTspRead[]> {
    return this.caller.call({ method: "GET", path: "/v2/orgs/external-tsps", query }, options);
  }

  /**
   * List integration requests.
   *
   * The requests of the fleets that you invited, oldest first.
   *
   * Parameters of the query:
   * - `fleet_id`: Only those of this fleet
   * - `fleet_ref`: Only those of the fleet with this reference
   */
  listPartnerIntegrationRequests(
    query: {
      fleet_id?: string;
      fleet_ref?: string;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ExtTspIntegrationRequestRead[]> {
    return this.caller.call({ method: "GET", path: "/v2/orgs/external-tsps/integration-requests", query }, options);
  }

  /**
   * Request an integration.
   *
   * Asks, with a fleet's token, for an integration with its provider. Asking again updates the same request.
   */
  requestExtTspIntegration(
    extTspId: string,
    body?: models.IntegrationRequestBody | null,
    options: CallOptions = {},
  ): Promise<models.ExtTspIntegrationRequestRead> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/external-tsps/${encodeURIComponent(extTspId)}/request-integration`, body, isKeyed: true }, options);
  }
}

/** Operations of `hub.fleetInfo`. */
export class FleetInfo {
  constructor(private readonly caller: Caller) {}

  /**
   * List fleet info.
   *
   * The fleet info of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `source_ids`: Only these records, by the provider's id.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `fleet_info_ids`: Only these records, by our id.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      source_ids?: readonly string[];
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      fleet_info_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.FleetInfoRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/fleet-info", query }, options);
  }

  /**
   * Get one fleet info.
   *
   * One fleet info of a fleet that shares it with you.
   *
   * Parameters of the query:
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   */
  get(
    fleetInfoId: string,
    query: {
      include_source_data?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.FleetInfoRead> {
    return this.caller.call({ method: "GET", path: `/v2/telematics/fleet-info/${encodeURIComponent(fleetInfoId)}`, query }, options);
  }
}

/** Operations of `hub.fleets`. */
export class Fleets {
  constructor(private readonly caller: Caller) {}

  /**
   * List fleets.
   *
   * The fleets that have an active share agreement with the partner, in the order in which they came to it.
   *
   * Parameters of the query:
   * - `fleet_refs`: Only fleets with one of these references. Repeat the parameter for several
   */
  list(
    query: {
      fleet_refs?: readonly string[];
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.FleetRead> {
    return this.caller.pages({ method: "GET", path: "/v2/orgs/fleets", query }, options);
  }

  /**
   * Get a fleet.
   *
   * One fleet that shares with the partner; a fleet sees itself.
   */
  get(
    fleetId: string,
    options: CallOptions = {},
  ): Promise<models.FleetRead> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/fleets/${encodeURIComponent(fleetId)}` }, options);
  }

  /**
   * Change a fleet.
   *
   * Changes what all partners of the fleet read of it. The fleet itself only.
   *
   * `fleet_ref` changes in the invitation, too. One that another fleet or invitation of the partner has is refused with
   * 409.
   */
  update(
    fleetId: string,
    body: models.FleetUpdate,
    options: CallOptions = {},
  ): Promise<models.FleetRead> {
    return this.caller.call({ method: "PATCH", path: `/v2/orgs/fleets/${encodeURIComponent(fleetId)}`, body }, options);
  }

  /**
   * Delete a fleet.
   *
   * Deletes the fleet with its share agreements and connections. The fleet itself only. Its tokens stop working.
   *
   * While the fleet also shares with another partner, a token that came with an invitation cannot do it.
   */
  delete(
    fleetId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/orgs/fleets/${encodeURIComponent(fleetId)}` }, options);
  }

  /**
   * List properties of a fleet.
   *
   * The properties of a fleet that shares with the partner, in one array; a fleet sees its own.
   */
  listProperties(
    fleetId: string,
    options: CallOptions = {},
  ): Promise<models.FleetPropertyRead[]> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/fleets/${encodeURIComponent(fleetId)}/properties` }, options);
  }

  /**
   * Add properties to a fleet.
   *
   * Adds properties, all or none. The fleet itself only. One that exists must be deleted before it is added again.
   */
  createProperties(
    fleetId: string,
    body: models.FleetPropertyCreate[],
    options: CallOptions = {},
  ): Promise<models.FleetPropertyRead[]> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/fleets/${encodeURIComponent(fleetId)}/properties`, body, isKeyed: true }, options);
  }

  /**
   * Delete a property of a fleet.
   *
   * Deletes one property. The fleet itself only.
   */
  deleteProperty(
    fleetId: string,
    propertyId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/orgs/fleets/${encodeURIComponent(fleetId)}/properties/${encodeURIComponent(propertyId)}` }, options);
  }
}

/** Operations of `hub.fuelTransactions`. */
export class FuelTransactions {
  constructor(private readonly caller: Caller) {}

  /**
   * List fuel transactions.
   *
   * The fuel transactions of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   * - `driver_ids`: Only records of these, by our id of the user.
   * - `source_driver_ids`: Only records with one of these values.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      vehicle_ids?: readonly string[];
      driver_ids?: readonly string[];
      source_driver_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.FuelTransactionRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/fuel-transactions", query }, options);
  }

  /**
   * Create a fuel transaction.
   *
   * Create a fuel transaction at the provider of `connection_id`.
   *
   * Parameters of the query:
   * - `is_sync`: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
   * - `dry_run`: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
   */
  create(
    body: models.FuelTransactionCreate,
    query: {
      is_sync?: boolean;
      dry_run?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceOperation> {
    return this.caller.call({ method: "POST", path: "/v2/telematics/fuel-transactions", query, body, isKeyed: true }, options);
  }
}

/** Operations of `hub.groupMessages`. */
export class GroupMessages {
  constructor(private readonly caller: Caller) {}

  /**
   * List group messages.
   *
   * The group messages of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `source_sender_ids`: Only records with one of these values.
   * - `sender_ids`: Only records of these, by our id of the user.
   * - `group_ids`: Only records with one of these values.
   * - `source_group_ids`: Only records with one of these values.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      source_sender_ids?: readonly string[];
      sender_ids?: readonly string[];
      group_ids?: readonly string[];
      source_group_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.GroupMessageRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/group-messages", query }, options);
  }

  /**
   * Create a group message.
   *
   * Create a group message at the provider of `connection_id`.
   *
   * Parameters of the query:
   * - `is_sync`: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
   * - `dry_run`: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
   */
  create(
    body: models.GroupMessageCreate,
    query: {
      is_sync?: boolean;
      dry_run?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceOperation> {
    return this.caller.call({ method: "POST", path: "/v2/telematics/group-messages", query, body, isKeyed: true }, options);
  }
}

/** Operations of `hub.hosAvailabilities`. */
export class HosAvailabilities {
  constructor(private readonly caller: Caller) {}

  /**
   * List HOS availabilities.
   *
   * The HOS availabilities of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `driver_ids`: Only records of these, by our id of the user.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      driver_ids?: readonly string[];
      vehicle_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.HosAvailabilityRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/hos-availabilities", query }, options);
  }
}

/** Operations of `hub.hosDailySnapshots`. */
export class HosDailySnapshots {
  constructor(private readonly caller: Caller) {}

  /**
   * List HOS daily snapshots.
   *
   * The HOS daily snapshots of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `driver_ids`: Only records of these, by our id of the user.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      driver_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.HosDailySnapshotRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/hos-daily-snapshots", query }, options);
  }
}

/** Operations of `hub.hosEvents`. */
export class HosEvents {
  constructor(private readonly caller: Caller) {}

  /**
   * List HOS events.
   *
   * The HOS events of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   * - `driver_ids`: Only records of these, by our id of the user.
   * - `event_type_codes`: Only records with one of these values.
   * - `active_to_datetime`: Only events that began before this time.
   * - `active_from_datetime`: Only events that ended at this time or later, or have not ended.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      vehicle_ids?: readonly string[];
      driver_ids?: readonly string[];
      event_type_codes?: readonly (models.HosEventTypeCodeEnum | (string & {}))[];
      active_to_datetime?: Moment;
      active_from_datetime?: Moment;
    } = {},
    options: ListOptions = {},
  ): Pages<models.HosEventRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/hos-events", query }, options);
  }

  /**
   * List the HOS event attachments of one HOS event.
   *
   * The HOS event attachments that belong to one HOS event.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   */
  getAttachments(
    hosEventId: string,
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
    } = {},
    options: ListOptions = {},
  ): Pages<models.HosEventAttachmentRead> {
    return this.caller.pages({ method: "GET", path: `/v2/telematics/hos-events/${encodeURIComponent(hosEventId)}/attachments`, query }, options);
  }
}

/** Operations of `hub.hosViolations`. */
export class HosViolations {
  constructor(private readonly caller: Caller) {}

  /**
   * List HOS violations.
   *
   * The HOS violations of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `driver_ids`: Only records of these, by our id of the user.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      driver_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.HosViolationRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/hos-violations", query }, options);
  }
}

/** Operations of `hub.iftaSummaries`. */
export class IftaSummaries {
  constructor(private readonly caller: Caller) {}

  /**
   * List IFTA summaries.
   *
   * The IFTA summaries of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      vehicle_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.IftaSummaryRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/ifta-summaries", query }, options);
  }
}

/** Operations of `hub.integrations`. */
export class Integrations {
  constructor(private readonly caller: Caller) {}

  /**
   * List what is supported at each provider.
   *
   * Every telematics provider with the state of every resource. No token is needed.
   */
  listPerTsp(
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.TspIntegrationsRead> {
    return this.caller.pages({ method: "GET", path: "/v2/integrations/tsps", query }, options);
  }

  /**
   * Get what is supported at a provider.
   *
   * One telematics provider with the state of every resource. No token is needed.
   */
  getPerTsp(
    tspId: string,
    options: CallOptions = {},
  ): Promise<models.TspIntegrationsRead> {
    return this.caller.call({ method: "GET", path: `/v2/integrations/tsps/${encodeURIComponent(tspId)}` }, options);
  }

  /**
   * List what can be done at each provider.
   *
   * The providers that this server has an adapter for, and which resources can be listed, created and updated at
   * each, with reasons for what is missing. Any valid token is accepted.
   */
  listCapabilities(
    options: CallOptions = {},
  ): Promise<models.ProviderOverview[]> {
    return this.caller.call({ method: "GET", path: "/v2/integrations/capabilities" }, options);
  }

  /**
   * Get what a provider does with each field.
   *
   * Field by field: what can be read and written, what is required, limits, the provider's names and values, what
   * null does, and why something cannot be written. It comes from the definitions by which the server writes. Any valid
   * token is accepted.
   */
  getCapabilities(
    sourceName: models.TspEnum | (string & {}),
    options: CallOptions = {},
  ): Promise<models.ProviderCapabilities> {
    return this.caller.call({ method: "GET", path: `/v2/integrations/capabilities/${encodeURIComponent(sourceName)}` }, options);
  }
}

/** Operations of `hub.invitations`. */
export class Invitations {
  constructor(private readonly caller: Caller) {}

  /**
   * Get the funnel of a time.
   *
   * How many invitations of a time were opened, accepted and connected, and where the others stopped.
   *
   * Parameters of the query:
   * - `from_datetime`: Invitations made since; 45 days before the end if it is left out
   * - `to_datetime`: Invitations made before; now if it is left out
   */
  getFunnel(
    query: {
      from_datetime?: Moment;
      to_datetime?: Moment;
    } = {},
    options: CallOptions = {},
  ): Promise<models.FunnelRead> {
    return this.caller.call({ method: "GET", path: "/v2/orgs/invitation-funnel", query }, options);
  }

  /**
   * Get the funnel of one invitation.
   *
   * The steps that the fleet has taken so far.
   */
  getInvitationFunnel(
    invitationId: string,
    options: CallOptions = {},
  ): Promise<models.InvitationFunnelRead> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/invitation-funnel/${encodeURIComponent(invitationId)}` }, options);
  }

  /**
   * Create or refresh an invitation.
   *
   * Creates a magic link for a fleet.
   *
   * While the invitation of the same `fleet_ref` is active, accepted or declined, that one is refreshed and answered
   * with 200: the fields that are sent replace the stored ones, the expiry runs again from now, a declined invitation
   * becomes active, and an accepted one gets new tokens, which end the former ones. After it has expired or was
   * deleted, a new one is created.
   */
  create(
    body: models.InvitationCreate,
    options: CallOptions = {},
  ): Promise<models.InvitationRead> {
    return this.caller.call({ method: "POST", path: "/v2/orgs/invitations", body, isKeyed: true }, options);
  }

  /**
   * List invitations.
   *
   * The partner's invitations in the order of their creation, without the deleted ones.
   *
   * Without the scope `invitation:create` the id, also in `magic_link`, is zeros and the tokens are null: who has them
   * acts for the fleet.
   *
   * Parameters of the query:
   * - `fleet_ref`: Only those of this reference
   */
  list(
    query: {
      fleet_ref?: string;
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.InvitationRead> {
    return this.caller.pages({ method: "GET", path: "/v2/orgs/invitations", query }, options);
  }

  /**
   * Get an invitation.
   *
   * One invitation in any state. No token is needed: the id is the secret of the magic link.
   */
  get(
    invitationId: string,
    options: CallOptions = {},
  ): Promise<models.InvitationRead> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/invitations/${encodeURIComponent(invitationId)}` }, options);
  }

  /**
   * Delete an invitation.
   *
   * Takes back an invitation that was not accepted; its link stops working.
   */
  delete(
    invitationId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/orgs/invitations/${encodeURIComponent(invitationId)}` }, options);
  }

  /**
   * Send the link of an invitation.
   *
   * Sends the link once more: to `fleet_email`, or without one as a short message to `fleet_phone`.
   *
   * Its delivery shows what becomes of it, and `invitation.sent` follows when the mail server has taken it. The operator
   * sets up mail. A person who has stopped the partner's messages gets none.
   */
  send(
    invitationId: string,
    options: CallOptions = {},
  ): Promise<models.InvitationDelivery> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/invitations/${encodeURIComponent(invitationId)}/send`, isKeyed: true }, options);
  }

  /**
   * Get the delivery of an invitation.
   *
   * Whether this server has sent the link, how, and what became of it; all null if it has not.
   */
  getDelivery(
    invitationId: string,
    options: CallOptions = {},
  ): Promise<models.InvitationDelivery> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/invitations/${encodeURIComponent(invitationId)}/delivery` }, options);
  }

  /**
   * Accept an invitation.
   *
   * The fleet agrees to share what the invitation asks for.
   *
   * No token is needed. With the token of an existing fleet, that fleet is linked and no new one is created, and its
   * connections are the partner's, too. The body may correct what the partner has filled in.
   */
  accept(
    invitationId: string,
    body?: models.InvitationAccept | null,
    options: CallOptions = {},
  ): Promise<models.InvitationRead> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/invitations/${encodeURIComponent(invitationId)}/accept`, body, isKeyed: true }, options);
  }

  /**
   * Decline an invitation.
   *
   * The fleet declines, with a reason if it likes. No token is needed.
   */
  decline(
    invitationId: string,
    body: models.InvitationDecline | null,
    options: CallOptions = {},
  ): Promise<models.InvitationRead> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/invitations/${encodeURIComponent(invitationId)}/decline`, body, isKeyed: true }, options);
  }
}

/** Operations of `hub.messages`. */
export class Messages {
  constructor(private readonly caller: Caller) {}

  /**
   * List messages.
   *
   * The messages of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `source_sender_ids`: Only records with one of these values.
   * - `sender_ids`: Only records of these, by our id of the user.
   * - `source_recipient_ids`: Only records with one of these values.
   * - `recipient_ids`: Only records of these, by our id of the user.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      source_sender_ids?: readonly string[];
      sender_ids?: readonly string[];
      source_recipient_ids?: readonly string[];
      recipient_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.MessageRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/messages", query }, options);
  }

  /**
   * Create a message.
   *
   * Create a message at the provider of `connection_id`.
   *
   * Parameters of the query:
   * - `is_sync`: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
   * - `dry_run`: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
   */
  create(
    body: models.MessageCreate,
    query: {
      is_sync?: boolean;
      dry_run?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceOperation> {
    return this.caller.call({ method: "POST", path: "/v2/telematics/messages", query, body, isKeyed: true }, options);
  }
}

/** Operations of `hub.overview`. */
export class Overview {
  constructor(private readonly caller: Caller) {}

  /**
   * List all fleets.
   *
   * The newest first, deleted ones too, with the partners that each shares with now. Administrators only.
   *
   * Parameters of the query:
   * - `partner_id`: Only fleets that share with this partner now
   * - `name`: Only fleets with this in their name or slug
   */
  listFleetsOfAllPartners(
    query: {
      partner_id?: string;
      name?: string;
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.FleetOverviewRead> {
    return this.caller.pages({ method: "GET", path: "/v2/orgs/overview/fleets", query }, options);
  }

  /**
   * List invitations of all partners.
   *
   * The newest first. Administrators only. Ids and links are not shown, because they open Connect.
   *
   * Parameters of the query:
   * - `partner_id`: Only invitations by this partner
   * - `invitation_status`: Only those in this state
   * - `fleet_ref`: Only those of this reference
   */
  listInvitationsOfAllPartners(
    query: {
      partner_id?: string;
      invitation_status?: models.InvitationStatusEnum | (string & {});
      fleet_ref?: string;
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.InvitationOverviewRead> {
    return this.caller.pages({ method: "GET", path: "/v2/orgs/overview/invitations", query }, options);
  }

  /**
   * List connections of all fleets.
   *
   * The newest first, deleted ones too, without credentials. Administrators only.
   *
   * Parameters of the query:
   * - `partner_id`: Only those of fleets that share with this partner
   * - `connection_status`: Only those in this state
   * - `source_name`: Only those to this provider
   */
  listConnectionsOfAllFleets(
    query: {
      partner_id?: string;
      connection_status?: models.ConnectionStatusEnum | (string & {});
      source_name?: models.TspEnum | (string & {});
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.ConnectionOverviewRead> {
    return this.caller.pages({ method: "GET", path: "/v2/integrations/overview/connections", query }, options);
  }
}

/** Operations of `hub.partners`. */
export class Partners {
  constructor(private readonly caller: Caller) {}

  /**
   * List partners.
   *
   * All partners for an administrator, oldest first; for a partner itself; for a fleet those that it shares with.
   */
  list(
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.PartnerRead> {
    return this.caller.pages({ method: "GET", path: "/v2/orgs/partners", query }, options);
  }

  /**
   * Create a partner.
   *
   * Creates a partner without an API client. Administrators only. `POST /v2/orgs/api-clients` makes its client.
   */
  create(
    body: models.PartnerCreate,
    options: CallOptions = {},
  ): Promise<models.PartnerRead> {
    return this.caller.call({ method: "POST", path: "/v2/orgs/partners", body, isKeyed: true }, options);
  }

  /**
   * Get a partner.
   *
   * One partner; a partner sees itself, a fleet those that it shares with.
   */
  get(
    partnerId: string,
    options: CallOptions = {},
  ): Promise<models.PartnerRead> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}` }, options);
  }

  /**
   * Change a partner.
   *
   * Changes the name and the description; a partner changes its own.
   */
  update(
    partnerId: string,
    body: models.PartnerUpdate,
    options: CallOptions = {},
  ): Promise<models.PartnerRead> {
    return this.caller.call({ method: "PATCH", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}`, body }, options);
  }

  /**
   * Delete a partner.
   *
   * Ends its tokens, deliveries, invitations and share agreements. Administrators only.
   */
  delete(
    partnerId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}` }, options);
  }

  /**
   * List properties of a partner.
   *
   * The properties of a partner in one array. Administrators only.
   */
  listProperties(
    partnerId: string,
    options: CallOptions = {},
  ): Promise<models.PartnerPropertyRead[]> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/properties` }, options);
  }

  /**
   * Add properties to a partner.
   *
   * Adds properties, all or none. Administrators only. One that exists must be deleted before it is added again.
   *
   * The `default_` properties fill in what an invitation leaves out. `account_status` `suspended` stops the partner's
   * tokens, takes away what is shared with it, and lets its deliveries wait.
   */
  createProperties(
    partnerId: string,
    body: models.PartnerPropertyCreate[],
    options: CallOptions = {},
  ): Promise<models.PartnerPropertyRead[]> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/properties`, body, isKeyed: true }, options);
  }

  /**
   * Delete a property of a partner.
   *
   * Deletes one property. Administrators only.
   */
  deleteProperty(
    partnerId: string,
    propertyId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/orgs/partners/${encodeURIComponent(partnerId)}/properties/${encodeURIComponent(propertyId)}` }, options);
  }
}

/** Operations of `hub.people`. */
export class People {
  constructor(private readonly caller: Caller) {}

  /**
   * List people.
   *
   * The roles of a partner's people, oldest first; for an administrator those of everybody.
   *
   * Parameters of the query:
   * - `partner_id`: Only people of this partner
   */
  list(
    query: {
      partner_id?: string;
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.PersonRoleRead> {
    return this.caller.pages({ method: "GET", path: "/v2/orgs/people", query }, options);
  }

  /**
   * Invite a person.
   *
   * Offers somebody a role. It counts once the owner of the address has accepted it by the link that is mailed there.
   *
   * Nobody offers more than their own token may do. A partner gets the same answer with and without an account. An
   * account whose address nobody has proved then loses its password, second step and passkeys, and its owner sets a
   * password. Repeating the call mails the link again.
   */
  invitePerson(
    body: models.PersonInvite,
    options: CallOptions = {},
  ): Promise<models.InvitedPersonRead> {
    return this.caller.call({ method: "POST", path: "/v2/orgs/people", body, isKeyed: true }, options);
  }

  /**
   * Get the role of a person.
   *
   * One role, with its person.
   */
  getPersonRole(
    roleId: string,
    options: CallOptions = {},
  ): Promise<models.PersonRoleRead> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/people/${encodeURIComponent(roleId)}` }, options);
  }

  /**
   * Change the role of a person.
   *
   * Changes the role or its scopes, to nothing beyond the caller's own token. Tokens for it end within a second.
   *
   * Nobody changes their own role (409).
   */
  updatePersonRole(
    roleId: string,
    body: models.PersonRoleUpdate,
    options: CallOptions = {},
  ): Promise<models.PersonRoleRead> {
    return this.caller.call({ method: "PATCH", path: `/v2/orgs/people/${encodeURIComponent(roleId)}`, body }, options);
  }

  /**
   * End the role of a person.
   *
   * Takes the role away. Its tokens end within a second, and the console closes at once. The account stays.
   *
   * Nobody ends their own role (409).
   */
  endPersonRole(
    roleId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/orgs/people/${encodeURIComponent(roleId)}` }, options);
  }
}

/** Operations of `hub.reference`. */
export class Reference {
  constructor(private readonly caller: Caller) {}

  /**
   * List hours-of-service rulesets.
   *
   * The limits of each ruleset. They are not legal advice: numbers cannot express the exceptions of the law.
   */
  listRulesetsReference(
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.RefHosRuleset> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/ref-hos-rulesets", query }, options);
  }

  /**
   * List hours-of-service event codes.
   *
   * The meaning of `event_code` in hours-of-service events.
   */
  listHosEventCodesReference(
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.RefHosEventCode> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/ref-hos-event-codes", query }, options);
  }

  /**
   * List ELD malfunction codes.
   *
   * The meaning of `malfunction_code` in hours-of-service events.
   */
  listHosMalfunctionCodesReference(
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.RefHosMalfunctionCode> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/ref-hos-malfunction-codes", query }, options);
  }

  /**
   * List origins of hours-of-service records.
   *
   * The meaning of `record_origin_code` in hours-of-service events.
   */
  listHosRecordOriginsReference(
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.RefHosRecordOrigin> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/ref-hos-record-origins", query }, options);
  }

  /**
   * List statuses of hours-of-service records.
   *
   * The meaning of `record_status_code` in hours-of-service events.
   */
  listHosRecordStatusesReference(
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.RefHosRecordStatus> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/ref-hos-record-statuses", query }, options);
  }

  /**
   * List regions.
   *
   * States, provinces and territories of the USA, Canada and Mexico.
   */
  listHosRegionsReference(
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.RefHosRegion> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/ref-hos-regions", query }, options);
  }

  /**
   * List hours-of-service violation codes.
   *
   * The meaning of `violation_code` in hours-of-service violations.
   */
  listHosViolationCodesReference(
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.RefHosViolationCode> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/ref-hos-violation-codes", query }, options);
  }

  /**
   * List time zones.
   *
   * Time zones with their offsets and daylight saving time, as of 2026.
   */
  listTimezonesReference(
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.RefTimezoneCode> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/ref-timezones", query }, options);
  }
}

/** Operations of `hub.resourceOperations`. */
export class ResourceOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * List resource operations.
   *
   * Your writes to providers, oldest first, each with its attempts so far.
   *
   * Parameters of the query:
   * - `resource`: Only writes to this resource.
   * - `connection_id`: Only writes through this connection.
   * - `source_name`: Only writes to this platform.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `operation`: Only creates, or only updates.
   * - `source_id`: Only writes to this record, by the provider's id. Needs `resource`.
   * - `from_datetime`: Made at this time or later; a day before `to_datetime` if it is left out.
   * - `to_datetime`: Made before this time; now if it is left out. The window has 45 days at most.
   */
  list(
    query: {
      size?: number;
      resource?: models.ResourceEnum | (string & {});
      connection_id?: string;
      source_name?: models.TspEnum | (string & {});
      fleet_refs?: readonly string[];
      operation?: models.ResourceOperationTypeEnum | (string & {});
      source_id?: string;
      from_datetime?: Moment;
      to_datetime?: Moment;
    } = {},
    options: ListOptions = {},
  ): Pages<models.ResourceOperationRead> {
    return this.caller.pages({ method: "GET", path: "/v2/integrations/connections/resource-operations", query }, options);
  }

  /**
   * Get a resource operation.
   *
   * One write to a provider, with its attempts so far.
   */
  get(
    connectionId: string,
    resourceOperationId: string,
    options: CallOptions = {},
  ): Promise<models.ResourceOperationRead> {
    return this.caller.call({ method: "GET", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}/resource-operations/${encodeURIComponent(resourceOperationId)}` }, options);
  }
}

/** Operations of `hub.schedules`. */
export class Schedules {
  constructor(private readonly caller: Caller) {}

  /**
   * Get the freshness of data.
   *
   * When each resource of each connection was last read, and when it will be read next.
   *
   * `last_successful_execution_at` says how fresh the records are; null means that nothing was read yet.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   */
  getDataFreshness(
    query: {
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
    } = {},
    options: CallOptions = {},
  ): Promise<models.DataFreshness[]> {
    return this.caller.call({ method: "GET", path: "/v2/integrations/connections/data-freshness", query }, options);
  }

  /**
   * Add missing schedules.
   *
   * Add the schedule of a resource to each connection that never had one and whose agreements cover it.
   *
   * Administrators only. Schedules that exist stay as they are, deleted ones included. Either all are added or none.
   */
  backfill(
    body: models.ScheduleBackfillRequest,
    options: CallOptions = {},
  ): Promise<models.ScheduleBackfillResponse> {
    return this.caller.call({ method: "POST", path: "/v2/integrations/connections/schedules/backfill", body, isKeyed: true }, options);
  }

  /**
   * List schedules.
   *
   * The schedules of a connection, oldest first: one for each resource that is read and shared with you.
   *
   * Parameters of the query:
   * - `resource`: Only the schedule of this resource.
   */
  list(
    connectionId: string,
    query: {
      size?: number;
      resource?: models.ResourceEnum | (string & {});
    } = {},
    options: ListOptions = {},
  ): Pages<models.ScheduleRead> {
    return this.caller.pages({ method: "GET", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}/schedules`, query }, options);
  }

  /**
   * Create a schedule.
   *
   * Read one more resource of a connection. Administrators only; the server creates most schedules itself.
   */
  create(
    connectionId: string,
    body: models.ScheduleCreate,
    options: CallOptions = {},
  ): Promise<models.ScheduleRead> {
    return this.caller.call({ method: "POST", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}/schedules`, body, isKeyed: true }, options);
  }

  /**
   * Activate all schedules of a connection.
   *
   * Activate every paused or inactive schedule of the connection. Administrators only. Lists these schedules.
   */
  activateSchedules(
    connectionId: string,
    options: CallOptions = {},
  ): Promise<models.ScheduleRead[]> {
    return this.caller.call({ method: "POST", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}/schedules/activate-schedules`, isKeyed: true }, options);
  }

  /**
   * Get a schedule.
   *
   * One schedule.
   */
  get(
    connectionId: string,
    scheduleId: string,
    options: CallOptions = {},
  ): Promise<models.ScheduleRead> {
    return this.caller.call({ method: "GET", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}/schedules/${encodeURIComponent(scheduleId)}` }, options);
  }

  /**
   * Change a schedule.
   *
   * Pause a schedule, change its interval, or set where its next run begins. Administrators only.
   *
   * A run that is under way ends with the page that it has stored.
   */
  update(
    connectionId: string,
    scheduleId: string,
    body: models.ScheduleUpdate,
    options: CallOptions = {},
  ): Promise<models.ScheduleRead> {
    return this.caller.call({ method: "PATCH", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}/schedules/${encodeURIComponent(scheduleId)}`, body }, options);
  }

  /**
   * Delete a schedule.
   *
   * Stop reading a resource of a connection. Administrators only. Records that were read stay.
   */
  delete(
    connectionId: string,
    scheduleId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}/schedules/${encodeURIComponent(scheduleId)}` }, options);
  }

  /**
   * Activate a schedule.
   *
   * Activate a paused or inactive schedule. Administrators only. It is read at once.
   */
  activate(
    connectionId: string,
    scheduleId: string,
    options: CallOptions = {},
  ): Promise<models.ScheduleRead> {
    return this.caller.call({ method: "POST", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}/schedules/${encodeURIComponent(scheduleId)}/activate`, isKeyed: true }, options);
  }

  /**
   * List executions.
   *
   * The runs of a schedule in the last seven days, oldest first.
   */
  listExecutions(
    connectionId: string,
    scheduleId: string,
    query: {
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.ExecutionRead> {
    return this.caller.pages({ method: "GET", path: `/v2/integrations/connections/${encodeURIComponent(connectionId)}/schedules/${encodeURIComponent(scheduleId)}/executions`, query }, options);
  }
}

/** Operations of `hub.shareAgreements`. */
export class ShareAgreements {
  constructor(private readonly caller: Caller) {}

  /**
   * List share agreements.
   *
   * The caller's agreements, oldest first: a partner's with all its fleets, a fleet's with all its partners.
   *
   * A fleet sees the reference only of the partner whose invitation its token came with.
   *
   * Parameters of the query:
   * - `fleet_id`: Only those with this fleet
   * - `fleet_ref`: Only those with the fleet of this reference
   * - `share_agreement_status`: Only those in this state. Deleted ones are listed only with this filter
   */
  list(
    query: {
      fleet_id?: string;
      fleet_ref?: string;
      share_agreement_status?: models.ShareAgreementStatusEnum | (string & {});
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.ShareAgreementRead> {
    return this.caller.pages({ method: "GET", path: "/v2/orgs/share-agreements", query }, options);
  }

  /**
   * Get a share agreement.
   *
   * One agreement in any state.
   */
  get(
    shareAgreementId: string,
    options: CallOptions = {},
  ): Promise<models.ShareAgreementRead> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/share-agreements/${encodeURIComponent(shareAgreementId)}` }, options);
  }

  /**
   * Change a share agreement.
   *
   * Changes when access begins and ends, and what of the drivers' movement is protected. Fleets only.
   * `expiration_date: null` means never.
   *
   * An agreement that is active or paused expires by itself when its time is over.
   */
  update(
    shareAgreementId: string,
    body: models.ShareAgreementUpdate,
    options: CallOptions = {},
  ): Promise<models.ShareAgreementRead> {
    return this.caller.call({ method: "PATCH", path: `/v2/orgs/share-agreements/${encodeURIComponent(shareAgreementId)}`, body }, options);
  }

  /**
   * Delete a share agreement.
   *
   * Ends access for good and takes the agreement out of lists. Fleets only.
   */
  delete(
    shareAgreementId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/orgs/share-agreements/${encodeURIComponent(shareAgreementId)}` }, options);
  }

  /**
   * Share one more resource.
   *
   * Adds a resource to every active or paused agreement that lacks it. Administrators only.
   */
  backfill(
    body: models.ShareAgreementBackfill,
    options: CallOptions = {},
  ): Promise<models.ShareAgreementBackfillResult> {
    return this.caller.call({ method: "POST", path: "/v2/orgs/share-agreements/backfill", body, isKeyed: true }, options);
  }

  /**
   * Pause a share agreement.
   *
   * Takes access away until the agreement is activated.
   *
   * The fleet and its records are gone from the partner's lists at once, writes are refused, and accepted writes that
   * wait end as failed. No events of its records are published; after activation `updated_from` lists what has changed
   * meanwhile.
   */
  pause(
    shareAgreementId: string,
    options: CallOptions = {},
  ): Promise<models.ShareAgreementRead> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/share-agreements/${encodeURIComponent(shareAgreementId)}/pause`, isKeyed: true }, options);
  }

  /**
   * Activate a share agreement.
   *
   * Gives access back after a pause. A partner cannot activate what the fleet or the operator has paused.
   */
  activate(
    shareAgreementId: string,
    options: CallOptions = {},
  ): Promise<models.ShareAgreementRead> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/share-agreements/${encodeURIComponent(shareAgreementId)}/activate`, isKeyed: true }, options);
  }

  /**
   * Cancel a share agreement.
   *
   * Ends access for good.
   */
  cancel(
    shareAgreementId: string,
    options: CallOptions = {},
  ): Promise<models.ShareAgreementRead> {
    return this.caller.call({ method: "POST", path: `/v2/orgs/share-agreements/${encodeURIComponent(shareAgreementId)}/cancel`, isKeyed: true }, options);
  }
}

/** Operations of `hub.trailerLocations`. */
export class TrailerLocations {
  constructor(private readonly caller: Caller) {}

  /**
   * List trailer locations.
   *
   * The trailer locations of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `trailer_ids`: Only records of these, by our id of the trailer.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   * - `only_latest`: Whether to list only the newest record of each trailer. The window of time has no effect then.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      trailer_ids?: readonly string[];
      vehicle_ids?: readonly string[];
      only_latest?: boolean;
    } = {},
    options: ListOptions = {},
  ): Pages<models.TrailerLocationRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/trailer-locations", query }, options);
  }
}

/** Operations of `hub.trailerStatuses`. */
export class TrailerStatuses {
  constructor(private readonly caller: Caller) {}

  /**
   * List trailer statuses.
   *
   * The trailer statuses of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `trailer_ids`: Only records of these, by our id of the trailer.
   * - `only_latest`: Whether to list only the newest record of each trailer. The window of time has no effect then. Without it, name exactly one value of trailer_ids.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      trailer_ids?: readonly string[];
      only_latest?: boolean;
    } = {},
    options: ListOptions = {},
  ): Pages<models.TrailerStatusRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/trailer-statuses", query }, options);
  }
}

/** Operations of `hub.trailerVehicleAssociations`. */
export class TrailerVehicleAssociations {
  constructor(private readonly caller: Caller) {}

  /**
   * List trailer vehicle associations.
   *
   * The trailer vehicle associations of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `trailer_ids`: Only records of these, by our id of the trailer.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   * - `only_latest`: Whether to list only the newest record of each trailer. The window of time has no effect then. Without it, name exactly one value of trailer_ids or vehicle_ids.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      trailer_ids?: readonly string[];
      vehicle_ids?: readonly string[];
      only_latest?: boolean;
    } = {},
    options: ListOptions = {},
  ): Pages<models.TrailerVehicleAssociationRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/trailer-vehicle-associations", query }, options);
  }
}

/** Operations of `hub.trailers`. */
export class Trailers {
  constructor(private readonly caller: Caller) {}

  /**
   * List trailers.
   *
   * The trailers of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `source_ids`: Only these records, by the provider's id.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `trailer_ids`: Only these records, by our id.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      source_ids?: readonly string[];
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      trailer_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.TrailerRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/trailers", query }, options);
  }

  /**
   * Create a trailer.
   *
   * Create a trailer at the provider of `connection_id`.
   *
   * Parameters of the query:
   * - `is_sync`: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
   * - `dry_run`: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
   */
  create(
    body: models.TrailerCreate,
    query: {
      is_sync?: boolean;
      dry_run?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceOperation> {
    return this.caller.call({ method: "POST", path: "/v2/telematics/trailers", query, body, isKeyed: true }, options);
  }

  /**
   * Get one trailer.
   *
   * One trailer of a fleet that shares it with you.
   *
   * Parameters of the query:
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   */
  get(
    trailerId: string,
    query: {
      include_source_data?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.TrailerRead> {
    return this.caller.call({ method: "GET", path: `/v2/telematics/trailers/${encodeURIComponent(trailerId)}`, query }, options);
  }

  /**
   * Update a trailer.
   *
   * Change a trailer at its provider. Fields that are left out stay as they are, null clears.
   *
   * Parameters of the query:
   * - `is_sync`: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
   * - `dry_run`: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
   */
  update(
    trailerId: string,
    body: models.TrailerUpdate,
    query: {
      is_sync?: boolean;
      dry_run?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceOperation> {
    return this.caller.call({ method: "PATCH", path: `/v2/telematics/trailers/${encodeURIComponent(trailerId)}`, query, body }, options);
  }
}

/** Operations of `hub.tsps`. */
export class Tsps {
  constructor(private readonly caller: Caller) {}

  /**
   * List telematics providers.
   *
   * All providers by name, in one array. No token is needed.
   *
   * Parameters of the query:
   * - `slug`: Only the brand with this slug
   * - `source_name`: Only brands of this platform
   */
  list(
    query: {
      slug?: string;
      source_name?: models.TspEnum | (string & {});
    } = {},
    options: CallOptions = {},
  ): Promise<models.TspRead[]> {
    return this.caller.call({ method: "GET", path: "/v2/orgs/tsps", query }, options);
  }

  /**
   * Add a telematics provider.
   *
   * Adds a brand of a platform that other brands may have as well. Administrators only.
   *
   * Fleets find it in Connect, and invitations may name it, while the platform's adapter is installed. `conn_type` is
   * one that this adapter takes.
   */
  create(
    body: models.TspCreate,
    options: CallOptions = {},
  ): Promise<models.TspRead> {
    return this.caller.call({ method: "POST", path: "/v2/orgs/tsps", body, isKeyed: true }, options);
  }

  /**
   * Get a telematics provider.
   *
   * One provider. No token is needed.
   */
  get(
    tspId: string,
    options: CallOptions = {},
  ): Promise<models.TspRead> {
    return this.caller.call({ method: "GET", path: `/v2/orgs/tsps/${encodeURIComponent(tspId)}` }, options);
  }

  /**
   * Change a telematics provider.
   *
   * Changes a brand. A new release of its adapter keeps the change. Administrators only.
   *
   * A brand that fleets have connected keeps its platform.
   */
  update(
    tspId: string,
    body: models.TspUpdate,
    options: CallOptions = {},
  ): Promise<models.TspRead> {
    return this.caller.call({ method: "PATCH", path: `/v2/orgs/tsps/${encodeURIComponent(tspId)}`, body }, options);
  }

  /**
   * Delete a telematics provider.
   *
   * Stops offering a brand. Existing connections go on, and their fleets can repair them. Administrators only.
   */
  delete(
    tspId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/orgs/tsps/${encodeURIComponent(tspId)}` }, options);
  }
}

/** Operations of `hub.users`. */
export class Users {
  constructor(private readonly caller: Caller) {}

  /**
   * List users.
   *
   * The users of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `source_ids`: Only these records, by the provider's id.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `user_ids`: Only these records, by our id.
   * - `is_driver`: Only records with this value.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      source_ids?: readonly string[];
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      user_ids?: readonly string[];
      is_driver?: boolean;
    } = {},
    options: ListOptions = {},
  ): Pages<models.UserRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/users", query }, options);
  }

  /**
   * Create a user.
   *
   * Create a user at the provider of `connection_id`.
   *
   * Parameters of the query:
   * - `is_sync`: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
   * - `dry_run`: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
   */
  create(
    body: models.UserCreate,
    query: {
      is_sync?: boolean;
      dry_run?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceOperation> {
    return this.caller.call({ method: "POST", path: "/v2/telematics/users", query, body, isKeyed: true }, options);
  }

  /**
   * Get one user.
   *
   * One user of a fleet that shares it with you.
   *
   * Parameters of the query:
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   */
  get(
    userId: string,
    query: {
      include_source_data?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.UserRead> {
    return this.caller.call({ method: "GET", path: `/v2/telematics/users/${encodeURIComponent(userId)}`, query }, options);
  }

  /**
   * Update a user.
   *
   * Change a user at its provider. Fields that are left out stay as they are, null clears.
   *
   * Parameters of the query:
   * - `is_sync`: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
   * - `dry_run`: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
   */
  update(
    userId: string,
    body: models.UserUpdate,
    query: {
      is_sync?: boolean;
      dry_run?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceOperation> {
    return this.caller.call({ method: "PATCH", path: `/v2/telematics/users/${encodeURIComponent(userId)}`, query, body }, options);
  }
}

/** Operations of `hub.vehicleLocations`. */
export class VehicleLocations {
  constructor(private readonly caller: Caller) {}

  /**
   * List vehicle locations.
   *
   * The vehicle locations of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   * - `driver_ids`: Only records of these, by our id of the user.
   * - `only_latest`: Whether to list only the newest record of each vehicle. The window of time has no effect then. Without it, name exactly one value of vehicle_ids or driver_ids.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      vehicle_ids?: readonly string[];
      driver_ids?: readonly string[];
      only_latest?: boolean;
    } = {},
    options: ListOptions = {},
  ): Pages<models.VehicleLocationRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/vehicle-locations", query }, options);
  }
}

/** Operations of `hub.vehicleRegionSegments`. */
export class VehicleRegionSegments {
  constructor(private readonly caller: Caller) {}

  /**
   * List region segments of vehicles.
   *
   * Where vehicles were on one day: a segment for each stay in a state or province, from the vehicles' positions.
   *
   * The segments are derived when you ask, so late positions are included. The regions come from the providers'
   * addresses. Positions of a provider without addresses form one segment without a region.
   *
   * Parameters of the query:
   * - `processing_date`: The day, in UTC.
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `vehicle_ids`: Only these vehicles, by our id.
   * - `group_by`: `segment` merges repeated visits of a vehicle to the same region.
   */
  list(
    query: {
      processing_date: Moment;
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      vehicle_ids?: readonly string[];
      group_by?: string;
    },
    options: ListOptions = {},
  ): Pages<models.VehicleRegionSegmentRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/vehicle-region-segments", query }, options);
  }
}

/** Operations of `hub.vehicleSensorEvents`. */
export class VehicleSensorEvents {
  constructor(private readonly caller: Caller) {}

  /**
   * List vehicle sensor events.
   *
   * The vehicle sensor events of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      vehicle_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.VehicleSensorRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/vehicle-sensor-events", query }, options);
  }
}

/** Operations of `hub.vehicles`. */
export class Vehicles {
  constructor(private readonly caller: Caller) {}

  /**
   * List vehicles.
   *
   * The vehicles of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `source_ids`: Only these records, by the provider's id.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `vehicle_ids`: Only these records, by our id.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      source_ids?: readonly string[];
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      vehicle_ids?: readonly string[];
    } = {},
    options: ListOptions = {},
  ): Pages<models.VehicleRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/vehicles", query }, options);
  }

  /**
   * Create a vehicle.
   *
   * Create a vehicle at the provider of `connection_id`.
   *
   * Parameters of the query:
   * - `is_sync`: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
   * - `dry_run`: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
   */
  create(
    body: models.VehicleCreate,
    query: {
      is_sync?: boolean;
      dry_run?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceOperation> {
    return this.caller.call({ method: "POST", path: "/v2/telematics/vehicles", query, body, isKeyed: true }, options);
  }

  /**
   * Get one vehicle.
   *
   * One vehicle of a fleet that shares it with you.
   *
   * Parameters of the query:
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   */
  get(
    vehicleId: string,
    query: {
      include_source_data?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.VehicleRead> {
    return this.caller.call({ method: "GET", path: `/v2/telematics/vehicles/${encodeURIComponent(vehicleId)}`, query }, options);
  }

  /**
   * Update a vehicle.
   *
   * Change a vehicle at its provider. Fields that are left out stay as they are, null clears.
   *
   * Parameters of the query:
   * - `is_sync`: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
   * - `dry_run`: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
   */
  update(
    vehicleId: string,
    body: models.VehicleUpdate,
    query: {
      is_sync?: boolean;
      dry_run?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.ResourceOperation> {
    return this.caller.call({ method: "PATCH", path: `/v2/telematics/vehicles/${encodeURIComponent(vehicleId)}`, query, body }, options);
  }
}

/** Operations of `hub.webhooks`. */
export class Webhooks {
  constructor(private readonly caller: Caller) {}

  /**
   * Get metrics of a webhook subscription.
   *
   * Deliveries of the last 6 and 24 hours, 7 and 14 days, to a quarter of an hour.
   */
  getMetrics(
    webhookId: string,
    options: CallOptions = {},
  ): Promise<models.WebhookMetrics> {
    return this.caller.call({ method: "GET", path: `/v2/notifications/webhooks/${encodeURIComponent(webhookId)}/metrics` }, options);
  }

  /**
   * Get the delivery log of a webhook subscription.
   *
   * Every attempt of the last 14 days, oldest first.
   *
   * Parameters of the query:
   * - `start_date`: Only from this time on
   * - `end_date`: Only before this time
   * - `status`: Only attempts with this status
   */
  getLogs(
    webhookId: string,
    query: {
      start_date?: Moment;
      end_date?: Moment;
      status?: models.WebhookLogStatusEnum | (string & {});
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.WebhookLogRead> {
    return this.caller.pages({ method: "GET", path: `/v2/notifications/webhooks/${encodeURIComponent(webhookId)}/logs`, query }, options);
  }

  /**
   * Replay undelivered events.
   *
   * Deliver events again that were given up after the last attempt: all, those of a span of time, or one.
   *
   * While the subscription is paused or stale, they wait like all others.
   *
   * Parameters of the query:
   * - `event_id`: Only this event
   * - `start_date`: Only from this time on
   * - `end_date`: Only before this time
   */
  replayUndeliveredMessagesFromDlq(
    webhookId: string,
    query: {
      event_id?: string;
      start_date?: Moment;
      end_date?: Moment;
    } = {},
    options: CallOptions = {},
  ): Promise<models.Replayed> {
    return this.caller.call({ method: "POST", path: `/v2/notifications/webhooks/${encodeURIComponent(webhookId)}/replay`, query, isKeyed: true }, options);
  }

  /**
   * Create a webhook subscription.
   *
   * Subscribe an address to an event.
   *
   * For one event name the answer is the subscription, for a wildcard a list of them. Only this answer has the secret.
   * A second subscription with the same event, url and filters is a conflict.
   */
  create(
    body: models.WebhookCreate,
    options: CallOptions = {},
  ): Promise<models.Webhook | models.Webhook[]> {
    return this.caller.call({ method: "POST", path: "/v2/notifications/webhooks", body, isKeyed: true }, options);
  }

  /**
   * List webhook subscriptions.
   *
   * The caller's subscriptions, oldest first.
   *
   * Parameters of the query:
   * - `event_name`: Only those to this event, or to the events of a wildcard
   * - `status`: Only those in this state. Deleted ones are listed only with this filter
   */
  list(
    query: {
      event_name?: models.WebhookEventNameEnum | (string & {});
      status?: models.WebhookStatusEnum | (string & {});
      size?: number;
    } = {},
    options: ListOptions = {},
  ): Pages<models.WebhookRead> {
    return this.caller.pages({ method: "GET", path: "/v2/notifications/webhooks", query }, options);
  }

  /**
   * Get a webhook subscription.
   *
   * One subscription; its secret and the last part of its url are masked.
   */
  get(
    webhookId: string,
    options: CallOptions = {},
  ): Promise<models.WebhookRead> {
    return this.caller.call({ method: "GET", path: `/v2/notifications/webhooks/${encodeURIComponent(webhookId)}` }, options);
  }

  /**
   * Update a webhook subscription.
   *
   * Change the url, the filters or the secret.
   *
   * After a change of the secret, the old one signs beside it for a day. Deliveries that wait already go to the new url.
   */
  update(
    webhookId: string,
    body: models.WebhookUpdate,
    options: CallOptions = {},
  ): Promise<models.WebhookRead> {
    return this.caller.call({ method: "PATCH", path: `/v2/notifications/webhooks/${encodeURIComponent(webhookId)}`, body }, options);
  }

  /**
   * Delete a webhook subscription.
   *
   * End a subscription. Events that it has not received yet are dropped.
   */
  delete(
    webhookId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return this.caller.call({ method: "DELETE", path: `/v2/notifications/webhooks/${encodeURIComponent(webhookId)}` }, options);
  }

  /**
   * Activate a webhook subscription.
   *
   * Deliver again after a pause, or after too many failures.
   *
   * Events that were published meanwhile are delivered first, one after the other, in their order.
   */
  activate(
    webhookId: string,
    options: CallOptions = {},
  ): Promise<models.WebhookRead> {
    return this.caller.call({ method: "POST", path: `/v2/notifications/webhooks/${encodeURIComponent(webhookId)}/activate`, isKeyed: true }, options);
  }

  /**
   * Pause a webhook subscription.
   *
   * Keep events instead of delivering them, until it is activated.
   */
  pause(
    webhookId: string,
    options: CallOptions = {},
  ): Promise<models.WebhookRead> {
    return this.caller.call({ method: "POST", path: `/v2/notifications/webhooks/${encodeURIComponent(webhookId)}/pause`, isKeyed: true }, options);
  }

  /**
   * Send a test event.
   *
   * Deliver an invented event of the subscription's name, even if nothing publishes that event yet.
   *
   * It is signed and retried like any other, and has the header `X-Gladhand-Test: true`. Filters do not apply.
   */
  sendTestEvent(
    webhookId: string,
    options: CallOptions = {},
  ): Promise<models.SampleEvent> {
    return this.caller.call({ method: "POST", path: `/v2/notifications/webhooks/${encodeURIComponent(webhookId)}/test`, isKeyed: true }, options);
  }
}

/** Operations of `hub.workflows`. */
export class Workflows {
  constructor(private readonly caller: Caller) {}

  /**
   * List workflows.
   *
   * The workflows of the fleets that share them with you, from all providers.
   *
   * Parameters of the query:
   * - `fleet_ids`: Only these fleets, by our id.
   * - `fleet_refs`: Only these fleets, by your id.
   * - `connection_id`: Only records that came through this connection.
   * - `updated_from`: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   * - `source_ids`: Only these records, by the provider's id.
   * - `from_datetime`: Only records that occurred at this time or later. Default: one day ago.
   * - `to_datetime`: Only records that occurred before this time. Default: now.
   * - `sort_by`: Name of a field to sort by. Null comes first. Default: occurred_at.
   * - `workflow_ids`: Only these records, by our id.
   * - `vehicle_ids`: Only records of these, by our id of the vehicle.
   * - `driver_ids`: Only records of these, by our id of the user.
   * - `workflow_status`: Only records with this value.
   */
  list(
    query: {
      size?: number;
      fleet_ids?: readonly string[];
      fleet_refs?: readonly string[];
      connection_id?: string;
      updated_from?: Moment;
      include_source_data?: boolean;
      source_ids?: readonly string[];
      from_datetime?: Moment;
      to_datetime?: Moment;
      sort_by?: string;
      sort_order?: models.SortOrderEnum | (string & {});
      workflow_ids?: readonly string[];
      vehicle_ids?: readonly string[];
      driver_ids?: readonly string[];
      workflow_status?: models.WorkflowStatusEnum | (string & {});
    } = {},
    options: ListOptions = {},
  ): Pages<models.WorkflowRead> {
    return this.caller.pages({ method: "GET", path: "/v2/telematics/workflows", query }, options);
  }

  /**
   * Get one workflow.
   *
   * One workflow of a fleet that shares it with you.
   *
   * Parameters of the query:
   * - `include_source_data`: Whether to include `source_data`: the provider's own data, unchanged.
   */
  get(
    workflowId: string,
    query: {
      include_source_data?: boolean;
    } = {},
    options: CallOptions = {},
  ): Promise<models.WorkflowRead> {
    return this.caller.call({ method: "GET", path: `/v2/telematics/workflows/${encodeURIComponent(workflowId)}`, query }, options);
  }
}

/** The operations, by what they are about. */
export class Groups {
  readonly analytics: Analytics;
  readonly apiClients: ApiClients;
  readonly auditTrail: AuditTrail;
  readonly branding: Branding;
  readonly connections: Connections;
  readonly consent: Consent;
  readonly driverSafetyEvents: DriverSafetyEvents;
  readonly driverVehicleAssociations: DriverVehicleAssociations;
  readonly dvirLogs: DvirLogs;
  readonly embedKeys: EmbedKeys;
  readonly engineLogs: EngineLogs;
  readonly engineStatuses: EngineStatuses;
  readonly eventSchemas: EventSchemas;
  readonly events: Events;
  readonly externalTsps: ExternalTsps;
  readonly fleetInfo: FleetInfo;
  readonly fleets: Fleets;
  readonly fuelTransactions: FuelTransactions;
  readonly groupMessages: GroupMessages;
  readonly hosAvailabilities: HosAvailabilities;
  readonly hosDailySnapshots: HosDailySnapshots;
  readonly hosEvents: HosEvents;
  readonly hosViolations: HosViolations;
  readonly iftaSummaries: IftaSummaries;
  readonly integrations: Integrations;
  readonly invitations: Invitations;
  readonly messages: Messages;
  readonly overview: Overview;
  readonly partners: Partners;
  readonly people: People;
  readonly reference: Reference;
  readonly resourceOperations: ResourceOperations;
  readonly schedules: Schedules;
  readonly shareAgreements: ShareAgreements;
  readonly trailerLocations: TrailerLocations;
  readonly trailerStatuses: TrailerStatuses;
  readonly trailerVehicleAssociations: TrailerVehicleAssociations;
  readonly trailers: Trailers;
  readonly tsps: Tsps;
  readonly users: Users;
  readonly vehicleLocations: VehicleLocations;
  readonly vehicleRegionSegments: VehicleRegionSegments;
  readonly vehicleSensorEvents: VehicleSensorEvents;
  readonly vehicles: Vehicles;
  readonly webhooks: Webhooks;
  readonly workflows: Workflows;

  constructor(caller: Caller) {
    this.analytics = new Analytics(caller);
    this.apiClients = new ApiClients(caller);
    this.auditTrail = new AuditTrail(caller);
    this.branding = new Branding(caller);
    this.connections = new Connections(caller);
    this.consent = new Consent(caller);
    this.driverSafetyEvents = new DriverSafetyEvents(caller);
    this.driverVehicleAssociations = new DriverVehicleAssociations(caller);
    this.dvirLogs = new DvirLogs(caller);
    this.embedKeys = new EmbedKeys(caller);
    this.engineLogs = new EngineLogs(caller);
    this.engineStatuses = new EngineStatuses(caller);
    this.eventSchemas = new EventSchemas(caller);
    this.events = new Events(caller);
    this.externalTsps = new ExternalTsps(caller);
    this.fleetInfo = new FleetInfo(caller);
    this.fleets = new Fleets(caller);
    this.fuelTransactions = new FuelTransactions(caller);
    this.groupMessages = new GroupMessages(caller);
    this.hosAvailabilities = new HosAvailabilities(caller);
    this.hosDailySnapshots = new HosDailySnapshots(caller);
    this.hosEvents = new HosEvents(caller);
    this.hosViolations = new HosViolations(caller);
    this.iftaSummaries = new IftaSummaries(caller);
    this.integrations = new Integrations(caller);
    this.invitations = new Invitations(caller);
    this.messages = new Messages(caller);
    this.overview = new Overview(caller);
    this.partners = new Partners(caller);
    this.people = new People(caller);
    this.reference = new Reference(caller);
    this.resourceOperations = new ResourceOperations(caller);
    this.schedules = new Schedules(caller);
    this.shareAgreements = new ShareAgreements(caller);
    this.trailerLocations = new TrailerLocations(caller);
    this.trailerStatuses = new TrailerStatuses(caller);
    this.trailerVehicleAssociations = new TrailerVehicleAssociations(caller);
    this.trailers = new Trailers(caller);
    this.tsps = new Tsps(caller);
    this.users = new Users(caller);
    this.vehicleLocations = new VehicleLocations(caller);
    this.vehicleRegionSegments = new VehicleRegionSegments(caller);
    this.vehicleSensorEvents = new VehicleSensorEvents(caller);
    this.vehicles = new Vehicles(caller);
    this.webhooks = new Webhooks(caller);
    this.workflows = new Workflows(caller);
  }
}
