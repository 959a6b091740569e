// The records and bodies of the API. Generated from its OpenAPI documents by `make client`.

export interface components {
    schemas: {
        AccessTokenCredsInput: {
            access_token: string;
            token_type?: string | null;
            expires_in?: number | null;
            refresh_token?: string | null;
            scope?: string | null;
            user_id?: string | null;
            account_id?: string | null;
            host?: string | null;
        };
        AccessTokenCredsOutput: {
            access_token: unknown;
            token_type?: string | null;
            expires_in?: number | null;
            refresh_token?: unknown;
            scope?: string | null;
            user_id?: string | null;
            account_id?: unknown;
            host?: unknown;
        };
        /** @enum {string} */
        ActorKindEnum: "partner" | "fleet" | "admin" | "person" | "operator" | "server";
        ApiAuthCredsInput: {
            username: string;
            password: string;
            api_key: string;
        };
        ApiAuthCredsOutput: {
            username: unknown;
            password: unknown;
            api_key: unknown;
        };
        ApiBasicCredsInput: {
            username: string;
            password: string;
            url?: string | null;
            auth_code?: string | null;
            host?: string | null;
        };
        ApiBasicCredsOutput: {
            username: unknown;
            password: unknown;
            url?: string | null;
            auth_code?: unknown;
            host?: unknown;
        };
        /** @description A new API client. */
        ApiClientCreate: {
            /** @description What it is for */
            name: string;
            /**
             * @description Only administrators make clients of the kind `admin`
             * @default partner
             * @enum {string}
             */
            kind?: "partner" | "admin";
            /** @description The partner that it acts for. An administrator names it; a partner's client makes clients of its own partner */
            partner_id?: string | null;
            /** @description What its tokens may do: nothing that the caller may not do. Without it all that its kind may do, as far as the caller may do that */
            scopes?: string[] | null;
            /**
             * @description Whether its answers have the keys that the contract does not have
             * @default false
             */
            extensions?: boolean;
        };
        /** @description An API client without its secret, which is stored as a hash. */
        ApiClientRead: {
            client_id: string;
            /** @enum {string} */
            kind: "partner" | "admin";
            /** @description The partner that it acts for; null for an administrator's client */
            partner_id: string | null;
            name: string;
            scopes: string[];
            extensions: boolean;
            /** Format: date-time */
            created_at: string;
            /** @description When it last got a token; up to a minute may be missing */
            last_used_at: string | null;
            /** @description Until when the secret before the last rotation works */
            former_secret_until: string | null;
            /** @description When the secret before the last rotation last got a token since then */
            former_secret_used_at: string | null;
            revoked_at: string | null;
        };
        /** @description How long the former secret works on. */
        ApiClientRotate: {
            /**
             * @description Hours for which the former secret still gets tokens; 0 ends it at once
             * @default 24
             */
            overlap_hours?: number;
        };
        /** @description An API client with its new secret. */
        ApiClientSecretRead: {
            client_id: string;
            /** @enum {string} */
            kind: "partner" | "admin";
            /** @description The partner that it acts for; null for an administrator's client */
            partner_id: string | null;
            name: string;
            scopes: string[];
            extensions: boolean;
            /** Format: date-time */
            created_at: string;
            /** @description When it last got a token; up to a minute may be missing */
            last_used_at: string | null;
            /** @description Until when the secret before the last rotation works */
            former_secret_until: string | null;
            /** @description When the secret before the last rotation last got a token since then */
            former_secret_used_at: string | null;
            revoked_at: string | null;
            /** @description Shown only in this answer */
            client_secret: string;
        };
        ApiKeyCredsInput: {
            api_key: string;
            url?: string | null;
            user_id?: string | null;
        };
        ApiKeyCredsOutput: {
            api_key: unknown;
            url?: string | null;
            user_id?: string | null;
        };
        AzugaSLCInput: {
            api_key: string;
            token: string;
        };
        AzugaSLCOutput: {
            api_key: unknown;
            token: unknown;
        };
        BouncieCredsInput: {
            auth_code: string;
            redirect_uri: string;
            client_id?: string | null;
            client_secret?: string | null;
        };
        BouncieCredsOutput: {
            auth_code: unknown;
            redirect_uri: string;
            client_id?: string | null;
            client_secret?: unknown;
        };
        /** @description Colours and logos of Connect; null is this server's own. */
        Branding: {
            /** @description Of buttons and progress, as six hexadecimal digits */
            brand_color?: string | null;
            /** @description This server fetches it for the pages */
            brand_logo?: string | null;
            /** @description For dark pages; without it `brand_logo` is shown there */
            brand_logo_dark?: string | null;
        };
        /** @description Colours and logos of Connect for the fleets of a partner. */
        BrandingRead: {
            /** @description Of buttons and progress, as six hexadecimal digits */
            brand_color?: string | null;
            /** @description This server fetches it for the pages */
            brand_logo?: string | null;
            /** @description For dark pages; without it `brand_logo` is shown there */
            brand_logo_dark?: string | null;
            /** Format: uuid */
            partner_id: string;
            /** @description Null while nothing was set */
            updated_at?: string | null;
        };
        /**
         * @description What a fault code means, whatever the standard and the manufacturer.
         * @enum {string}
         */
        CanonicalFaultCodeEnum: "ABS_WHEEL_SENSOR_ABNORMAL_RATE_OF_CHANGE" | "ABS_WHEEL_SENSOR_ABNORMAL_UPDATE_RATE" | "ABS_WHEEL_SENSOR_NOT_RESPONDING" | "ABS_WHEEL_SENSOR_SIGNAL_ERRATIC" | "BRAKE_SIGNAL_SENSOR_FAULT" | "BRAKE_SIGNAL_SENSOR_NOT_RESPONDING" | "BRAKE_SWITCH_CIRCUIT" | "AFTERTREATMENT_THERMAL_MGMT_STATUS_HIGH" | "DEF_LINE_HEATER_VOLTAGE_LOW" | "DEF_TANK_HEATER_LOW" | "DPF_OUTLET_PRESSURE_ABNORMAL_RATE_OF_CHANGE" | "DPF_OUTLET_PRESSURE_SIGNAL_ERRATIC" | "EGR_CONTROL_FAULT" | "EGR_VALVE_CONTROL_FAULT" | "NOX_SENSOR_FAULT" | "NOX_SENSOR_OUTLET_FAULT" | "SCR_CONVERSION_EFFICIENCY_LOW" | "AUX_EQUIP_SUPPLY_PRESSURE_VOLTAGE_LOW" | "TRANS_AIR_TANK_PRESSURE_LOW" | "CRANK_ENABLE_CIRCUIT_HIGH" | "CRANK_ENABLE_CIRCUIT_LOW" | "CRANKCASE_BREATHER_OIL_SEPARATOR_SPEED_LOW" | "CRANKCASE_BREATHER_SPEED_LOW" | "CRANKCASE_VENT_HOSE_DISCONNECTED" | "DIAGNOSTIC_ABNORMAL_UPDATE_RATE" | "DIAGNOSTIC_SPECIAL_INSTRUCTION" | "ECU_INTELLIGENT_DEVICE_FAILURE" | "J1939_PARAMETER_DATA_ERROR" | "OEM_MANUFACTURER_ASSIGNABLE" | "ENG_COOLANT_TEMP_HIGH" | "ENG_COOLANT_TEMP_LOW" | "ENG_FUEL_PRESSURE_HIGH" | "ENG_FUEL_PRESSURE_LOW" | "ENG_FUEL_PRESSURE_SIGNAL_ERRATIC" | "ENG_FUEL_PUMP_CURRENT_LOW" | "ENG_MAP_HIGH" | "ENG_MAP_LOW" | "ENG_MAP_SIGNAL_ERRATIC" | "ENG_MAP_VOLTAGE_HIGH" | "ENG_OIL_PRESSURE_HIGH" | "ENG_OIL_PRESSURE_LOW" | "ENG_OIL_TEMP_HIGH" | "ENG_OIL_TEMP_LOW" | "ENG_OVERSPEED" | "ENG_SPEED_CIRCUIT_FAULT" | "ENG_SPEED_NO_SIGNAL" | "ENG_SPEED_SIGNAL_ERRATIC" | "ENG_THROTTLE_HIGH" | "ENG_THROTTLE_LOW" | "ENG_THROTTLE_SIGNAL_ERRATIC" | "ENG_WATER_IN_FUEL" | "GEAR_MODULE_CALIBRATION_INVALID" | "GEAR_MODULE_NO_SIGNAL" | "GEAR_MODULE_SIGNAL_ERRATIC" | "J1939_NETWORK_SIGNAL_ERRATIC" | "RETARDER_OIL_TEMP_HIGH" | "RETARDER_OIL_TEMP_LOW" | "RETARDER_OIL_TEMP_OVER_TEMP" | "RETARDER_PRESSURE_HIGH" | "RETARDER_PRESSURE_LOW" | "TIRE_LOCATION_DEVICE_FAILURE" | "TIRE_PRESSURE_LOW_MODERATE" | "TIRE_PRESSURE_LOW_SEVERE" | "TIRE_SENSOR_VOLTAGE_LOW" | "TPMS_TIRE_LOCATION_DEVICE_FAILURE" | "TPMS_TIRE_PRESSURE_LOW_MODERATE" | "TPMS_TIRE_PRESSURE_LOW_SEVERE" | "TPMS_TIRE_SENSOR_VOLTAGE_LOW" | "TRANS_CONTROL_SYSTEM_PERFORMANCE" | "TRANS_FILTER_MAINTENANCE_ALERT" | "TRANS_FILTER_MAINTENANCE_REQUIRED" | "TRANS_FLUID_DETERIORATED" | "TRANS_FLUID_LEVEL_HIGH" | "TRANS_FLUID_LEVEL_LOW" | "TRANS_FLUID_OVER_TEMP" | "TRANS_FLUID_TEMP_HIGH" | "TRANS_FLUID_TEMP_LOW" | "TRANS_FLUID_TEMP_SIGNAL_ERRATIC" | "VEH_SPEED_SIGNAL_ERRATIC";
        /** @enum {string} */
        CarrierIdentifierTypeEnum: "dot" | "cvor";
        /**
         * @description What null does in an update.
         * @enum {string}
         */
        ClearingEnum: "cleared" | "refused" | "left_out";
        ClientIdSecretCredsInput: {
            client_id: string;
            client_secret: string;
            url?: string | null;
            account_id?: string | null;
        };
        ClientIdSecretCredsOutput: {
            client_id: string;
            client_secret: unknown;
            url?: string | null;
            account_id?: unknown;
        };
        CompanyAccessCredsInput: {
            username: string;
            password: string;
            company_id: string;
        };
        CompanyAccessCredsOutput: {
            username: unknown;
            password: unknown;
            company_id: unknown;
        };
        CompanyIdCredsInput: {
            company_id: string;
        };
        CompanyIdCredsOutput: {
            company_id: unknown;
        };
        /** @description What the records of a connection really hold. */
        ConnectionCoverage: {
            /** Format: uuid */
            connection_id: string;
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /**
             * Format: date
             * @description The first day of the window, in UTC.
             */
            from_date: string;
            /**
             * Format: date
             * @description The last day of the window.
             */
            to_date: string;
            /** @description Those that are read and that you may see. */
            resources: components["schemas"]["ResourceCoverage"][];
        };
        /** @description The account that a fleet connects. */
        ConnectionCreate: {
            /**
             * Format: uuid
             * @description The provider to connect.
             */
            tsp_id: string;
            /** @description The credentials for the provider. Its `conn_type` says which of the forms applies. */
            credentials: components["schemas"]["AccessTokenCredsInput"] | components["schemas"]["ApiAuthCredsInput"] | components["schemas"]["ApiBasicCredsInput"] | components["schemas"]["ApiKeyCredsInput"] | components["schemas"]["AzugaSLCInput"] | components["schemas"]["BouncieCredsInput"] | components["schemas"]["ClientIdSecretCredsInput"] | components["schemas"]["CompanyAccessCredsInput"] | components["schemas"]["CompanyIdCredsInput"] | components["schemas"]["DatabaseCredsInput"] | components["schemas"]["EZLynkAccessCredsInput"] | components["schemas"]["EZLynkCreds"] | components["schemas"]["EzlogzCreds"] | components["schemas"]["FactorEldCredsInput"] | components["schemas"]["FleetupCredsInput"] | components["schemas"]["FleetupSLCInput"] | components["schemas"]["GeotabCredsInput"] | components["schemas"]["IsaacCredsInput"] | components["schemas"]["MotiveCredsInput"] | components["schemas"]["OAuth1CredsInput"] | components["schemas"]["OAuth2CredsInput"] | components["schemas"]["OAuth2InitiateCredsInput"] | components["schemas"]["OAuth2PrivateKeyCredsInput"] | components["schemas"]["OntimeEldCredsInput"] | components["schemas"]["PrivateKeyCredsInput"] | components["schemas"]["S3CredsInput"] | components["schemas"]["SamsaraCredsInput"] | components["schemas"]["SftpCredsInput"] | components["schemas"]["SpireonSLCInput"] | components["schemas"]["SwitchBoardCredsInput"] | components["schemas"]["TokenCredsInput"] | components["schemas"]["TruckXCredsInput"] | components["schemas"]["TruckXSLCInput"] | components["schemas"]["TTCredsInput"] | components["schemas"]["VerizonConnectCredsInput"] | components["schemas"]["VerizonConnectSLCInput"] | components["schemas"]["ZubieCredsInput"];
            /** @description Distinguishes several accounts at one provider. */
            description?: string | null;
        };
        /** @description A connection in the operator's list, without its credentials. */
        ConnectionOverviewRead: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            fleet_id: string;
            /** @description The fleet's name */
            fleet: string;
            /** @description The slug of the first partner with which the fleet shares now */
            partner: string | null;
            source_name: components["schemas"]["TspEnum"] | (string & {});
            status: components["schemas"]["ConnectionStatusEnum"] | (string & {});
            /** @description The account's name at the provider */
            account_name: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description What a fleet enters before it signs in at its provider. */
        ConnectionPreAuthCreate: {
            /**
             * Format: uuid
             * @description The provider to connect.
             */
            tsp_id: string;
            pre_auth_credentials: components["schemas"]["ApiBasicCredsInput"];
        };
        /** @description A fleet's account at a provider. */
        ConnectionRead: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            fleet_id: string | null;
            /** @description The fleet's reference at the calling partner. */
            fleet_ref?: string | null;
            /** Format: uuid */
            tsp_id: string;
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The credentials for the provider. Secrets are shown as stars. */
            credentials: components["schemas"]["AccessTokenCredsOutput"] | components["schemas"]["ApiAuthCredsOutput"] | components["schemas"]["ApiBasicCredsOutput"] | components["schemas"]["ApiKeyCredsOutput"] | components["schemas"]["AzugaSLCOutput"] | components["schemas"]["BouncieCredsOutput"] | components["schemas"]["ClientIdSecretCredsOutput"] | components["schemas"]["CompanyAccessCredsOutput"] | components["schemas"]["CompanyIdCredsOutput"] | components["schemas"]["DatabaseCredsOutput"] | components["schemas"]["EZLynkAccessCredsOutput"] | components["schemas"]["EZLynkCreds"] | components["schemas"]["EzlogzCreds"] | components["schemas"]["FactorEldCredsOutput"] | components["schemas"]["FleetupCredsOutput"] | components["schemas"]["FleetupSLCOutput"] | components["schemas"]["GeotabCredsOutput"] | components["schemas"]["IsaacCredsOutput"] | components["schemas"]["MotiveCredsOutput"] | components["schemas"]["OAuth1CredsOutput"] | components["schemas"]["OAuth2CredsOutput"] | components["schemas"]["OAuth2InitiateCredsOutput"] | components["schemas"]["OAuth2PrivateKeyCredsOutput"] | components["schemas"]["OntimeEldCredsOutput"] | components["schemas"]["PrivateKeyCredsOutput"] | components["schemas"]["S3CredsOutput"] | components["schemas"]["SamsaraCredsOutput"] | components["schemas"]["SftpCredsOutput"] | components["schemas"]["SpireonSLCOutput"] | components["schemas"]["SwitchBoardCredsOutput"] | components["schemas"]["TokenCredsOutput"] | components["schemas"]["TruckXCredsOutput"] | components["schemas"]["TruckXSLCOutput"] | components["schemas"]["TTCredsOutput"] | components["schemas"]["VerizonConnectCredsOutput"] | components["schemas"]["VerizonConnectSLCOutput"] | components["schemas"]["ZubieCredsOutput"];
            status: components["schemas"]["ConnectionStatusEnum"] | (string & {});
            description: string | null;
        };
        /**
         * @description Whether data flows through a connection.
         * @enum {string}
         */
        ConnectionStatusEnum: "active" | "failed" | "cancelled" | "paused" | "stale" | "deleted";
        /**
         * @description The shape of the credentials that a provider asks for.
         * @enum {string}
         */
        ConnectionTypeEnum: "access_token" | "api_auth" | "api_basic" | "api_key" | "azuga_slc" | "bouncie" | "client_id_secret" | "company_access" | "company_id" | "database" | "ez_lynk" | "ez_lynk_access" | "ezlogz" | "factor_eld" | "fleetup" | "fleetup_slc" | "geotab" | "isaac" | "motive" | "oauth1" | "oauth2" | "oauth2_initiate" | "oauth2_private_key" | "ontime" | "private_key" | "s3" | "samsara" | "switchboard" | "spireon_slc" | "sftp" | "token" | "tt_creds" | "truckx_creds" | "truckx_slc" | "verizon_connect" | "verizon_connect_slc";
        /** @description The fields that a fleet may change. Omitted fields stay as they are. */
        ConnectionUpdate: {
            /** @description New credentials of the same account. They are checked first. Null changes nothing. */
            credentials?: components["schemas"]["AccessTokenCredsInput"] | components["schemas"]["ApiAuthCredsInput"] | components["schemas"]["ApiBasicCredsInput"] | components["schemas"]["ApiKeyCredsInput"] | components["schemas"]["AzugaSLCInput"] | components["schemas"]["BouncieCredsInput"] | components["schemas"]["ClientIdSecretCredsInput"] | components["schemas"]["CompanyAccessCredsInput"] | components["schemas"]["CompanyIdCredsInput"] | components["schemas"]["DatabaseCredsInput"] | components["schemas"]["EZLynkAccessCredsInput"] | components["schemas"]["EZLynkCreds"] | components["schemas"]["EzlogzCreds"] | components["schemas"]["FactorEldCredsInput"] | components["schemas"]["FleetupCredsInput"] | components["schemas"]["FleetupSLCInput"] | components["schemas"]["GeotabCredsInput"] | components["schemas"]["IsaacCredsInput"] | components["schemas"]["MotiveCredsInput"] | components["schemas"]["OAuth1CredsInput"] | components["schemas"]["OAuth2CredsInput"] | components["schemas"]["OAuth2InitiateCredsInput"] | components["schemas"]["OAuth2PrivateKeyCredsInput"] | components["schemas"]["OntimeEldCredsInput"] | components["schemas"]["PrivateKeyCredsInput"] | components["schemas"]["S3CredsInput"] | components["schemas"]["SamsaraCredsInput"] | components["schemas"]["SftpCredsInput"] | components["schemas"]["SpireonSLCInput"] | components["schemas"]["SwitchBoardCredsInput"] | components["schemas"]["TokenCredsInput"] | components["schemas"]["TruckXCredsInput"] | components["schemas"]["TruckXSLCInput"] | components["schemas"]["TTCredsInput"] | components["schemas"]["VerizonConnectCredsInput"] | components["schemas"]["VerizonConnectSLCInput"] | components["schemas"]["ZubieCredsInput"] | null;
            /** @description Distinguishes several accounts at one provider. Null clears it. */
            description?: string | null;
            /** @description While `paused`, writes wait; once `cancelled`, they fail; `active` resumes. A connection that is `stale`, `failed` or `cancelled` resumes only if the provider accepts the credentials. Null changes nothing. */
            status?: (components["schemas"]["ConnectionStatusEnum"] | (string & {})) | null;
        };
        /**
         * @description A group of data. The order is that of the page.
         * @enum {string}
         */
        ConsentGroupEnum: "vehicles" | "drivers" | "locations" | "hours_of_service" | "engine_and_fuel" | "safety" | "trailers" | "messages" | "company" | "other";
        /** @description What the consent page says, and what the fleet may leave out. */
        ConsentTerms: {
            /** @description What you use the data for, in your own words */
            purpose?: string | null;
            /** @description The same for single groups of data; shown beside the group */
            purposes?: {
                [key: string]: string;
            };
            /** @description Groups that the fleet may leave out; the agreement then has no scope for their resources */
            optional_groups?: (components["schemas"]["ConsentGroupEnum"] | (string & {}))[];
            /** @description After how many days the agreement ends by itself; null: it has no end */
            access_days?: number | null;
        };
        /**
         * @description How the body of a delivery is encoded; `identity` is plain JSON.
         * @enum {string}
         */
        ContentEncodingEnum: "gzip" | "identity";
        /** @description How fresh the records of one resource are that came through one connection. */
        DataFreshness: {
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            /** @description What the agreement allows; null for a fleet. */
            share_level?: (components["schemas"]["ShareLevelEnum"] | (string & {})) | null;
            /** Format: uuid */
            fleet_id: string;
            /** @description Your id of the fleet. */
            fleet_ref?: string | null;
            /** Format: uuid */
            connection_id: string;
            connection_description?: string | null;
            /** Format: uuid */
            schedule_id: string;
            source_name: string;
            /** Format: uuid */
            tsp_id: string;
            tsp_slug: string;
            /** @description Null: nothing was read yet. */
            last_successful_execution_at: string | null;
            next_execution_at: string | null;
            schedule_status: (components["schemas"]["ScheduleStatusEnum"] | (string & {})) | null;
        };
        DatabaseCredsInput: {
            drivername: components["schemas"]["DatabaseDriverEnum"] | (string & {});
            host: string;
            port: number;
            username: string;
            password: string;
            database: string;
        };
        DatabaseCredsOutput: {
            drivername: components["schemas"]["DatabaseDriverEnum"] | (string & {});
            host: unknown;
            port: number;
            username: unknown;
            password: unknown;
            database: string;
        };
        /** @enum {string} */
        DatabaseDriverEnum: "postgresql+psycopg2" | "cockroachdb" | "mongodb" | "mysql" | "mariadb" | "snowflake" | "clickhouse";
        /**
         * @description The unit of distances and odometers.
         * @enum {string}
         */
        DistanceUnit: "m";
        /**
         * @description The units in which a write may give distances and odometers.
         * @enum {string}
         */
        DistanceUnitEnum: "miles" | "meters" | "kilo_meters";
        /**
         * @description What happened in a safety event.
         * @enum {string}
         */
        DriverSafetyEventEnum: "collision" | "rollover" | "forward_collision_warning" | "near_collision" | "hard_acceleration" | "hard_braking" | "harsh_turn" | "speeding" | "rolling_stop" | "ran_red_light" | "did_not_yield" | "defensive_driving" | "unsafe_parking" | "railroad_crossing_violation" | "no_seatbelt" | "mobile_usage" | "distraction" | "drowsy" | "eating_drinking" | "smoking" | "late_response" | "following_distance" | "lane_departure" | "tailgating" | "yaw_control" | "camera_obstructed" | "manual_event" | "idling";
        /** @description A driver safety event, as the provider has it. */
        DriverSafetyEventRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The position as a GeoJSON point. */
            location?: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds. */
            h3_index_11?: number | null;
            /** @description The place nearest to the position. */
            inferred_address?: components["schemas"]["InferredAddress"] | null;
            /** @description What happened. */
            event: components["schemas"]["DriverSafetyEventEnum"] | (string & {});
            /** @description How long it lasted. */
            duration_seconds?: number | null;
            /** @description What the provider measured, such as severity, speed and forces. */
            event_metadata?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description A driver, and what happened to the driver in the last 30 days. */
        DriverSummary: {
            /** Format: uuid */
            fleet_id: string;
            /** @description Your id of the fleet. */
            fleet_ref: string | null;
            /** Format: uuid */
            connection_id: string;
            tsp_id: string | null;
            tsp_slug: string | null;
            source_name: (components["schemas"]["TspEnum"] | (string & {})) | null;
            /** Format: uuid */
            user_id: string;
            /** @description The provider's id of the driver. */
            source_id: string | null;
            employee_number: string | null;
            first_name: string | null;
            last_name: string | null;
            username: string | null;
            status: string | null;
            phone_number: string | null;
            /** @description Two letters, ISO 3166-1. */
            license_country: string | null;
            license_region: string | null;
            license_number: string | null;
            license_expiration: string | null;
            hos_ruleset_code: string | null;
            /**
             * @description Safety events of the last 30 days; 0 where the fleet does not share them.
             * @default 0
             */
            safety_events_30d?: number;
            /**
             * @description Violations of hours of service in the last 30 days; 0 where the fleet does not share them.
             * @default 0
             */
            hos_violations_30d?: number;
        };
        /** @description A driver vehicle association, as the provider has it. */
        DriverVehicleAssociationRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description Whether this is the driver who drives, and not a co-driver. */
            is_primary_driver?: boolean | null;
        };
        /**
         * @description The duty status of a driver.
         * @enum {string}
         */
        DutyStatusCodeEnum: "OFF" | "SB" | "D" | "ON" | "PC" | "YM" | "INT" | "WT";
        /**
         * @description The part of a vehicle or trailer that has a defect.
         * @enum {string}
         */
        DvirDefectEnum: "fluid_levels" | "battery" | "belts_hoses" | "radiator" | "frame_assembly" | "front_axle" | "starter" | "transmission" | "oil_pressure" | "defroster_heater" | "lights_front" | "windshield_clean" | "windshield_wiper_fluid" | "windshield_wipers" | "brakes" | "brake_check" | "clutch" | "mirrors" | "horn" | "safety_equipment" | "trip_recorder" | "air_conditioner" | "doors" | "stop_arm_control" | "steering_wheel" | "emergency_door_buzzer" | "entrance_steps" | "interior_floor" | "windows" | "exhaust" | "fifth_wheel" | "landing_gear" | "suspension" | "alignment" | "rims" | "tires" | "tire_chains" | "stop_arm" | "muffler" | "roof" | "wheels" | "wheels_rims" | "suspension_under" | "scratches" | "air_compressor" | "air_lines" | "brake_connections" | "coupling_devices" | "reflectors" | "lights_rear" | "rear_end" | "tire_chains_rear" | "brake_accessories" | "drive_line" | "engine" | "fuel_tanks" | "lights_general" | "other" | "unset" | "first_aid_kit";
        /** @description A DVIR log to create at the provider. Fields that are left out get the provider's defaults. */
        DvirLogCreate: {
            /**
             * Format: uuid
             * @description The connection to write through: one write goes to one provider.
             */
            connection_id: string;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /**
             * Format: uuid
             * @description The driver, by our id.
             */
            driver_id: string;
            /** @description The trailer, by our id. */
            trailer_id?: string | null;
            /** @description The occasion, such as pre_trip, post_trip or mechanic. */
            log_type?: components["schemas"]["DvirLogTypeEnum"] | (string & {});
            /** @description What the odometer showed. */
            odometer?: number | null;
            /** @description Who inspected, by name. */
            inspected_by?: string | null;
            /** @description What the mechanic wrote. */
            certify_comment?: string | null;
            /** @description What the driver wrote. */
            driver_comment?: string | null;
            defect_count?: number | null;
            /** @description The parts that have a defect. */
            defects?: (components["schemas"]["DvirDefectEnum"] | (string & {}))[] | null;
            /** @description Whether a defect makes driving unsafe. */
            is_safety_critical?: boolean | null;
            /** @description The unit of `odometer`; meters by default. */
            odometer_unit?: (components["schemas"]["DistanceUnitEnum"] | (string & {})) | null;
            /** @description When the inspection was made, in UTC. */
            occurred_at?: string | null;
        };
        /** @description A DVIR log defect, as the provider has it. */
        DvirLogDefectRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The inspection, by our id. */
            dvir_log_id?: string | null;
            /** @description The inspection, by the provider's id. */
            source_dvir_log_id?: string | null;
            /** @description The part, in the provider's word. */
            defect_type?: string | null;
            /** @description The provider's code of the defect. */
            defect_code?: string | null;
            /** @description The defect in the provider's words. */
            defect_name?: string | null;
            /** @description The driver's remark. */
            description?: string | null;
            /** @description The provider's word, such as active or resolved. */
            status?: string | null;
            /** @description Whether it makes driving unsafe. */
            is_safety_critical?: boolean | null;
            /** @description When it was repaired. */
            resolved_at?: string | null;
            /** @description The mechanic's remark. */
            notes?: string | null;
        };
        /** @description A DVIR log, as the provider has it. */
        DvirLogRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description The position as a GeoJSON point. */
            location?: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds. */
            h3_index_11?: number | null;
            /** @description The trailer, by our id. */
            trailer_id?: string | null;
            /** @description The trailer, by the provider's id. */
            source_trailer_id?: string | null;
            /** @description The occasion, such as pre_trip, post_trip or mechanic. */
            log_type?: string | null;
            /** @description The carrier or office that the report is for. */
            authority_name?: string | null;
            authority_address?: string | null;
            /** @description How long the inspection took. */
            duration_seconds?: number | null;
            /** @description What the odometer showed, in kilometres. The contract will deprecate it. */
            odometer_km?: number | null;
            /** @description What the odometer showed. */
            odometer?: number | null;
            /** @description The total running time of the engine. */
            engine_hours?: number | null;
            /** @description Who inspected, by name. */
            inspected_by?: string | null;
            /** @description What the mechanic wrote. */
            certify_comment?: string | null;
            /** @description What the driver wrote. */
            driver_comment?: string | null;
            defect_count?: number | null;
            /** @description The provider's number of this version of the report. */
            version?: string | null;
            /** @description The parts that have a defect. */
            defects?: (components["schemas"]["DvirDefectEnum"] | (string & {}))[] | null;
            /** @description Whether a defect makes driving unsafe. */
            is_safety_critical?: boolean | null;
        };
        /**
         * @description The occasion of an inspection.
         * @enum {string}
         */
        DvirLogTypeEnum: "pre_trip" | "post_trip" | "mechanic" | "unknown";
        EZLynkAccessCredsInput: {
            access_token: string;
            carrier_identifier: string;
            carrier_identifier_type: components["schemas"]["CarrierIdentifierTypeEnum"] | (string & {});
        };
        EZLynkAccessCredsOutput: {
            access_token: unknown;
            carrier_identifier: string;
            carrier_identifier_type: components["schemas"]["CarrierIdentifierTypeEnum"] | (string & {});
        };
        EZLynkCreds: {
            carrier_identifier: string;
            carrier_identifier_type: components["schemas"]["CarrierIdentifierTypeEnum"] | (string & {});
        };
        /** @description A new key. Its branding, where it is given, comes before the partner's. */
        EmbedKeyCreate: {
            /** @description Of buttons and progress, as six hexadecimal digits */
            brand_color?: string | null;
            /** @description This server fetches it for the pages */
            brand_logo?: string | null;
            /** @description For dark pages; without it `brand_logo` is shown there */
            brand_logo_dark?: string | null;
            /** @description What it is for */
            name: string;
            /** @description The sites that may show Connect in a frame, such as https://partner.example */
            origins: string[];
        };
        /** @description A key that lets a partner's own sites show Connect. */
        EmbedKeyRead: {
            /** @description Of buttons and progress, as six hexadecimal digits */
            brand_color?: string | null;
            /** @description This server fetches it for the pages */
            brand_logo?: string | null;
            /** @description For dark pages; without it `brand_logo` is shown there */
            brand_logo_dark?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            partner_id: string;
            /** @description The key for the embedding script. It is not a secret */
            key: string;
            name: string;
            origins: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description When the key was revoked. A revoked key opens nothing */
            revoked_at?: string | null;
        };
        /** @description What to change: absent keeps, null clears. */
        EmbedKeyUpdate: {
            /** @description Of buttons and progress, as six hexadecimal digits */
            brand_color?: string | null;
            /** @description This server fetches it for the pages */
            brand_logo?: string | null;
            /** @description For dark pages; without it `brand_logo` is shown there */
            brand_logo_dark?: string | null;
            name?: string | null;
            /** @description All origins of the key. They replace the former ones */
            origins?: string[] | null;
        };
        /** @description An engine log, as the provider has it. */
        EngineLogRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description The second driver, by our id. */
            co_driver_id?: string | null;
            /** @description The second driver, by the provider's id. */
            source_co_driver_id?: string | null;
            /** @description The standard of the code. */
            fault_code_source?: (components["schemas"]["FaultCodeSourceEnum"] | (string & {})) | null;
            /** @description The code as the provider has it. */
            fault_code?: {
                [key: string]: unknown;
            } | null;
            /** @description The code in the provider's words. */
            fault_code_description?: string | null;
            /** @description What the code means, independent of its standard. */
            canonical_code?: (components["schemas"]["CanonicalFaultCodeEnum"] | (string & {})) | null;
            /** @description Whether the fault is there. */
            status?: (components["schemas"]["StatusEnum"] | (string & {})) | null;
            /** @description Whether the engine ran. */
            engine_status?: boolean | null;
            /** @description Whether the malfunction indicator lamp was on. */
            mil_status?: boolean | null;
        };
        /**
         * @description Whether an engine runs.
         * @enum {string}
         */
        EngineStatusEnum: "OFF" | "ON" | "IDLE" | "TOWING" | "UNKNOWN";
        /** @description An engine status, as the provider has it. */
        EngineStatusRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description The second driver, by our id. */
            co_driver_id?: string | null;
            /** @description The second driver, by the provider's id. */
            source_co_driver_id?: string | null;
            /** @description The position as a GeoJSON point. */
            location?: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds. */
            h3_index_11?: number | null;
            /** @description The place nearest to the position. */
            inferred_address?: components["schemas"]["InferredAddress"] | null;
            /** @description The state from then on. */
            engine_status?: (components["schemas"]["EngineStatusEnum"] | (string & {})) | null;
        };
        /**
         * @description What a vehicle runs on, as a write says it; reads answer whatever the provider says.
         * @enum {string}
         */
        EngineType: "GASOLINE" | "DIESEL" | "ETHANOL" | "METHANOL" | "PROPANE" | "LPG" | "CNG" | "LNG" | "HYDROGEN" | "ELECTRICITY" | "HYBRID";
        /** @description One event, with the id and the record that webhooks deliver. */
        EventRead: {
            /** Format: uuid */
            id: string;
            version: string;
            event_name: components["schemas"]["WebhookEventNameEnum"] | (string & {});
            /**
             * Format: date-time
             * @description When it happened.
             */
            timestamp: string;
            /** @description The fleet that filters of subscriptions compare. */
            fleet_id: string | null;
            fleet_ref: string | null;
            /** @description The subscription of the filter `webhook_id`. */
            webhook_id: string | null;
            /** @description Number of its delivery; null without the filter `webhook_id`. */
            sequence: number | null;
            data: {
                [key: string]: unknown;
            }[];
        };
        /** @description The schema of one version of an event's body. */
        EventSchema: {
            event_name: string;
            version: string;
            /** Format: date-time */
            created_at: string;
            /** @description An OpenAPI document as text; the body is its first schema. */
            openapi_schema: string;
            /** @default Initial schema version */
            changelog?: string;
            /**
             * @description Whether this server sends the event by now.
             * @default false
             */
            is_sent?: boolean;
            /** @description When the event is sent; null if it never is. */
            sent_when?: string | null;
        };
        /** @description One event of the catalogue. */
        EventSchemaLine: {
            event_name: string;
            versions: string[];
            /**
             * @description Whether this server sends the event by now.
             * @default false
             */
            is_sent?: boolean;
            /** @description When the event is sent; null if it never is. */
            sent_when?: string | null;
        };
        EventSchemaList: {
            items: components["schemas"]["EventSchemaLine"][];
        };
        /** @description One run of a schedule. */
        ExecutionRead: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: uuid */
            schedule_id: string;
            /** Format: uuid */
            connection_id: string;
            /** Format: uuid */
            fleet_id: string;
            status: components["schemas"]["ExecutionStatusEnum"] | (string & {});
            source_name: components["schemas"]["TspEnum"] | (string & {});
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            /** @description Where the run ended. Without the adapter's state if that is long (4,000 characters) or secret. */
            cursor?: string | null;
            /** @description Of a failed run: the provider's last answer, without secrets. */
            response?: {
                [key: string]: unknown;
            } | null;
            /** @description When the newest record of the run occurred. */
            last_data_at?: string | null;
            error_type?: (components["schemas"]["ResourceOperationErrorTypeEnum"] | (string & {})) | null;
            /** @description Why the run failed. */
            error_details?: string | null;
            /** @description Records by what became of them: added, modified, unchanged, removed, not_kept, skipped. */
            counts?: {
                [key: string]: number;
            };
            /** @description Rows that were not stored, and why; the first ones. */
            skipped?: components["schemas"]["SkippedRead"][];
        };
        /**
         * @description Whether a run has ended, and how.
         * @enum {string}
         */
        ExecutionStatusEnum: "failed" | "pending" | "scheduled" | "success";
        /** @description A fleet's request to integrate its provider. */
        ExtTspIntegrationRequestRead: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            ext_tsp_id: string;
            /** @description As it was when the fleet asked */
            ext_tsp_name: string;
            /** @description As it was when the fleet asked */
            ext_tsp_compliance_status: components["schemas"]["TspComplianceStatusEnum"] | (string & {});
            /** Format: uuid */
            fleet_id: string;
            fleet_ref: string;
            /** Format: uuid */
            partner_id: string;
            /** Format: uuid */
            invitation_id: string;
            fleet_contact_name?: string | null;
            fleet_contact_notes?: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description The brands that can be connected now; none until there is an adapter */
            integrated_tsp_ids?: string[];
        };
        /** @description A provider as a public registry knows it. */
        ExtTspRead: {
            /** Format: uuid */
            id: string;
            /** @description As the registry has it */
            name: string;
            registry: components["schemas"]["ExtTspRegistryEnum"] | (string & {});
            email: string | null;
            phone: string | null;
            website: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description The brands that fleets can connect; none until there is an adapter */
            integrated_tsp_ids?: string[];
        };
        /** @enum {string} */
        ExtTspRegistryEnum: "fmcsa";
        EzlogzCreds: {
            app_id: string;
            app_key: string;
            client_key: string;
        };
        FactorEldCredsInput: {
            username: string;
            password: string;
            api_key: string;
        };
        FactorEldCredsOutput: {
            username: unknown;
            password: unknown;
            api_key: unknown;
        };
        /**
         * @description The standard that a fault code belongs to.
         * @enum {string}
         */
        FaultCodeSourceEnum: "J1708" | "J1939" | "OBD2" | "VENDOR";
        /** @description What a provider does with one field of a resource. */
        FieldCapability: {
            field: string;
            /** @description Whether records can contain it. */
            can_read: boolean;
            /** @description Whether it can be set when a record is created. */
            can_create: boolean;
            /** @description Whether it can be changed. */
            can_update: boolean;
            /**
             * @description Whether a record cannot be created without it.
             * @default false
             */
            is_required?: boolean;
            /** @description The provider's name for it. */
            to?: string | null;
            /** @description Most characters. */
            max_length?: number | null;
            /**
             * @description Whether a longer text is cut. Otherwise it is refused.
             * @default false
             */
            is_shortened?: boolean;
            /** @description The form in which the provider expects it. */
            form?: string | null;
            /** @description All allowed values; null if any value is allowed. */
            values?: components["schemas"]["ValueCapability"][] | null;
            /** @description What null does in an update: `cleared` at the provider, `refused`, or `left_out`. */
            clearing: components["schemas"]["ClearingEnum"] | (string & {});
            /** @description What the provider is sent to clear it, as JSON. */
            cleared_with?: string | null;
            /** @description Only where it cannot be set: `left_out` (the rest is written, and the answer says so) or `refused` (nothing is). */
            if_unsupported?: string | null;
            /** @description Why it cannot be written, or only in part. */
            reason?: string | null;
            /**
             * @description The provider's documents do not say this; it follows from examples or other clients.
             * @default false
             */
            is_assumed?: boolean;
        };
        /** @description How often one field has a value. */
        FieldCoverage: {
            field: string;
            /** @description The share of records in the sample in which the field is not null. */
            filled: number;
            /** @description Whether the adapter says that the provider's records can show the field. */
            is_declared: boolean;
        };
        /** @description Records of the same resource that the provider keeps apart, with rules of their own. */
        FieldMapVariant: {
            applies_when: string;
            fields: components["schemas"]["FieldCapability"][];
        };
        /**
         * @description What became of one field of a write.
         * @enum {string}
         */
        FieldOutcomeEnum: "applied" | "unchanged" | "not_supported" | "shortened" | "rejected" | "ignored";
        /** @description What became of one field of a write. */
        FieldResult: {
            /** @description Name of the field, as it was sent. */
            field: string;
            /** @description `applied`: the provider has the value now. `unchanged`: it holds what it held before. `not_supported`: it has no place for the field, which was left out. `shortened`: the beginning of the value was written. `rejected`: the value cannot be written, and therefore nothing was. `ignored`: this API has no such field. */
            outcome: components["schemas"]["FieldOutcomeEnum"] | (string & {});
            /** @description Why, where there is more to say. */
            detail?: string | null;
        };
        /** @description A fleet info, as the provider has it. */
        FleetInfoRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description Its legal name. */
            carrier_name?: string | null;
            /** @description Its number at the US Department of Transportation. */
            dot_number?: string | null;
            /** @description The name that it does business under. */
            dba_name?: string | null;
            /** @description Street and number. */
            street?: string | null;
            city?: string | null;
            /** @description Its state or province, in the provider's word. */
            state?: string | null;
            /** @description Its postal code. */
            zip?: string | null;
            /** @description Its country, in the provider's word. */
            country?: string | null;
            phone_number?: string | null;
            /** @description Its website. */
            company_url?: string | null;
            /** @description The time zone of its main office. */
            timezone?: string | null;
        };
        /** @description A fleet in the operator's list. */
        FleetOverviewRead: {
            /** Format: uuid */
            id: string;
            name: string;
            slug: string;
            /** Format: date-time */
            created_at: string;
            deleted_at: string | null;
            shares_with: components["schemas"]["FleetSharing"][];
        };
        FleetPropertyCreate: {
            key: components["schemas"]["FleetPropertyKeyEnum"] | (string & {});
            value: string;
        };
        /** @enum {string} */
        FleetPropertyKeyEnum: "dot_number" | "location" | "type";
        FleetPropertyRead: {
            key: components["schemas"]["FleetPropertyKeyEnum"] | (string & {});
            value: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            fleet_id: string;
        };
        /** @description A carrier, as a partner that it shares with sees it. */
        FleetRead: {
            name: string;
            description?: string | null;
            display_name?: string | null;
            legal_name?: string | null;
            /** @description The name it does business under */
            dba_name?: string | null;
            websites?: string[] | null;
            /** @description The calling partner's own invitation that the fleet has accepted; null for the fleet itself */
            invitation_id?: string | null;
            /** @description The calling partner's own id of the fleet */
            fleet_ref: string;
            /** @description Such as a DOT number */
            regulatory_id?: string | null;
            /** @description Such as DOT, MC or EASA */
            regulatory_id_type?: string | null;
            regulatory_id_date?: string | null;
            regulatory_id_status?: string | null;
            registered_email?: string | null;
            registered_phone?: string | null;
            registered_fax?: string | null;
            address?: string | null;
            city?: string | null;
            province?: string | null;
            postal_code?: string | null;
            /** @description ISO 3166-1 alpha-3 */
            country_code?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description A partner that a fleet shares with. */
        FleetSharing: {
            /** Format: uuid */
            partner_id: string;
            /** @description The partner's slug */
            partner: string;
            fleet_ref: string | null;
        };
        /** @description A fleet, by your reference, and how much of it you see. */
        FleetSummary: {
            /** @description Your id of the fleet. */
            fleet_ref: string | null;
            /** @description Our ids. Several, if the fleet connected again under your reference. */
            fleet_ids: string[];
            /**
             * @description Active connections.
             * @default 0
             */
            connections?: number;
            /** @default 0 */
            drivers?: number;
            /** @default 0 */
            vehicles?: number;
            /**
             * @description Vehicles that have sent a position.
             * @default 0
             */
            vehicles_with_locations?: number;
        };
        /** @description Fields that are not sent stay as they are; null clears a field. A fleet always has a name. */
        FleetUpdate: {
            name?: string | null;
            description?: string | null;
            display_name?: string | null;
            legal_name?: string | null;
            /** @description The name it does business under */
            dba_name?: string | null;
            /** @description Such as a DOT number */
            regulatory_id?: string | null;
            /** @description Such as DOT, MC or EASA */
            regulatory_id_type?: string | null;
            regulatory_id_date?: string | null;
            regulatory_id_status?: string | null;
            registered_email?: string | null;
            registered_phone?: string | null;
            registered_fax?: string | null;
            address?: string | null;
            city?: string | null;
            province?: string | null;
            postal_code?: string | null;
            /** @description ISO 3166-1 alpha-3 */
            country_code?: string | null;
            /** @description The reference of the partner whose invitation the token came with */
            fleet_ref?: string | null;
        };
        FleetupCredsInput: {
            account_id: string;
            secret_key: string;
            api_key: string;
        };
        FleetupCredsOutput: {
            account_id: unknown;
            secret_key: unknown;
            api_key: unknown;
        };
        FleetupSLCInput: {
            account_id: string;
            api_key: string;
            token: string;
        };
        FleetupSLCOutput: {
            account_id: unknown;
            api_key: unknown;
            token: unknown;
        };
        /** @description A fuel transaction to create at the provider. Fields that are left out get the provider's defaults. */
        FuelTransactionCreate: {
            /**
             * Format: uuid
             * @description The connection to write through: one write goes to one provider.
             */
            connection_id: string;
            /**
             * Format: uuid
             * @description The vehicle, by our id.
             */
            vehicle_id: string;
            /**
             * Format: uuid
             * @description The driver, by our id.
             */
            driver_id: string;
            /** @description The second driver, by our id. */
            co_driver_id?: string | null;
            /** @description What the odometer showed. */
            odometer?: number | null;
            /** @description What was bought. */
            fuel_type?: (components["schemas"]["EngineType"] | string) | null;
            /** @description How much was bought. */
            fuel_volume: number;
            /** @description Who sold it. */
            fuel_vendor?: string | null;
            /** @description In `currency`: a decimal as a text. */
            total_cost?: number | string | null;
            /** @description Three letters, ISO 4217. */
            currency?: string | null;
            /** @description The unit of `odometer`; meters by default. */
            odometer_unit?: (components["schemas"]["DistanceUnitEnum"] | (string & {})) | null;
            /** @description The unit of `fuel_volume`. */
            fuel_volume_unit: components["schemas"]["FuelVolumeUnitEnum"] | (string & {});
            /** @description Where it was bought. */
            latitude?: number | null;
            /** @description Where it was bought. */
            longitude?: number | null;
            /** @description Where it was bought, in words. */
            location_string?: string | null;
            /** @description When it was bought, in UTC. */
            transaction_time?: string | null;
            /** @description State or province of the purchase, such as TX or ON. */
            transaction_jurisdiction?: string | null;
        };
        /** @description A fuel transaction, as the provider has it. */
        FuelTransactionRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description The second driver, by our id. */
            co_driver_id?: string | null;
            /** @description The second driver, by the provider's id. */
            source_co_driver_id?: string | null;
            /** @description The position as a GeoJSON point. */
            location?: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds. */
            h3_index_11?: number | null;
            /** @description The place nearest to the position. */
            inferred_address?: components["schemas"]["InferredAddress"] | null;
            /** @description What the odometer showed. */
            odometer?: number | null;
            /** @description What was bought. */
            fuel_type?: (components["schemas"]["EngineType"] | string) | null;
            /** @description How much was bought. */
            fuel_volume?: number | null;
            /** @description Who sold it. */
            fuel_vendor?: string | null;
            /** @description In `currency`: a decimal as a text. */
            total_cost?: string | null;
            /** @description Three letters, ISO 4217. */
            currency?: string | null;
            /** @description The unit of `odometer`. */
            odometer_unit?: components["schemas"]["DistanceUnit"] | string;
        };
        /**
         * @description The units in which a write may give volumes of fuel.
         * @enum {string}
         */
        FuelVolumeUnitEnum: "CUBIC_METER" | "LITER" | "US_GALLON" | "IMPERIAL_GALLON";
        /** @description How far the fleets of all invitations of a time have come. */
        FunnelRead: {
            /** @description Invitations that were made in this time */
            invitations: number;
            /** @description How many of them have taken each step at least once, by step */
            reached: {
                [key: string]: number;
            };
            /** @description The last failed check of each, most frequent reasons first */
            failures: components["schemas"]["FunnelReasonRead"][];
        };
        /** @description Why checks of credentials failed. */
        FunnelReasonRead: {
            detail: string;
            invitations: number;
        };
        /**
         * @description The steps in the order of a fleet that connects; `integration_requested` and `declined` are other endings.
         * @enum {string}
         */
        FunnelStepEnum: "opened" | "accepted" | "provider_chosen" | "check_failed" | "connected" | "returned" | "integration_requested" | "declined";
        /** @description A step that one fleet has taken. */
        FunnelStepRead: {
            step: components["schemas"]["FunnelStepEnum"] | (string & {});
            /** @description How often the fleet has taken the step. A page that was opened twice counts twice */
            times: number;
            /** @description From the last time: the provider, or why its check failed */
            detail?: string | null;
            /** Format: date-time */
            first_at: string;
            /** Format: date-time */
            last_at: string;
        };
        GeotabCredsInput: {
            username: string;
            password: string;
            database: string;
            session_id?: string | null;
        };
        GeotabCredsOutput: {
            username: unknown;
            password: unknown;
            database: string;
            session_id?: string | null;
        };
        /**
         * @description A role that is given through the API. Fleets' people register in Connect.
         * @enum {string}
         */
        GivenRoleEnum: "admin" | "partner_admin" | "partner_reader";
        /** @description A group message to create at the provider. Fields that are left out get the provider's defaults. */
        GroupMessageCreate: {
            /**
             * Format: uuid
             * @description The connection to write through: one write goes to one provider.
             */
            connection_id: string;
            /**
             * Format: uuid
             * @description The sender, by our id.
             */
            sender_id: string;
            message_text?: string | null;
            /** @description The recipients, by our ids. */
            recipient_ids: string[];
            /** @description How urgent it is. */
            priority?: (components["schemas"]["MessagePriorityEnum"] | (string & {})) | null;
        };
        /** @description A group message, as the provider has it. */
        GroupMessageRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The sender, by the provider's id. */
            source_sender_id?: string | null;
            /** @description The sender, by our id. */
            sender_id?: string | null;
            message_text?: string | null;
            /** @description A hash of sender, text and time. */
            message_hash?: string | null;
            /** @description The state of the message. */
            status?: (components["schemas"]["MessageStatusEnum"] | (string & {})) | null;
            /** @description When it reached the recipient. */
            delivered_at?: string | null;
            /** @description Whether a driver sent it, and not the office. */
            sent_by_driver?: boolean | null;
            /** @description The sender's name at that time. */
            sender_name?: string | null;
            /** @description The conversation that it belongs to. */
            thread_id?: string | null;
            /** @description The conversation, by the provider's id. */
            source_thread_id?: string | null;
            /** @description The recipients, by the provider's ids. */
            source_recipient_ids?: string[] | null;
            /** @description The recipients, by our ids. */
            recipient_ids?: string[] | null;
            /** @description The group. Messages to one group have the same. */
            group_id?: string | null;
            /** @description The group, by the provider's id. */
            source_group_id?: string | null;
        };
        /** @description How far history was read: from the newest to the oldest, beside what is new. A feed begins with it instead. */
        HistoryRead: {
            /**
             * Format: date-time
             * @description History is read back to this moment.
             */
            from_datetime: string;
            /** @description All from this moment on is read. Null: nothing yet, or a feed has not caught up yet. */
            read_from_datetime: string | null;
            /** @description How many records of history were read so far. */
            records: number;
            is_complete: boolean;
            /** @description When history will be complete at the speed so far. Null: complete, or not known yet. */
            expected_end_at: string | null;
        };
        /** @description An HOS availability, as the provider has it. */
        HosAvailabilityRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The rules that apply. */
            hos_ruleset_code?: (components["schemas"]["HosRulesetCodeEnum"] | (string & {})) | null;
            /** @description The duty status now. */
            duty_status_code?: (components["schemas"]["DutyStatusCodeEnum"] | (string & {})) | null;
            /** @description When the cycle of several days began. */
            cycle_started_at?: string | null;
            /** @description When the cycle of several days ends. */
            cycle_ends_at?: string | null;
            /** @description Driving time that is left in this shift. */
            available_drive_seconds?: number | null;
            /** @description Working time that is left in this shift. */
            available_shift_seconds?: number | null;
            /** @description Working time that is left in this cycle. */
            available_cycle_seconds?: number | null;
            /** @description Working time of the next day, as far as it can be foreseen. */
            available_tomorrow_seconds?: number | null;
            /** @description Working time in two days, as far as it can be foreseen. */
            available_day2_seconds?: number | null;
            /** @description Working time in three days, as far as it can be foreseen. */
            available_day3_seconds?: number | null;
            /** @description How many days are foreseen. */
            forecast_horizon_days?: number | null;
            /** @description Until a break is due. 0: it is due now. */
            time_until_break_seconds?: number | null;
            /** @description Rest that is still needed. Null: none, or unknown. */
            rest_remaining_seconds?: number | null;
            /** @description How long the limit of the cycle is exceeded. 0: it is kept. */
            cycle_violation_duration_seconds?: number | null;
            /** @description How long the driving limit of the shift is exceeded. 0: it is kept. */
            shift_driving_violation_duration_seconds?: number | null;
            /** @description When the shift ends, as far as it can be foreseen. */
            shift_ends_at?: string | null;
            /** @description When the next break is due. */
            next_break_due_at?: string | null;
            /** @description When a rest of ten hours would reset the shift. */
            next_10hr_reset_eligible_at?: string | null;
            /** @description When a rest of 34 hours would reset the cycle, in the US. */
            next_34hr_reset_eligible_at?: string | null;
            /** @description Whether the driver drives for personal purposes. */
            is_personal_conveyance_applied?: boolean | null;
            /** @description Whether the driver moves the vehicle in a yard. */
            is_yard_move_applied?: boolean | null;
            /** @description Whether adverse conditions may extend the shift. */
            is_adverse_driving_exemption_available?: boolean | null;
            /** @description Whether adverse conditions do extend the shift. */
            is_adverse_driving_applied?: boolean | null;
            /** @description Whether the rules ask for a meal break. */
            is_meal_break_required?: boolean | null;
            /** @description When the meal break is due. */
            meal_break_due_at?: string | null;
            /** @description The least length of a meal break. */
            meal_break_min_duration_seconds?: number | null;
            /** @description Seconds until the meal break is due. */
            meal_break_time_until_due_seconds?: number | null;
            /** @description Whether the rest is split. */
            is_split_sleep_applied?: boolean | null;
            /** @description Whether the rules allow splitting the rest in a sleeper berth. */
            is_sleeper_eligible?: boolean | null;
            /** @description Time in the berth that is still needed. */
            sleeper_required_remaining_seconds?: number | null;
            /** @description The latest time at which the second part of a split rest must begin. */
            sleeper_split_window_ends_at?: string | null;
            /** @description Whether the rules have a cycle. */
            is_cycle_applicable?: boolean | null;
            /** @description Exceptions that apply, in the provider's words. */
            exception_codes?: string[] | null;
            notes?: string | null;
        };
        /**
         * @description Whether a driver has to keep hours of service at all.
         * @enum {string}
         */
        HosComplianceTypeEnum: "exempt" | "non_exempt";
        /** @description An HOS daily snapshot, as the provider has it. */
        HosDailySnapshotRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description The day at the driver's home terminal. */
            snapshot_date?: string | null;
            duration_off_duty_seconds?: number | null;
            duration_sleeper_berth_seconds?: number | null;
            /** @description On duty without driving. */
            duration_on_duty_seconds?: number | null;
            duration_driving_seconds?: number | null;
            /** @description Driving for personal purposes. */
            duration_personal_conveyance_seconds?: number | null;
            /** @description Moving vehicles in yards. */
            duration_yard_move_seconds?: number | null;
            /** @description Waiting at a well site. */
            duration_waiting_seconds?: number | null;
            /** @description What no status covers. */
            duration_unknown_seconds?: number | null;
            /** @description On duty, driving included, since the last reset of the cycle. */
            duration_cycle_on_duty_seconds?: number | null;
        };
        /** @description A remark on an event of a log. */
        HosEventAnnotation: {
            /**
             * Format: date-time
             * @description When it was written, else when the event began.
             */
            created_at: string;
            remarks: string;
        };
        /** @description An HOS event attachment, as the provider has it. */
        HosEventAttachmentRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The event, by our id. */
            hos_event_id?: string | null;
            /** @description The event, by the provider's id. */
            source_hos_event_id?: string | null;
            /** @description When the file was last changed. */
            last_edit_at?: string | null;
            /** @description Who uploaded the file, by our id. */
            uploaded_by?: string | null;
            /** @description Who uploaded the file, by the provider's id. */
            source_uploaded_by?: string | null;
            file_name?: string | null;
            /** @description The media type. */
            file_type?: string | null;
            file_size?: number | null;
            /** @description Where the provider has the file. The address may stop working. */
            source_url?: string | null;
            /** @description Where the file can be fetched. The address may expire. */
            url?: string | null;
            /** @description Of the content, such as its SHA-256 in hexadecimal. */
            checksum?: string | null;
            /** @description What the file is, in the provider's or the driver's words. */
            description?: string | null;
        };
        /**
         * @description What happened in an event of a log.
         * @enum {string}
         */
        HosEventCodeEnum: "OFF" | "SB" | "DRIVING" | "ON" | "INT_CONV" | "INT_REDUCED" | "PC" | "YM" | "PCYM_CLEAR" | "CERT1" | "CERT2" | "CERT3" | "CERT4" | "CERT5" | "CERT6" | "CERT7" | "CERT8" | "CERT9" | "LOGIN" | "LOGOUT" | "ENGINE_UP" | "ENGINE_UP_REDUCED" | "ENGINE_DOWN" | "ENGINE_DOWN_REDUCED" | "MALF_LOG" | "MALF_CLEAR" | "DIAG_LOG" | "DIAG_CLEAR";
        /** @description An HOS event, as the provider has it. */
        HosEventRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description The second driver, by our id. */
            co_driver_id?: string | null;
            /** @description The second driver, by the provider's id. */
            source_co_driver_id?: string | null;
            /** @description The position as a GeoJSON point. */
            location?: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds. */
            h3_index_11?: number | null;
            /** @description The place nearest to the position. */
            inferred_address?: components["schemas"]["InferredAddress"] | null;
            /** @description Further drivers on the vehicle, as the provider lists them. */
            additional_driver_ids?: {
                [key: string]: unknown;
            } | null;
            /** @description When it began. What happens at one moment begins and ends then. */
            started_at?: string | null;
            /** @description When it ended. Null while it goes on. */
            ended_at?: string | null;
            /** @description When the driver last changed it. */
            driver_last_edit_at?: string | null;
            /** @description When the driver certified the log of that day. */
            driver_certified_at?: string | null;
            /** @description The rules that applied. */
            hos_ruleset_code?: (components["schemas"]["HosRulesetCodeEnum"] | (string & {})) | null;
            /** @description The time zone of the log. */
            time_zone_code?: (components["schemas"]["TimezoneCodeEnum"] | (string & {})) | null;
            /** @description The newest remark. */
            annotations?: components["schemas"]["HosEventAnnotation"] | null;
            /** @description The duty status from then on. */
            duty_status_code?: (components["schemas"]["DutyStatusCodeEnum"] | (string & {})) | null;
            /** @description The kind of event: `1` is a change of the duty status. */
            event_type_code?: (components["schemas"]["HosEventTypeCodeEnum"] | (string & {})) | null;
            /** @description What happened. */
            event_code?: (components["schemas"]["HosEventCodeEnum"] | (string & {})) | null;
            /** @description Whether it counts, or was replaced. */
            log_state_code?: (components["schemas"]["HosRecordStatusCodeEnum"] | (string & {})) | null;
            /** @description Who recorded it. */
            log_origin_code?: (components["schemas"]["HosRecordOriginCodeEnum"] | (string & {})) | null;
            /** @description The day of a Canadian deferral of off-duty time, such as DAY1. */
            deferral_status?: string | null;
            /** @description The off-duty time that is deferred. */
            deferral_minutes?: number | null;
            /** @description The malfunction of the device that it reports. */
            eld_malfunction_code?: (components["schemas"]["HosMalfunctionCodeEnum"] | (string & {})) | null;
            /** @description Whether calculations of compliance leave it out. */
            is_excluded?: boolean | null;
            /**
             * @description Whether the change is still under way.
             * @default false
             */
            is_transitioning?: boolean | null;
            /**
             * @description The provider's word for the state of the entry.
             * @default active
             */
            record_status?: string | null;
            /** @description State or province. */
            region_code?: (components["schemas"]["HosRegionCodeEnum"] | (string & {})) | null;
            /** @description The place in words, as the log has it. */
            location_name?: string | null;
            /** @description What the odometer showed. */
            odometer?: number | null;
            /** @description The total running time of the engine, as the provider has it. */
            engine_hours?: number | null;
            /** @description The provider's number of the event within the log. */
            sequence?: string | null;
            /** @description The provider's number of this version of the event. */
            version?: string | null;
        };
        /**
         * @description The kind of an event of a log, as the US rule for electronic logs numbers them.
         * @enum {string}
         */
        HosEventTypeCodeEnum: "1" | "2" | "3" | "4" | "5" | "6";
        /**
         * @description A malfunction, or a diagnostic event, of an electronic logging device.
         * @enum {string}
         */
        HosMalfunctionCodeEnum: "POWER" | "ENGINE_SYNC" | "TIMING" | "POSITION" | "RECORDING" | "TRANSFER" | "OTHER" | "DIAG_POWER" | "DIAG_ENGINE_SYNC" | "DIAG_MISSING_DATA" | "DIAG_TRANSFER" | "DIAG_UNIDENTIFIED" | "DIAG_OTHER";
        /**
         * @description Who recorded an event of a log.
         * @enum {string}
         */
        HosRecordOriginCodeEnum: "AUTO" | "DRIVER_EDIT" | "USER_EDIT" | "UNIDENTIFIED";
        /**
         * @description Whether an event of a log counts, or was replaced.
         * @enum {string}
         */
        HosRecordStatusCodeEnum: "ACTIVE" | "INACTIVE_CHANGED" | "INACTIVE_REQUESTED" | "INACTIVE_REJECTED";
        /**
         * @description A state, province or territory: country and part, as in ISO 3166-2.
         * @enum {string}
         */
        HosRegionCodeEnum: "US-AL" | "US-AK" | "US-AR" | "US-AZ" | "US-CA" | "US-CO" | "US-CT" | "US-DE" | "US-FL" | "US-GA" | "US-HI" | "US-IA" | "US-ID" | "US-IL" | "US-IN" | "US-KS" | "US-KY" | "US-LA" | "US-MA" | "US-MD" | "US-ME" | "US-MI" | "US-MN" | "US-MO" | "US-MS" | "US-MT" | "US-NC" | "US-ND" | "US-NE" | "US-NH" | "US-NJ" | "US-NM" | "US-NV" | "US-NY" | "US-OH" | "US-OK" | "US-OR" | "US-PA" | "US-RI" | "US-SC" | "US-SD" | "US-TN" | "US-TX" | "US-UT" | "US-VA" | "US-VT" | "US-WA" | "US-WI" | "US-WV" | "US-WY" | "US-DC" | "US-AS" | "US-GU" | "US-MP" | "US-PR" | "US-VI" | "CA-AB" | "CA-BC" | "CA-MB" | "CA-NB" | "CA-NF" | "CA-NS" | "CA-NT" | "CA-ON" | "CA-PE" | "CA-QC" | "CA-SK" | "CA-YT" | "CA-NL" | "MX-AG" | "MX-BN" | "MX-BS" | "MX-CH" | "MX-CI" | "MX-CL" | "MX-CP" | "MX-CS" | "MX-DF" | "MX-DG" | "MX-GE" | "MX-GJ" | "MX-HD" | "MX-JA" | "MX-MC" | "MX-MR" | "MX-MX" | "MX-NA" | "MX-NL" | "MX-OA" | "MX-PU" | "MX-QE" | "MX-QI" | "MX-SI" | "MX-SL" | "MX-SO" | "MX-TA" | "MX-TB" | "MX-TL" | "MX-VC" | "MX-YU" | "MX-ZA";
        /**
         * @description Where the rule holds, what is carried, hours per days, and its exceptions.
         * @enum {string}
         */
        HosRulesetCodeEnum: "US_INT_PROP_60_7" | "US_INT_PROP_60_7_BIG" | "US_INT_PROP_60_7_BIG_SLP" | "US_INT_PROP_60_7_NORST" | "US_INT_PROP_60_7_NORST_SLP" | "US_INT_PROP_60_7_NOBRK" | "US_INT_PROP_60_7_NOBRK_BIG" | "US_INT_PROP_60_7_NOBRK_BIG_SLP" | "US_INT_PROP_60_7_NOBRK_SLP" | "US_INT_PROP_60_7_SH" | "US_INT_PROP_60_7_SH_NORST" | "US_INT_PROP_70_8" | "US_INT_PROP_70_8_BIG" | "US_INT_PROP_70_8_BIG_SLP" | "US_INT_PROP_70_8_NORST" | "US_INT_PROP_70_8_NORST_SLP" | "US_INT_PROP_70_8_NOBRK" | "US_INT_PROP_70_8_NOBRK_BIG" | "US_INT_PROP_70_8_NOBRK_BIG_SLP" | "US_INT_PROP_70_8_NOBRK_SLP" | "US_INT_PROP_70_8_SH" | "US_INT_PROP_70_8_SH_14H" | "US_INT_PROP_70_8_SH_NORST" | "US_INT_PROP_SH_14H" | "US_INT_PAX_60_7" | "US_INT_PAX_60_7_SH" | "US_INT_PAX_70_8" | "US_INT_PAX_70_8_SH" | "US_INT_SALESP" | "US_INT_SALESP_NCDL_SH" | "US_INT_OILTR_60_7" | "US_INT_OILTR_70_8" | "US_INT_OILWL_60_7" | "US_INT_OILWL_70_8" | "US_INT_RAIL_EX" | "US_INT_PROP_SLPVAR" | "US_INT_PROP_60_7_SLPVAR" | "US_INT_PROP_70_8_SLPVAR" | "US_INT_CARRIER_EX" | "US_INT_NOHOS_7" | "US_INT_NOHOS_8" | "US_TX_INTRA_PROP_70_7" | "US_TX_INTRA_SH_70_7" | "US_TX_INTRA_SH_70_8" | "US_CA_INTRA_PROP_80_8" | "US_CA_INTRA_PAX_80_8" | "US_CA_INTRA_FARM_112_8" | "US_CA_INTRA_FARM_BRK" | "US_CA_INTRA_FLAM_80_8" | "US_CA_INTRA_FLAM_BRK" | "US_CA_INTRA_SCH_80_8" | "US_CA_INTRA_SCH_BRK" | "US_AK_INTRA_PROP_70_7" | "US_AK_INTRA_PROP_80_8" | "US_AK_INTRA_PAX_70_7" | "US_AK_INTRA_PAX_80_8" | "US_AK_INTRA_PROP_70_7_SLP" | "US_AK_INTRA_PROP_80_8_SLP" | "US_FL_INTRA_PROP_70_7" | "US_FL_INTRA_PROP_80_8" | "US_FL_INTRA_SH_70_7" | "US_FL_INTRA_SH_80_8" | "US_OR_INTRA_PROP_70_7" | "US_OR_INTRA_PROP_80_8" | "US_MD_INTRA_SH_70_7" | "US_MD_INTRA_SH_80_8" | "US_NE_INTRA_PROP_70_7" | "US_NE_INTRA_PROP_80_8" | "US_NC_INTRA_PROP_70_7" | "US_NC_INTRA_PROP_80_8" | "US_ND_INTRA_PROP_70_7" | "US_ND_INTRA_SH_70_7" | "US_SC_INTRA_PROP_70_7" | "US_SC_INTRA_PROP_80_8" | "US_WA_INTRA_PROP_70_7" | "US_WA_INTRA_PROP_80_8" | "US_WI_INTRA_PROP_70_7" | "US_WI_INTRA_PROP_80_8" | "CA_FED_C1_70_7" | "CA_FED_C2_120_14" | "CA_FED_C1_TEAM" | "CA_FED_C2_TEAM" | "CA_FED_NOHOS" | "CA_N60_C1_80_7" | "CA_N60_C2_120_14" | "CA_N60_C1_TEAM" | "CA_N60_C2_TEAM" | "CA_N60_NOHOS" | "CA_N60_OIL" | "CA_N60_OIL_TEAM" | "CA_AB_PROV_PROP_70_7" | "CA_SK_PROV_PROP_70_7" | "CA_SK_PROV_FERT_EX" | "CA_BC_PROV_LOG" | "CA_S60_OIL" | "CA_OIL_TEAM" | "US_INT_OILTR_60_7_BIG" | "US_INT_OILTR_60_7_BIG_SLP" | "US_INT_OILTR_60_7_SLP" | "US_INT_OILTR_70_8_BIG" | "US_INT_OILTR_70_8_BIG_SLP" | "US_INT_OILTR_70_8_SLP" | "US_CA_INTRA_OILTR_80_8" | "US_CA_INTRA_OILTR_PROP" | "US_INT_OILTR_60_7_NOBRK" | "US_INT_OILTR_60_7_NOBRK_BIG" | "US_INT_OILTR_60_7_NOBRK_BIG_SLP" | "US_INT_OILTR_60_7_NOBRK_SLP" | "US_INT_OILTR_70_8_NOBRK" | "US_INT_OILTR_70_8_NOBRK_BIG" | "US_INT_OILTR_70_8_NOBRK_BIG_SLP" | "US_INT_OILTR_70_8_NOBRK_SLP" | "US_INT_OILTR_SH_12H" | "US_INT_OILTR_SH_14H" | "US_INT_OILTR_70_8_SH_12H" | "US_INT_OILTR_70_8_SH_14H" | "US_TX_INTRA_OILTR_70_7" | "US_INT_OILWL_60_7_BIG" | "US_INT_OILWL_60_7_BIG_SLP" | "US_INT_OILWL_60_7_SLP" | "US_INT_OILWL_70_8_BIG" | "US_INT_OILWL_70_8_BIG_SLP" | "US_INT_OILWL_70_8_SLP" | "US_CA_INTRA_OILWL_80_8" | "US_CA_INTRA_OILWL_PROP" | "US_INT_OILWL_60_7_NOBRK" | "US_INT_OILWL_60_7_NOBRK_BIG" | "US_INT_OILWL_60_7_NOBRK_BIG_SLP" | "US_INT_OILWL_60_7_NOBRK_SLP" | "US_INT_OILWL_70_8_NOBRK" | "US_INT_OILWL_70_8_NOBRK_BIG" | "US_INT_OILWL_70_8_NOBRK_BIG_SLP" | "US_INT_OILWL_70_8_NOBRK_SLP" | "US_TX_INTRA_OILWL_70_7";
        /**
         * @description Who writes the log of a driver who has to keep one: the driver, or the device.
         * @enum {string}
         */
        HosTrackingMethodEnum: "manual" | "automatic";
        /** @description How a driver's hours are tracked. Each part may also stand beside this object, with the same value. */
        HosTrackingMode: {
            /** @description Whether the driver must keep hours. */
            hos_compliance_type?: (components["schemas"]["HosComplianceTypeEnum"] | (string & {})) | null;
            /** @description For drivers who are not exempt: how the log is written. */
            hos_tracking_method?: (components["schemas"]["HosTrackingMethodEnum"] | (string & {})) | null;
        };
        /**
         * @description The group of rules that a violation breaks.
         * @enum {string}
         */
        HosViolationCategoryEnum: "Cycle" | "DrivingHours" | "ELD" | "Exemption" | "OffDuty" | "Recordkeeping" | "Rest" | "ShortHaul" | "Sleeper" | "Workday";
        /**
         * @description The rule that a violation breaks.
         * @enum {string}
         */
        HosViolationCodeEnum: "DH_DAILY_OVER" | "DH_AFTER_WINDOW" | "DH_OFFDUTY_DRIVE" | "DH_PASSENGER_DAILY_OVER" | "WD_WINDOW_OVER" | "WD_CONSEC_OVER" | "WD_SPLIT_RESETS_WINDOW_INVALID" | "CY_LIMIT_OVER" | "CY_RESTART_SHORT" | "CY_RESTART_EARLY" | "BR_MISSING" | "BR_LATE" | "BR_SHORT" | "OD_DAILY_SHORT" | "OD_RESET_SHORT" | "OD_DEFERRAL_DAY1_SHORT" | "OD_DEFERRAL_DAY2_SHORT" | "OD_DEFERRAL_RULE_MISAPPLIED" | "SL_SPLIT_INVALID" | "SL_SPLIT_UNPAIRED" | "SH_RADIUS_OVER" | "SH_DUTY_OVER" | "SH_LOGGING_REQD" | "SH_RETURN_LOCATION_VIOLATION" | "EX_PC_MISUSE" | "EX_YM_MISUSE" | "EX_ADV_INVALID" | "EX_EMERGENCY_INVALID" | "RK_NOT_CERT" | "RK_DAY_MISSING" | "RK_FORM_MANNER" | "RK_UNASSIGNED_OPEN" | "RK_FALSE_LOG" | "RK_MISSING_LOCATION" | "RK_ODOMETER_GAP" | "EL_MALFUNC" | "EL_DIAG_ACTIVE" | "EL_XFER_FAIL";
        /** @description An HOS violation, as the provider has it. */
        HosViolationRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /**
             * @deprecated
             * @description The event of the log that it began with, by our id. The contract deprecates it.
             */
            hos_event_id?: string | null;
            /**
             * @deprecated
             * @description The event of the log that it began with, by the provider's id. The contract deprecates it.
             */
            source_hos_event_id?: string | null;
            /** @description The rule that was broken. */
            violation_code?: (components["schemas"]["HosViolationCodeEnum"] | (string & {})) | null;
            /** @description The group of the rule. */
            violation_category?: (components["schemas"]["HosViolationCategoryEnum"] | (string & {})) | null;
            /** @description The rule in the provider's words. */
            violation_description?: string | null;
            /** @description When the violation began. */
            start_time?: string | null;
            /** @description When it ended. Null while it goes on. */
            end_time?: string | null;
            /** @description How long it lasted. */
            duration?: number | null;
            /** @description The limit of the rule. */
            hours_limit?: number | null;
        };
        /** @description An IFTA summary, as the provider has it. */
        IftaSummaryRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description From 1 to 12. */
            month?: number | null;
            /** @description Four digits. */
            year?: number | null;
        };
        /** @description The place nearest to a position: its city at best. */
        InferredAddress: {
            city?: string | null;
            /** @description State or province. */
            province?: string | null;
            /** @description Two letters, ISO 3166-1. */
            country_code?: string | null;
        };
        /** @description Whom to contact at the fleet, and notes for the integration. */
        IntegrationRequestBody: {
            fleet_contact_name?: string | null;
            fleet_contact_email?: string | null;
            fleet_contact_notes?: string | null;
        };
        /**
         * @description How far one resource of one provider has come.
         * @enum {string}
         */
        IntegrationStatusEnum: "implemented" | "not_implemented" | "not_supported";
        /** @description What the fleet changes in its own description while it accepts; absent: as the partner filled it in. */
        InvitationAccept: {
            fleet_name?: string | null;
            fleet_email?: string | null;
            fleet_regulatory_id?: string | null;
            fleet_regulatory_id_type?: string | null;
            fleet_phone?: string | null;
            fleet_website?: string | null;
            fleet_country_code?: string | null;
        };
        /** @description A fleet to invite. Only `fleet_ref` is required. Connect fills its form with the other fields. */
        InvitationCreate: {
            /** @description Your own id of the fleet; it comes back in events and redirects */
            fleet_ref: string;
            /** @description Letters, numbers and spaces; the fleet may change it */
            fleet_name?: string | null;
            fleet_email?: string | null;
            /** @description Such as a DOT number; needs its type */
            fleet_regulatory_id?: string | null;
            /** @description Such as DOT, MC or EASA */
            fleet_regulatory_id_type?: string | null;
            fleet_phone?: string | null;
            fleet_website?: string | null;
            /** @description ISO 3166-1 alpha-3 */
            fleet_country_code?: string | null;
            /** @description Where the fleet goes when it is done in Connect */
            success_redirect_url?: string | null;
            /** @description Where the fleet goes when it declines, or when the link is no longer valid */
            failure_redirect_url?: string | null;
            /** @description Receives the events of the acceptance, the agreement and the fleet's connections; https only */
            callback_url?: string | null;
            /** @description Slugs or source names of the only telematics providers to offer; absent: all of them */
            limit_tsps?: string[] | null;
            /** @description Level per resource that the fleet is asked for; absent: read for every resource */
            permissions?: {
                [key: string]: components["schemas"]["ShareLevelEnum"] | (string & {});
            } | null;
            /** @description What the consent page says, and what the fleet may leave out; replaces the partner's own terms one by one */
            consent?: components["schemas"]["ConsentTerms"] | null;
            /** @description Of messages to the fleet; absent: the one that it has read in Connect, else that of its country */
            language?: string | null;
            /** @description Whether the server mails the link, if its operator has set up mail, to `fleet_email`, or without one as a short message to `fleet_phone`. Absent: only when the invitation is new */
            send?: boolean | null;
            /**
             * @description How many hours the link is valid
             * @default 24
             */
            expires_in_hours?: number;
            /**
             * @deprecated
             * @description Older name of fleet_name, which wins if both are sent
             */
            partner_provided_fleet_name?: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_email, which wins if both are sent
             */
            partner_provided_fleet_email?: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_regulatory_id, which wins if both are sent
             */
            partner_provided_fleet_regulatory_id?: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_regulatory_id_type, which wins if both are sent
             */
            partner_provided_fleet_regulatory_id_type?: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_phone, which wins if both are sent
             */
            partner_provided_fleet_phone?: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_website, which wins if both are sent
             */
            partner_provided_fleet_website?: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_country_code, which wins if both are sent
             */
            partner_provided_fleet_country_code?: string | null;
        };
        InvitationDecline: {
            /** @description Shown to the partner */
            decline_reason?: string | null;
        };
        /** @description How this server has sent the link of an invitation last. Null: it has not. */
        InvitationDelivery: {
            /** @description Of messages to the fleet; null: that of its country */
            language: string | null;
            channel: (components["schemas"]["MailChannelEnum"] | (string & {})) | null;
            /** @description `sent`: the mail server has taken it. `bounced`: the address takes no mail. `suppressed`: it was not sent, because the person wants no mail or had too much, or mail to the address has bounced before */
            status: (components["schemas"]["MailStatusEnum"] | (string & {})) | null;
            /** @description What the mail server said */
            error: string | null;
            updated_at: string | null;
        };
        /** @description How far the fleet of one invitation has come, in the order in which it took the steps. */
        InvitationFunnelRead: {
            /** Format: uuid */
            invitation_id: string;
            steps: components["schemas"]["FunnelStepRead"][];
        };
        /** @description An invitation in the operator's list, without what opens its link. */
        InvitationOverviewRead: {
            /** Format: uuid */
            partner_id: string;
            /** @description The partner's slug */
            partner: string;
            fleet_ref: string;
            fleet_name: string | null;
            status: components["schemas"]["InvitationStatusEnum"] | (string & {});
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /** @description When the link was first opened */
            viewed_at: string | null;
            accepted_at: string | null;
            fleet_id: string | null;
        };
        /** @description An invitation and its state. */
        InvitationRead: {
            /**
             * Format: uuid
             * @description The secret of the magic link
             */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** @description Give this to the fleet: it opens Connect */
            magic_link: string;
            /** Format: date-time */
            expires_at: string;
            expires_in_hours: number;
            status: components["schemas"]["InvitationStatusEnum"] | (string & {});
            fleet_name: string | null;
            accepted_at: string | null;
            /** @description The access token with which the fleet can connect its providers; null until the fleet has accepted, and after the refresh token was used */
            pre_registration_access_token: string | null;
            /** @description The refresh token, valid once; null until the fleet has accepted, and after it was used */
            pre_registration_refresh_token: string | null;
            callback_url: string | null;
            success_redirect_url: string | null;
            failure_redirect_url: string | null;
            limit_tsps: string[] | null;
            /** @description The fleet that has accepted */
            fleet_id?: string | null;
            partner_slug: string | null;
            /** Format: uuid */
            partner_id: string;
            decline_reason: string | null;
            declined_at: string | null;
            fleet_ref: string;
            permissions: {
                [key: string]: components["schemas"]["ShareLevelEnum"] | (string & {});
            };
            fleet_email: string | null;
            fleet_regulatory_id: string | null;
            fleet_regulatory_id_type: string | null;
            fleet_phone: string | null;
            fleet_website: string | null;
            fleet_country_code: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_name
             */
            readonly partner_provided_fleet_name: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_email
             */
            readonly partner_provided_fleet_email: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_regulatory_id
             */
            readonly partner_provided_fleet_regulatory_id: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_regulatory_id_type
             */
            readonly partner_provided_fleet_regulatory_id_type: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_phone
             */
            readonly partner_provided_fleet_phone: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_website
             */
            readonly partner_provided_fleet_website: string | null;
            /**
             * @deprecated
             * @description Older name of fleet_country_code
             */
            readonly partner_provided_fleet_country_code: string | null;
        };
        /** @enum {string} */
        InvitationStatusEnum: "active" | "accepted" | "declined" | "expired" | "deleted";
        /** @description A role, and the link with which the owner of the address accepts it. */
        InvitedPersonRead: {
            /**
             * Format: uuid
             * @description Of the role
             */
            id: string;
            /** @description Null for a partner until the role is accepted */
            person_id: string | null;
            email: string;
            name: string | null;
            role: components["schemas"]["PersonRoleEnum"] | (string & {});
            partner_id: string | null;
            /** @description Administrators see the people of fleets, too */
            fleet_id: string | null;
            /** @description What the person may do with the role; null: all that it may do */
            scopes: string[] | null;
            /** @description Whether the owner of the address has accepted the role. Until then it opens nothing, and a partner sees no name, times or second step of the account */
            is_accepted: boolean;
            /**
             * Format: date-time
             * @description When the role was offered or given
             */
            created_at: string;
            /** @description When the owner of the address has opened a link of the mailbox */
            verified_at: string | null;
            signed_in_at: string | null;
            has_second_step: boolean;
            disabled_at: string | null;
            /** @description Accepts the role, once, within 72 hours; a new account then gets its password. Null where it was mailed. Only an administrator of a server without mail gets it here */
            link: string | null;
        };
        IsaacCredsInput: {
            username: string;
            password: string;
            auth_code: string;
            host: string;
        };
        IsaacCredsOutput: {
            username: unknown;
            password: unknown;
            auth_code: unknown;
            host: unknown;
        };
        /** @enum {string} */
        MailChannelEnum: "mail" | "sms";
        /** @enum {string} */
        MailStatusEnum: "queued" | "sent" | "failed" | "bounced" | "suppressed";
        /** @description A message to create at the provider. Fields that are left out get the provider's defaults. */
        MessageCreate: {
            /**
             * Format: uuid
             * @description The connection to write through: one write goes to one provider.
             */
            connection_id: string;
            /**
             * Format: uuid
             * @description The sender, by our id.
             */
            sender_id: string;
            message_text?: string | null;
            /**
             * Format: uuid
             * @description The recipient, by our id.
             */
            recipient_id: string;
            /** @description The message that it answers, by our id. */
            reply_to_message_id?: string | null;
            /** @description How urgent it is. */
            priority?: (components["schemas"]["MessagePriorityEnum"] | (string & {})) | null;
        };
        /**
         * @description How urgent a message is.
         * @enum {string}
         */
        MessagePriorityEnum: "low" | "medium" | "high";
        /** @description A message, as the provider has it. */
        MessageRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The sender, by the provider's id. */
            source_sender_id?: string | null;
            /** @description The sender, by our id. */
            sender_id?: string | null;
            message_text?: string | null;
            /** @description A hash of sender, text and time. */
            message_hash?: string | null;
            /** @description The state of the message. */
            status?: (components["schemas"]["MessageStatusEnum"] | (string & {})) | null;
            /** @description When it reached the recipient. */
            delivered_at?: string | null;
            /** @description Whether a driver sent it, and not the office. */
            sent_by_driver?: boolean | null;
            /** @description The sender's name at that time. */
            sender_name?: string | null;
            /** @description The conversation that it belongs to. */
            thread_id?: string | null;
            /** @description The conversation, by the provider's id. */
            source_thread_id?: string | null;
            /** @description The recipient, by the provider's id. */
            source_recipient_id?: string | null;
            /** @description The recipient, by our id. */
            recipient_id?: string | null;
            /** @description When the recipient read it. */
            read_at?: string | null;
            /** @description The recipient's name at that time. */
            recipient_name?: string | null;
            /** @description The message that it answers, by our id. */
            reply_to_message_id?: string | null;
            /** @description The message that it answers, by the provider's id. */
            source_reply_to_message_id?: string | null;
        };
        /**
         * @description How far a message has come.
         * @enum {string}
         */
        MessageStatusEnum: "read" | "sent" | "delivered" | "pending";
        MotiveCredsInput: {
            client_id: string;
            client_secret: string;
            auth_code: string;
            redirect_uri: string;
        };
        MotiveCredsOutput: {
            client_id: string;
            client_secret: unknown;
            auth_code: unknown;
            redirect_uri: string;
        };
        /** @description Level per duty status of the driver. In all other statuses the partner sees everything. */
        MovementPrivacy: {
            /** @description Personal conveyance */
            PC?: components["schemas"]["MovementPrivacyEnum"] | (string & {});
            /** @description Off duty */
            OFF?: components["schemas"]["MovementPrivacyEnum"] | (string & {});
            /** @description In the sleeper berth */
            SB?: components["schemas"]["MovementPrivacyEnum"] | (string & {});
        };
        /**
         * @description What a partner sees of a vehicle while its driver has a duty status. The order is from most to least.
         * @enum {string}
         */
        MovementPrivacyEnum: "full" | "coarse" | "withheld";
        OAuth1CredsInput: {
            client_id: string;
            client_secret: string;
            resource_owner_id: string;
            resource_owner_secret: string;
            signature_method: string;
            realm: string;
            url: string;
        };
        OAuth1CredsOutput: {
            client_id: string;
            client_secret: unknown;
            resource_owner_id: string;
            resource_owner_secret: unknown;
            signature_method: string;
            realm: string;
            url: string;
        };
        OAuth2CredsInput: {
            client_id: string;
            client_secret: string;
            scope?: string | null;
            refresh_token?: string | null;
            token_url: string;
            url: string;
        };
        OAuth2CredsOutput: {
            client_id: string;
            client_secret: unknown;
            scope?: string | null;
            refresh_token?: unknown;
            token_url: string;
            url: string;
        };
        OAuth2InitiateCredsInput: {
            code: string;
            grant_type?: string | null;
            token_url?: string | null;
            redirect_uri?: string | null;
        };
        OAuth2InitiateCredsOutput: {
            code: unknown;
            grant_type?: string | null;
            token_url?: string | null;
            redirect_uri?: string | null;
        };
        OAuth2PrivateKeyCredsInput: {
            client_id: string;
            private_key: string;
            scope?: string | null;
            token_url: string;
            url: string;
        };
        OAuth2PrivateKeyCredsOutput: {
            client_id: string;
            private_key: unknown;
            scope?: string | null;
            token_url: string;
            url: string;
        };
        OntimeEldCredsInput: {
            api_key: string;
            provider_token: string;
            dot_number: string;
        };
        OntimeEldCredsOutput: {
            api_key: unknown;
            provider_token: unknown;
            dot_number: string;
        };
        /** @description Something that the operator of this server can decide. */
        OptionCapability: {
            name: string;
            default: boolean | number | string;
            help: string;
        };
        /** @enum {string} */
        PartnerCategory: "Maintenance & Vehicle Health" | "Fuel, Energy & Sustainability" | "Insurance & Risk Management" | "Safety & Driver Performance" | "Compliance & Legal" | "Operations & Dispatch" | "Visibility & Logistics" | "Payments & Finance" | "Workforce & HR" | "Customer Experience & Growth" | "Data & Connectivity";
        /** @description Who the partner is, and its terms for all invitations. The terms of an invitation replace single ones. */
        PartnerConsent: {
            /** @description Shown beside the partner's name */
            website?: string | null;
            /** @description Where fleets send their questions */
            contact_email?: string | null;
            /** @description The partner's privacy notice */
            privacy_url?: string | null;
            /** @description The partner's terms */
            terms_url?: string | null;
            /**
             * @description Whether fleets may also choose test providers
             * @default false
             */
            offers_test_providers?: boolean;
            terms?: components["schemas"]["ConsentTerms"];
        };
        /** @description What the consent page says about a partner. */
        PartnerConsentRead: {
            /** @description Shown beside the partner's name */
            website?: string | null;
            /** @description Where fleets send their questions */
            contact_email?: string | null;
            /** @description The partner's privacy notice */
            privacy_url?: string | null;
            /** @description The partner's terms */
            terms_url?: string | null;
            /**
             * @description Whether fleets may also choose test providers
             * @default false
             */
            offers_test_providers?: boolean;
            terms?: components["schemas"]["ConsentTerms"];
            /** Format: uuid */
            partner_id: string;
            /** @description Null while nothing was set */
            updated_at?: string | null;
        };
        /** @description A new customer of the API. */
        PartnerCreate: {
            name: string;
            description?: string | null;
            websites?: string[] | null;
            /** @default [] */
            categories?: (components["schemas"]["PartnerCategory"] | string)[];
            /** @default false */
            is_sandbox?: boolean;
            /** @description Groups related partners for billing and reports */
            parent_partner_id?: string | null;
            /** @default [] */
            properties?: components["schemas"]["PartnerPropertyCreate"][];
        };
        PartnerPropertyCreate: {
            key: components["schemas"]["PartnerPropertyKeyEnum"] | (string & {});
            value: string;
        };
        /** @enum {string} */
        PartnerPropertyKeyEnum: "default_failure_redirect_url" | "default_success_redirect_url" | "default_callback_url" | "default_invitation_expires_in_hours" | "contract_signed" | "contract_url" | "contract_started_at" | "billing_model" | "billing_day_of_month" | "account_status" | "notes";
        PartnerPropertyRead: {
            key: components["schemas"]["PartnerPropertyKeyEnum"] | (string & {});
            value: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            partner_id: string;
        };
        /** @description A customer of the API. */
        PartnerRead: {
            name: string;
            description?: string | null;
            websites?: string[] | null;
            /** @default [] */
            categories?: (components["schemas"]["PartnerCategory"] | string)[];
            /** @default false */
            is_sandbox?: boolean;
            parent_partner_id?: string | null;
            /** Format: uuid */
            id: string;
            slug?: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description Fields that are not sent stay as they are; null clears the description. A partner always has a name. */
        PartnerUpdate: {
            name?: string | null;
            description?: string | null;
        };
        /** @description A person, and what the person may do. */
        PersonInvite: {
            /**
             * Format: email
             * @description Its owner gets the link
             */
            email: string;
            name?: string | null;
            /** @description Only administrators give the role `admin` */
            role: components["schemas"]["GivenRoleEnum"] | (string & {});
            /** @description The partner that the person acts for. An administrator names it; a partner's is its own */
            partner_id?: string | null;
            /** @description What the person may do with the role: nothing that the caller's own token may not do. Without it the scopes that both the role and this token have */
            scopes?: string[] | null;
        };
        /** @enum {string} */
        PersonRoleEnum: "admin" | "partner_admin" | "partner_reader" | "fleet";
        /** @description A role that a person holds. Somebody with two roles is listed twice. */
        PersonRoleRead: {
            /**
             * Format: uuid
             * @description Of the role
             */
            id: string;
            /** @description Null for a partner until the role is accepted */
            person_id: string | null;
            email: string;
            name: string | null;
            role: components["schemas"]["PersonRoleEnum"] | (string & {});
            partner_id: string | null;
            /** @description Administrators see the people of fleets, too */
            fleet_id: string | null;
            /** @description What the person may do with the role; null: all that it may do */
            scopes: string[] | null;
            /** @description Whether the owner of the address has accepted the role. Until then it opens nothing, and a partner sees no name, times or second step of the account */
            is_accepted: boolean;
            /**
             * Format: date-time
             * @description When the role was offered or given
             */
            created_at: string;
            /** @description When the owner of the address has opened a link of the mailbox */
            verified_at: string | null;
            signed_in_at: string | null;
            has_second_step: boolean;
            disabled_at: string | null;
        };
        /**
         * @description Another role, or other scopes. Absent fields stay; with another role, absent scopes are the former ones that it
         *     has.
         */
        PersonRoleUpdate: {
            role?: (components["schemas"]["GivenRoleEnum"] | (string & {})) | null;
            /** @description As for an invitation. Null gives the scopes that both the role and the caller's own token have */
            scopes?: string[] | null;
        };
        /** @description A position: GeoJSON. */
        Point: {
            /** @constant */
            type: "Point";
            /** @description Longitude, latitude, and the altitude where it is known. */
            coordinates: number[];
            /** @description The box around it, if there is one. */
            bbox?: number[] | null;
        };
        /**
         * @description The unit of pressures.
         * @enum {string}
         */
        PressureUnit: "Pa";
        PrivateKeyCredsInput: {
            private_key: string;
            consumer_key: string;
            username: string;
            url?: string | null;
            token_url?: string | null;
        };
        PrivateKeyCredsOutput: {
            private_key: unknown;
            consumer_key: unknown;
            username: unknown;
            url?: string | null;
            token_url?: string | null;
        };
        /** @description Everything that is known about one provider. */
        ProviderCapabilities: {
            source_name: components["schemas"]["TspEnum"] | (string & {});
            name: string;
            /** @description Slugs of the brands under which fleets know it. */
            brands: string[];
            /** @description What the operator of this server can decide. */
            options: components["schemas"]["OptionCapability"][];
            resources: components["schemas"]["ResourceCapability"][];
        };
        /** @description One provider, and what can be done with its resources. */
        ProviderOverview: {
            source_name: components["schemas"]["TspEnum"] | (string & {});
            name: string;
            /** @description Slugs of the brands under which fleets know it. */
            brands: string[];
            resources: components["schemas"]["ResourceOverview"][];
        };
        /**
         * @description What an alarm of the refrigeration unit is about.
         * @enum {string}
         */
        ReeferAlarmCodeEnum: "temperature_out_of_range" | "setpoint_deviation" | "sensor_failure" | "power_loss" | "battery_low" | "battery_critical" | "electrical_fault" | "fuel_low" | "engine_fault" | "engine_shutdown" | "door_open_while_running" | "unexpected_door_open" | "refrigeration_fault" | "pressure_out_of_range" | "cooling_ineffective" | "pretrip_failed" | "pretrip_not_performed" | "unknown";
        /**
         * @description How full the battery is.
         * @enum {string}
         */
        ReeferBatteryStatusEnum: "NORMAL" | "LOW" | "CRITICAL" | "UNKNOWN";
        /**
         * @description Whether there is cargo.
         * @enum {string}
         */
        ReeferCargoStatusEnum: "LOADED" | "EMPTY" | "UNKNOWN";
        /**
         * @description What controls the refrigeration unit.
         * @enum {string}
         */
        ReeferControlModeEnum: "INTELLIGENT" | "OPTISET" | "UNKNOWN";
        /**
         * @description How the refrigeration unit runs.
         * @enum {string}
         */
        ReeferOperationModeEnum: "CONTINUOUS" | "START_STOP" | "UNKNOWN";
        /**
         * @description Whether the refrigeration unit is on.
         * @enum {string}
         */
        ReeferOperationalStatusEnum: "ON" | "OFF" | "STANDBY" | "UNKNOWN";
        /**
         * @description What drives the refrigeration unit.
         * @enum {string}
         */
        ReeferPowerSourceEnum: "GASOLINE" | "DIESEL" | "ELECTRICITY" | "HYBRID" | "UNKNOWN";
        /** @description What an electronic logging device can record. */
        RefHosEventCode: {
            /** @description Identifies the event. */
            event_code: string;
            /** @description The type in the files of the device. */
            eld_event_type_code: string;
            eld_event_type_name: string;
            eld_event_type_description: string;
            /** @description The event in the files of the device, within its type. */
            eld_code: string;
            description: string;
        };
        /** @description A malfunction or data diagnostic event of an electronic logging device. */
        RefHosMalfunctionCode: {
            /** @description Identifies the malfunction. */
            malfunction_code: string;
            /** @description The malfunction in the files of the device. */
            eld_code: string;
            category: string;
            description: string;
        };
        /** @description Who has written a record of hours of service. */
        RefHosRecordOrigin: {
            /** @description Identifies the origin. */
            record_origin_code: string;
            /** @description The origin in the files of the device. */
            eld_code: string;
            description: string;
        };
        /** @description Whether a record of hours of service is in force. */
        RefHosRecordStatus: {
            /** @description Identifies the status. */
            record_status_code: string;
            /** @description The status in the files of the device. */
            eld_code: string;
            description: string;
        };
        /** @description A state, province or territory. */
        RefHosRegion: {
            /** @description Identifies the region, as in ISO 3166-2. */
            region_code: string;
            /** @description Two letters, ISO 3166-1. */
            country_code: string;
            country_name: string;
            /** @description What follows the hyphen in `region_code`. */
            region_code_iso2: string;
            region_name: string;
        };
        /** @description Hours-of-service rules that a driver can be bound to. */
        RefHosRuleset: {
            /** @description Identifies the ruleset. */
            hos_ruleset_code: string;
            hos_ruleset_name: string;
            /** @description Interstate or Intrastate in the USA, Federal or Provincial in Canada. */
            jurisdiction_type: string;
            issue_authority: string;
            /** @description Where the ruleset holds. */
            region: string;
            /** @description Country or region, ISO 3166. */
            region_code: string;
            cycle_days?: number | null;
            max_cycle_hours?: number | null;
            max_drive_hours_per_day?: number | null;
            max_work_hours_per_day?: number | null;
            /** @description Hours off duty. */
            min_offduty_per_day?: number | null;
            is_break_required?: boolean | null;
            /** @description Null: no break is required. */
            break_interval_hours?: number | null;
            is_restart_allowed?: boolean | null;
            /** @description Null: a cycle cannot be restarted. */
            restart_hours?: number | null;
            restart_frequency_days?: number | null;
            is_sleeper_split_allowed?: boolean | null;
            sleeper_split_notes?: string | null;
            is_team_rules?: boolean | null;
            /** @description Whether a short-haul driver may have a 16-hour day. */
            is_big_day_allowed?: boolean | null;
            is_short_haul_exemption?: boolean | null;
            short_haul_airmiles?: number | null;
            short_haul_max_duty_hours?: number | null;
            is_passenger?: boolean | null;
            is_railroad_exemption?: boolean | null;
            is_oilfield?: boolean | null;
            is_farm_product?: boolean | null;
            is_flammable?: boolean | null;
            is_school_pupil?: boolean | null;
            is_seasonal_exemption?: boolean | null;
            /** @description The exemption in words. */
            is_special_exemption?: string | null;
        };
        /** @description A way to break the rules of hours of service. */
        RefHosViolationCode: {
            /** @description Identifies the violation. */
            violation_code: string;
            category: string;
            name: string;
            description: string;
        };
        /** @description A time zone that providers are known to take. */
        RefTimezoneCode: {
            /** @description Identifies the time zone. */
            timezone_code: string;
            /** @description The name in the time zone database. */
            timezone: string;
            /** @description The lower offset of the year. */
            standard_utc_offset_minutes: number;
            observes_dst: boolean;
            /** @description Null: no daylight saving time. */
            dst_utc_offset_minutes?: number | null;
            /** @description Null: no daylight saving time. */
            dst_start_rule?: string | null;
            /** @description Null: no daylight saving time. */
            dst_end_rule?: string | null;
        };
        /** @description One thermometer in the cargo. */
        RemoteProbeStatus: {
            probe_id: string;
            temperature?: number | null;
            humidity_percent?: number | null;
        };
        /** @description How many dead letters a replay has made pending again. */
        Replayed: {
            /** Format: uuid */
            webhook_id: string;
            replayed: number;
        };
        /** @description The same, field by field. */
        ResourceCapability: {
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            can_list: boolean;
            can_create: boolean;
            can_update: boolean;
            /** @description Reasons, by what is not supported: `list`, `create` or `update`. */
            reasons: {
                [key: string]: string;
            };
            /** @description A note on its records at this provider. */
            note?: string | null;
            fields: components["schemas"]["FieldCapability"][];
            /** @description Kinds of records of this resource that the provider keeps separately, each with its own rules. */
            variants: components["schemas"]["FieldMapVariant"][];
        };
        /** @description How many of each there are now. Records that were removed at their provider are not counted. */
        ResourceCount: {
            /** @description Fleets that share with you. Those with the same `fleet_ref` are one. */
            fleets: number;
            vehicles: number;
            /** @description Users, without those who are known to be no drivers. */
            drivers: number;
            trailers: number;
        };
        /** @description What one resource of a connection really holds. */
        ResourceCoverage: {
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            /** @description Records in the window; of users, vehicles and trailers all that are not removed. Counted, not sampled. */
            records: number;
            /** @description When the newest record occurred; of users, vehicles and trailers when one has changed last. */
            latest_at: string | null;
            /** @description From the time at which a record occurred to its arrival here: the median of the sample. Null for things without a time, and while there are only records of the time before the connection. */
            lateness_p50_seconds: number | null;
            /** @description The same for the slowest of twenty. */
            lateness_p95_seconds: number | null;
            /** @description Days without a record that should have some, in UTC: most other days of the same weekday in the window have some. Neither today nor days before the first record count. */
            gaps: string[];
            /** @description How many records were looked at: the newest, at most 1,000. */
            sample: number;
            fields: components["schemas"]["FieldCoverage"][];
        };
        /**
         * @description A type of normalised record.
         * @enum {string}
         */
        ResourceEnum: "asset" | "driver_association" | "driver_vehicle_association" | "driver_event_log" | "driver_safety_event" | "dvir_log" | "dvir_log_defect" | "engine_log" | "engine_status" | "fuel_transaction" | "fleet_info" | "hos_availability" | "hos_daily_snapshot" | "hos_event" | "hos_event_annotation" | "hos_event_attachment" | "hos_violation" | "ifta_summary" | "location_segment" | "message" | "group_message" | "user" | "vehicle" | "vehicle_location" | "vehicle_sensor" | "vehicle_region_segment" | "trailer" | "trailer_association" | "trailer_vehicle_association" | "trailer_location" | "trailer_status" | "workflow";
        /** @description A write to a provider: accepted, or done already. */
        ResourceOperation: {
            /**
             * Format: uuid
             * @description Follow the operation by this id.
             */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            deleted_at?: string | null;
            /** Format: uuid */
            partner_id: string;
            /** Format: uuid */
            connection_id: string;
            /** @description Your id of the fleet. */
            fleet_ref?: string | null;
            /** @description Its platform. */
            source_name?: (components["schemas"]["TspEnum"] | (string & {})) | null;
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            /** @description The record that is written; null until a create has succeeded. */
            resource_id?: string | null;
            /** @description The provider's id of that record. */
            source_id?: string | null;
            operation_type: components["schemas"]["ResourceOperationTypeEnum"] | (string & {});
            /** @description What the write sets: only what was sent. */
            payload: {
                [key: string]: unknown;
            };
            status?: components["schemas"]["ResourceOperationStatusEnum"] | (string & {});
            /** @description What became of each field that was sent. While the write is pending, and after a failure that lies in no single field, it has at most the fields that were ignored. */
            field_results?: components["schemas"]["FieldResult"][];
            /** @description One entry per attempt, oldest first. */
            logs?: components["schemas"]["ResourceOperationLog"][];
        };
        /**
         * @description Whose fault a failed attempt was.
         * @enum {string}
         */
        ResourceOperationErrorTypeEnum: "auth" | "validation" | "network" | "tsp";
        /** @description One attempt at the provider. */
        ResourceOperationLog: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: uuid */
            resource_operation_id: string;
            status: components["schemas"]["ResourceOperationLogStatusEnum"] | (string & {});
            /** @description Whose fault it was; null on success. */
            error_type?: (components["schemas"]["ResourceOperationErrorTypeEnum"] | (string & {})) | null;
            /** @description What went wrong, in words. */
            error_details?: string | null;
            /** @description The HTTP status that the provider answered with. */
            response_status_code?: number | null;
            /** @description Headers of the provider's answer that help to trace it: rate limits and request ids. */
            response_headers?: {
                [key: string]: string;
            } | null;
        };
        /** @description One attempt at the provider. */
        ResourceOperationLogRead: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: uuid */
            resource_operation_id: string;
            status: components["schemas"]["ResourceOperationLogStatusEnum"] | (string & {});
            /** @description Whose fault it was; null on success. */
            error_type?: (components["schemas"]["ResourceOperationErrorTypeEnum"] | (string & {})) | null;
            /** @description What went wrong, in words. */
            error_details?: string | null;
            /** @description The HTTP status that the provider answered with. */
            response_status_code?: number | null;
            /** @description Headers of the provider's answer that help to trace it: rate limits and request ids. */
            response_headers?: {
                [key: string]: string;
            } | null;
        };
        /**
         * @description How one attempt of a write ended.
         * @enum {string}
         */
        ResourceOperationLogStatusEnum: "success" | "failed";
        /** @description One write to one provider. */
        ResourceOperationRead: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: uuid */
            partner_id: string;
            /** Format: uuid */
            connection_id: string;
            fleet_ref?: string | null;
            source_name: components["schemas"]["TspEnum"] | (string & {});
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            /** @description The record that was written; null until a create has succeeded. */
            resource_id?: string | null;
            /** @description The provider's id of that record. */
            source_id?: string | null;
            operation_type: components["schemas"]["ResourceOperationTypeEnum"] | (string & {});
            status: components["schemas"]["ResourceOperationStatusEnum"] | (string & {});
            /** @description What the write sets: what was sent, and behind each of our ids the provider's. */
            payload: {
                [key: string]: unknown;
            };
            /** @description What became of each field that was sent. While the write is pending, and after a failure that lies in no single field, it has at most the fields that were ignored. */
            field_results?: components["schemas"]["FieldResult"][];
            /** @description When the provider is likely to be asked, by the operation's position in the queue and the rate that the provider allows. Null when it is not pending, and while it waits for the fleet to sign in again; events do not say it. */
            expected_start_at?: string | null;
            /** @description One entry per attempt, oldest first. */
            logs?: components["schemas"]["ResourceOperationLogRead"][];
        };
        /**
         * @description How far a write has come.
         * @enum {string}
         */
        ResourceOperationStatusEnum: "pending" | "success" | "failed";
        /**
         * @description What a write does.
         * @enum {string}
         */
        ResourceOperationTypeEnum: "create" | "update";
        /** @description What can be done with one resource at one provider. */
        ResourceOverview: {
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            can_list: boolean;
            can_create: boolean;
            can_update: boolean;
            /** @description Reasons, by what is not supported: `list`, `create` or `update`. */
            reasons: {
                [key: string]: string;
            };
        };
        /** @description One change of rights. */
        RightsChangeRead: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created_at: string;
            /** @description Such as `share_agreement.paused` */
            action: string;
            /** @description Who made the change */
            actor_kind: components["schemas"]["ActorKindEnum"] | (string & {});
            /** @description The API client or the fleet */
            actor_id: string | null;
            /** @description The person, if one has signed in for it */
            person_id: string | null;
            /** @description Where the request came from */
            address: string | null;
            /** @description The partner whose rights they are */
            partner_id: string | null;
            /** @description The fleet whose rights they are */
            fleet_id: string | null;
            /** @description What was changed, such as the share agreement */
            subject_id: string | null;
            /** @description The new values, without secrets */
            details: {
                [key: string]: unknown;
            };
        };
        S3CredsInput: {
            access_key: string;
            secret_key: string;
            bucket_name: string;
            region: string;
        };
        S3CredsOutput: {
            access_key: string;
            secret_key: unknown;
            bucket_name: string;
            region: string;
        };
        /** @description A test event that is on its way. */
        SampleEvent: {
            /** Format: uuid */
            webhook_id: string;
            /**
             * Format: uuid
             * @description The event's id, as in the envelope and in the log of deliveries.
             */
            event_id: string;
        };
        SamsaraCredsInput: {
            client_id: string;
            client_secret: string;
            auth_code: string;
        };
        SamsaraCredsOutput: {
            client_id: string;
            client_secret: unknown;
            auth_code: unknown;
        };
        /** @description The connections that get a schedule for a resource. */
        ScheduleBackfillRequest: {
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            /** @description Only connections to this provider. */
            tsp_id?: string | null;
            /** @description Only these connections. */
            connection_ids?: string[] | null;
        };
        /** @description The connections that got a schedule. */
        ScheduleBackfillResponse: {
            connection_ids: string[];
        };
        /** @description A schedule for a resource that the connection has none for yet. */
        ScheduleCreate: {
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            /**
             * @description Seconds from the start of one run to the start of the next.
             * @default 600
             */
            execution_interval_seconds?: number;
            /**
             * @description The schedule becomes inactive after this many failures in a row.
             * @default 15
             */
            consecutive_error_threshold?: number;
            /**
             * @description Has no effect: runs of one schedule never overlap.
             * @default 1
             */
            max_concurrent_executions?: number;
            status?: components["schemas"]["ScheduleStatusEnum"] | (string & {});
            /** @description Where to begin: a cursor of a schedule of this resource. */
            cursor?: string | null;
            /** @description Where the reading of a feed begins. */
            last_data_at?: string | null;
        };
        /** @description When one resource of a connection is read, and how that goes. */
        ScheduleRead: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connection_id: string;
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            /** @description Seconds from the start of one run to the start of the next. */
            execution_interval_seconds: number;
            status: components["schemas"]["ScheduleStatusEnum"] | (string & {});
            /** @description How many runs in a row have failed. */
            consecutive_error_count: number;
            /** @description The schedule becomes inactive after this many failures in a row. */
            consecutive_error_threshold: number;
            /** @description Has no effect: runs of one schedule never overlap. */
            max_concurrent_executions: number;
            /** @description Where the next run goes on. For the adapter alone. */
            cursor?: string | null;
            /** @description When the newest record occurred. */
            last_data_at?: string | null;
            last_successful_execution_at?: string | null;
            next_execution_at?: string | null;
            history?: components["schemas"]["HistoryRead"] | null;
            /** @description Why the schedule runs less often than usual. Null: it runs as usual, or as an administrator says. */
            stretched?: components["schemas"]["StretchedRead"] | null;
        };
        /**
         * @description Whether a resource of a connection is read.
         * @enum {string}
         */
        ScheduleStatusEnum: "inactive" | "active" | "paused" | "stale" | "deleted" | "cancelled" | "cancelled_insufficient_scope";
        /** @description Changes of a schedule. What is left out stays. Null clears `cursor` and `last_data_at`. */
        ScheduleUpdate: {
            status?: (components["schemas"]["ScheduleStatusEnum"] | (string & {})) | null;
            execution_interval_seconds?: number | null;
            consecutive_error_threshold?: number | null;
            consecutive_error_count?: number | null;
            max_concurrent_executions?: number | null;
            /** @description When to read next. */
            next_execution_at?: string | null;
            /** @description Where the next run goes on. Null: at the beginning. */
            cursor?: string | null;
            last_data_at?: string | null;
            /** @description How far back to read history. An earlier moment reads a feed again from there. */
            history_from_datetime?: string | null;
        };
        SftpCredsInput: {
            host: string;
            /** @default 22 */
            port?: number | null;
            username: string;
            password: string;
        };
        SftpCredsOutput: {
            host: unknown;
            /** @default 22 */
            port?: number | null;
            username: unknown;
            password: unknown;
        };
        /** @description A resource that agreements do not have yet. */
        ShareAgreementBackfill: {
            resource: components["schemas"]["ResourceEnum"] | (string & {});
            share_level?: components["schemas"]["ShareLevelEnum"] | (string & {});
            /** @description Only agreements of these fleets */
            fleet_ids?: string[] | null;
        };
        ShareAgreementBackfillResult: {
            /** @description The agreements that have changed */
            share_agreement_ids: string[];
        };
        /** @description What a fleet shares with a partner, and since when. */
        ShareAgreementRead: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            fleet_id: string;
            /** Format: uuid */
            partner_id: string;
            /** @description The partner's own id of the fleet */
            fleet_ref: string | null;
            /** @description Data can be read and written only while it is active */
            status: components["schemas"]["ShareAgreementStatusEnum"] | (string & {});
            /**
             * Format: date-time
             * @description Access begins here
             */
            effective_date: string;
            /** @description Access ends here; null: never */
            expiration_date: string | null;
            /** @description Level per resource; what is not named is not shared */
            scopes: {
                [key: string]: components["schemas"]["ShareLevelEnum"] | (string & {});
            };
            /** @description What is seen of vehicles while their driver has one of these duty statuses: everything, positions rounded to 0.1 degrees, or no position */
            movement_privacy?: components["schemas"]["MovementPrivacy"];
        };
        /** @enum {string} */
        ShareAgreementStatusEnum: "active" | "paused" | "cancelled" | "deleted" | "expired";
        /** @description Fields that are not sent stay as they are. */
        ShareAgreementUpdate: {
            /** @description Access begins here */
            effective_date?: string | null;
            /** @description Access ends here; null: never */
            expiration_date?: string | null;
            /** @description Replaces all levels; null: everything is seen. A token that came with an invitation cannot lower one, because the partner can read it */
            movement_privacy?: components["schemas"]["MovementPrivacy"] | null;
        };
        /**
         * @description What a partner may do with one resource of a fleet.
         * @enum {string}
         */
        ShareLevelEnum: "read" | "read_write";
        /** @description A row of the provider that was not stored. */
        SkippedRead: {
            source_id: string | null;
            reason: string;
        };
        /** @enum {string} */
        SortOrderEnum: "asc" | "desc";
        /**
         * @description The unit of speeds.
         * @enum {string}
         */
        SpeedUnit: "m/s";
        SpireonSLCInput: {
            access_token: string;
            auth_code: string;
        };
        SpireonSLCOutput: {
            access_token: unknown;
            auth_code: unknown;
        };
        /**
         * @description The states of everything, in one list.
         * @enum {string}
         */
        StatusEnum: "active" | "inactive" | "paused" | "expired" | "cancelled" | "pending" | "deleted" | "stale" | "success" | "failed" | "scheduled" | "accepted" | "declined";
        /**
         * @description What is done at a stop of a workflow.
         * @enum {string}
         */
        StopActivityEnum: "START_TRIP" | "END_TRIP" | "ARRIVE" | "DEPART" | "PICKUP" | "DELIVERY" | "DRIVING" | "ON_DUTY" | "OFF_DUTY" | "SLEEPER" | "LOADING" | "UNLOADING" | "HOOK_DROP" | "YARD_MOVE" | "PERSONAL_CONVEYANCE" | "WAITING" | "BREAKDOWN" | "ACCIDENT" | "INSPECTION" | "DVIR" | "FUEL" | "OFFICE_WORK" | "OTHER";
        /**
         * @description What a stop of a workflow is for.
         * @enum {string}
         */
        StopTypeEnum: "PICKUP" | "DELIVERY" | "TRANSFER" | "YARD" | "FUEL" | "REST" | "INSPECTION" | "MAINTENANCE" | "WAITING" | "OFFICE" | "OTHER";
        /** @description Why a schedule runs less often than usual: the fleet is too large for the limits of its provider. */
        StretchedRead: {
            /** @description Seconds from one run to the next in a fleet of usual size. */
            usual_interval_seconds: number;
            /** @description The vehicles and trailers of the fleet when the interval was set. */
            vehicles: number;
            /** @description The fleet's drivers and staff when the interval was set. */
            drivers: number;
            reason: string;
        };
        SwitchBoardCredsInput: {
            api_id: string;
            api_key: string;
        };
        SwitchBoardCredsOutput: {
            api_id: string;
            api_key: unknown;
        };
        TTCredsInput: {
            api_key: string;
            provider_token: string;
            dot_number: string;
        };
        TTCredsOutput: {
            api_key: unknown;
            provider_token: unknown;
            dot_number: string;
        };
        /**
         * @description The unit of temperatures.
         * @enum {string}
         */
        TemperatureUnit: "K";
        /** @description One figure over four windows that end now. */
        TimePeriodMetric: {
            "6h": number | null;
            "24h": number | null;
            "7d": number | null;
            "14d": number | null;
        };
        /** @description One day, in UTC. */
        TimeSeriesDataPoint: {
            /** Format: date */
            date: string;
            /** @description How many of those that are there now were first seen on that day. */
            daily_count: number;
            /** @description How many of those that are there now were seen by the end of that day. */
            cumulative_count: number;
        };
        /**
         * @description IANA names of zones that providers are known to take.
         * @enum {string}
         */
        TimezoneCodeEnum: "UTC" | "Pacific/Honolulu" | "America/Adak" | "America/Anchorage" | "America/Juneau" | "America/Metlakatla" | "America/Nome" | "America/Sitka" | "America/Yakutat" | "America/Los_Angeles" | "America/Vancouver" | "America/Boise" | "America/Cambridge_Bay" | "America/Creston" | "America/Dawson" | "America/Dawson_Creek" | "America/Denver" | "America/Edmonton" | "America/Fort_Nelson" | "America/Inuvik" | "America/Phoenix" | "America/Whitehorse" | "America/Yellowknife" | "America/Chicago" | "America/Menominee" | "America/North_Dakota/Beulah" | "America/North_Dakota/Center" | "America/North_Dakota/New_Salem" | "America/Rainy_River" | "America/Rankin_Inlet" | "America/Regina" | "America/Resolute" | "America/Swift_Current" | "America/Winnipeg" | "America/Indiana/Knox" | "America/Indiana/Tell_City" | "America/Detroit" | "America/Iqaluit" | "America/Kentucky/Louisville" | "America/Kentucky/Monticello" | "America/New_York" | "America/Nipigon" | "America/Pangnirtung" | "America/Thunder_Bay" | "America/Toronto" | "America/Indiana/Indianapolis" | "America/Indiana/Marengo" | "America/Indiana/Petersburg" | "America/Indiana/Vevay" | "America/Indiana/Vincennes" | "America/Indiana/Winamac" | "America/Atikokan" | "America/Blanc-Sablon" | "America/Glace_Bay" | "America/Goose_Bay" | "America/Halifax" | "America/Moncton" | "America/St_Johns" | "America/Mexico_City" | "America/Cancun" | "America/Merida" | "America/Monterrey" | "America/Mazatlan" | "America/Chihuahua" | "America/Hermosillo" | "America/Tijuana" | "America/Matamoros" | "America/Ojinaga" | "America/Ciudad_Juarez" | "America/Guatemala" | "America/Belize" | "America/Tegucigalpa" | "America/Managua" | "America/Costa_Rica" | "America/Panama" | "America/Bogota" | "America/Lima" | "America/Santiago" | "America/Argentina/Buenos_Aires" | "America/Sao_Paulo" | "America/Montevideo" | "America/Puerto_Rico" | "Europe/London" | "Europe/Dublin" | "Europe/Lisbon" | "Europe/Madrid" | "Europe/Paris" | "Europe/Brussels" | "Europe/Amsterdam" | "Europe/Luxembourg" | "Europe/Berlin" | "Europe/Zurich" | "Europe/Vienna" | "Europe/Rome" | "Europe/Copenhagen" | "Europe/Stockholm" | "Europe/Oslo" | "Europe/Prague" | "Europe/Budapest" | "Europe/Warsaw" | "Europe/Helsinki" | "Europe/Tallinn" | "Europe/Riga" | "Europe/Vilnius" | "Europe/Belgrade" | "Europe/Tirane" | "Europe/Sofia" | "Europe/Athens" | "Europe/Bucharest" | "Europe/Kyiv" | "Europe/Chisinau" | "Europe/Istanbul" | "Europe/Kaliningrad" | "Europe/Moscow" | "Europe/Samara" | "Africa/Casablanca" | "Africa/Algiers" | "Africa/Tunis" | "Africa/Cairo" | "Africa/Tripoli" | "Africa/Lagos" | "Africa/Accra" | "Africa/Dakar" | "Africa/Abidjan" | "Africa/Nairobi" | "Africa/Dar_es_Salaam" | "Africa/Kampala" | "Africa/Johannesburg" | "Africa/Maputo" | "Africa/Windhoek" | "Asia/Dubai" | "Asia/Riyadh" | "Asia/Qatar" | "Asia/Kuwait" | "Asia/Bahrain" | "Asia/Muscat" | "Asia/Baghdad" | "Asia/Amman" | "Asia/Beirut" | "Asia/Jerusalem" | "Asia/Baku" | "Asia/Tbilisi" | "Asia/Yerevan" | "Asia/Almaty" | "Asia/Tashkent" | "Asia/Karachi" | "Asia/Kolkata" | "Asia/Dhaka" | "Asia/Colombo" | "Asia/Kathmandu" | "Asia/Bangkok" | "Asia/Ho_Chi_Minh" | "Asia/Singapore" | "Asia/Kuala_Lumpur" | "Asia/Jakarta" | "Asia/Manila" | "Asia/Shanghai" | "Asia/Hong_Kong" | "Asia/Taipei" | "Asia/Seoul" | "Asia/Tokyo" | "Australia/Sydney" | "Australia/Melbourne" | "Australia/Brisbane" | "Australia/Adelaide" | "Australia/Perth" | "Australia/Darwin" | "Australia/Hobart" | "Pacific/Auckland";
        TokenCredsInput: {
            token: string;
            url?: string | null;
        };
        TokenCredsOutput: {
            token: unknown;
            url?: string | null;
        };
        /** @description One alarm that is on. */
        TrailerAlarm: {
            /** @description What it is about. */
            code?: (components["schemas"]["ReeferAlarmCodeEnum"] | (string & {})) | null;
            /** @description The alarm in the provider's words. */
            description?: string | null;
            /** @description In the provider's word, such as CRITICAL. */
            severity?: string | null;
        };
        /** @description A trailer to create at the provider. Fields that are left out get the provider's defaults. */
        TrailerCreate: {
            /**
             * Format: uuid
             * @description The connection to write through: one write goes to one provider.
             */
            connection_id: string;
            /** @description What the fleet calls it, such as a unit number. */
            trailer_name?: string | null;
            /** @description The manufacturer. */
            oem?: string | null;
            model_type?: string | null;
            /** @description Four digits. */
            model_year?: number | null;
            /** @description Vehicle identification number. 17 characters as a rule. */
            vin?: string | null;
            /** @description State or province of the plate, such as CA or ON. */
            license_plate_region?: string | null;
            license_plate_number?: string | null;
            is_active?: boolean | null;
            notes?: string | null;
            /** @description The provider's id of the logging or tracking device. */
            eld_id?: string | null;
            eld_serial_number?: string | null;
            eld_device_type?: string | null;
            eld_product_id?: string | null;
            total_axles?: number | null;
            /** @description The id in another system of the fleet. */
            external_id?: string | null;
            /** @description Country of the plate. Two letters, ISO 3166-1. */
            license_plate_country?: string | null;
            /** @description The provider's word, such as IN_SERVICE or MAINTENANCE. */
            status?: string | null;
            /** @description In the provider's unit, feet or metres. */
            trailer_length?: number | null;
            /** @description In free words, such as Dry Van, Reefer or Flatbed. */
            trailer_type?: string | null;
        };
        /** @description Where a trailer is now, and which vehicle pulls it. */
        TrailerLiveLocation: {
            tsp_id: string | null;
            tsp_slug: string | null;
            source_name: (components["schemas"]["TspEnum"] | (string & {})) | null;
            /** Format: uuid */
            trailer_id: string;
            trailer_name: string | null;
            /** @description The vehicle that it is attached to. */
            vehicle_id: string | null;
            driver_id: string | null;
            driver_name: string | null;
            /** @description The H3 cell of the position at resolution 11, a number of 64 bits. */
            trailer_h3_index_11: number | null;
            /** Format: date-time */
            trailer_location_occurred_at: string;
            /** @description GeoJSON. */
            trailer_location: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11, a number of 64 bits. */
            vehicle_h3_index_11: number | null;
            vehicle_location_occurred_at: string | null;
            /** @description GeoJSON. */
            vehicle_location: components["schemas"]["Point"] | null;
        };
        /** @description A trailer location, as the provider has it. */
        TrailerLocationRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: uuid
             * @description The trailer, by our id.
             */
            trailer_id: string;
            /** @description The trailer, by the provider's id. */
            source_trailer_id?: string | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The position as a GeoJSON point. */
            location?: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds. */
            h3_index_11?: number | null;
            /** @description The place nearest to the position. */
            inferred_address?: components["schemas"]["InferredAddress"] | null;
        };
        /** @description The last check of the refrigeration unit before a trip. */
        TrailerPretripStatus: {
            /** @description In the provider's word, such as PASSED. */
            result?: string | null;
            /** @description When it began. */
            initiated_at?: string | null;
            /** @description When it ended. */
            completed_at?: string | null;
        };
        /** @description A trailer, as the provider has it. */
        TrailerRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description What the fleet calls it, such as a unit number. */
            trailer_name?: string | null;
            /** @description The manufacturer. */
            oem?: string | null;
            model_type?: string | null;
            /** @description Four digits. */
            model_year?: number | null;
            /** @description Vehicle identification number. 17 characters as a rule. */
            vin?: string | null;
            /** @description State or province of the plate, such as CA or ON. */
            license_plate_region?: string | null;
            license_plate_number?: string | null;
            /** @description In service since. */
            started_at?: string | null;
            /** @description Out of service since. */
            ended_at?: string | null;
            is_active?: boolean | null;
            notes?: string | null;
            /** @description The provider's id of the logging or tracking device. */
            eld_id?: string | null;
            eld_serial_number?: string | null;
            eld_device_type?: string | null;
            eld_product_id?: string | null;
            total_axles?: number | null;
            /** @description The id in another system of the fleet. */
            external_id?: string | null;
            /** @description Country of the plate. Two letters, ISO 3166-1. */
            license_plate_country?: string | null;
            /** @description The provider's word, such as IN_SERVICE or MAINTENANCE. */
            status?: string | null;
            trailer_groups?: {
                [key: string]: unknown;
            } | null;
            /** @description In the provider's unit, feet or metres. */
            trailer_length?: number | null;
            /** @description In free words, such as Dry Van, Reefer or Flatbed. */
            trailer_type?: string | null;
            speed_unit?: string | null;
            odometer_unit?: string | null;
            fuel_unit?: string | null;
            /** @description With its unit. */
            fuel_capacity?: string | null;
            /** @description What drives its refrigeration unit, in the provider's word. */
            engine_type?: string | null;
        };
        /** @description A trailer status, as the provider has it. */
        TrailerStatusRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The trailer, by our id. */
            trailer_id?: string | null;
            /** @description The trailer, by the provider's id. */
            source_trailer_id?: string | null;
            /** @description The position as a GeoJSON point. */
            location?: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds. */
            h3_index_11?: number | null;
            /** @description Whether the refrigeration unit has power. */
            power_on?: boolean | null;
            /** @description What drives the refrigeration unit. */
            power_source?: (components["schemas"]["ReeferPowerSourceEnum"] | (string & {})) | null;
            battery_voltage?: number | null;
            battery_percent?: number | null;
            battery_status?: (components["schemas"]["ReeferBatteryStatusEnum"] | (string & {})) | null;
            /** @description Whether the refrigeration unit is on. */
            reefer_operational_status?: (components["schemas"]["ReeferOperationalStatusEnum"] | (string & {})) | null;
            /** @description How the refrigeration unit runs. */
            operation_mode?: (components["schemas"]["ReeferOperationModeEnum"] | (string & {})) | null;
            /** @description What controls the refrigeration unit. */
            control_mode?: (components["schemas"]["ReeferControlModeEnum"] | (string & {})) | null;
            /** @description Whether any door is open. */
            door_open?: boolean | null;
            /** @description Whether there is cargo. */
            cargo_status?: (components["schemas"]["ReeferCargoStatusEnum"] | (string & {})) | null;
            /** @description What is left in the tank of the refrigeration unit. */
            fuel_level?: number | null;
            /** @description The total running time of the refrigeration unit's engine. */
            reefer_engine_hours?: number | null;
            /** @description Of the air outside. */
            ambient_temperature?: number | null;
            /** @description The compartments. */
            zones?: components["schemas"]["TrailerZoneStatus"][] | null;
            /** @description The thermometers in the cargo. */
            remote_probe_statuses?: components["schemas"]["RemoteProbeStatus"][] | null;
            /** @description The last check of the refrigeration unit before a trip. */
            pre_trip_status?: components["schemas"]["TrailerPretripStatus"] | null;
            /** @description Before the compressor. */
            suction_pressure_kpa?: number | null;
            /** @description Behind the compressor. */
            discharge_pressure_kpa?: number | null;
            /** @description Of the air inside. */
            humidity_percent?: number | null;
            /** @description The alarms that are on. */
            active_alarms?: components["schemas"]["TrailerAlarm"][] | null;
            /** @description The unit of `battery_voltage`. */
            battery_voltage_unit?: components["schemas"]["VoltageUnit"] | string;
            /** @description The unit of `ambient_temperature`. */
            ambient_temperature_unit?: components["schemas"]["TemperatureUnit"] | string;
            /** @description The unit of temperatures in `zones`. */
            zones_temperature_unit?: components["schemas"]["TemperatureUnit"] | string;
            /** @description The unit of temperatures in `remote_probe_statuses`. */
            remote_probe_statuses_temperature_unit?: components["schemas"]["TemperatureUnit"] | string;
        };
        /** @description A trailer, and where it was last. */
        TrailerSummary: {
            /** Format: uuid */
            fleet_id: string;
            /** @description Your id of the fleet. */
            fleet_ref: string | null;
            /** Format: uuid */
            connection_id: string;
            tsp_id: string | null;
            tsp_slug: string | null;
            source_name: (components["schemas"]["TspEnum"] | (string & {})) | null;
            /** Format: uuid */
            trailer_id: string;
            /** @description The provider's id of the trailer. */
            source_id: string | null;
            trailer_name: string | null;
            /** @description GeoJSON. */
            location: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11, a number of 64 bits. */
            h3_index_11: number | null;
        };
        /** @description Changes of a trailer at the provider. Fields that are left out stay as they are, null clears. */
        TrailerUpdate: {
            /**
             * Format: uuid
             * @description The connection to write through: one write goes to one provider.
             */
            connection_id: string;
            /** @description What the fleet calls it, such as a unit number. */
            trailer_name?: string | null;
            /** @description The manufacturer. */
            oem?: string | null;
            model_type?: string | null;
            /** @description Four digits. */
            model_year?: number | null;
            /** @description Vehicle identification number. 17 characters as a rule. */
            vin?: string | null;
            /** @description State or province of the plate, such as CA or ON. */
            license_plate_region?: string | null;
            license_plate_number?: string | null;
            is_active?: boolean | null;
            notes?: string | null;
            /** @description The provider's id of the logging or tracking device. */
            eld_id?: string | null;
            eld_serial_number?: string | null;
            eld_device_type?: string | null;
            eld_product_id?: string | null;
            total_axles?: number | null;
            /** @description The id in another system of the fleet. */
            external_id?: string | null;
            /** @description Country of the plate. Two letters, ISO 3166-1. */
            license_plate_country?: string | null;
            /** @description The provider's word, such as IN_SERVICE or MAINTENANCE. */
            status?: string | null;
            /** @description In the provider's unit, feet or metres. */
            trailer_length?: number | null;
            /** @description In free words, such as Dry Van, Reefer or Flatbed. */
            trailer_type?: string | null;
        };
        /** @description A trailer vehicle association, as the provider has it. */
        TrailerVehicleAssociationRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The trailer, by our id. */
            trailer_id?: string | null;
            /** @description The trailer, by the provider's id. */
            source_trailer_id?: string | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The place of the trailer behind the vehicle, from 1 on. */
            trailer_sequence?: number | null;
        };
        /** @description One compartment of a trailer. */
        TrailerZoneStatus: {
            /** @description Its number, from 1 at the front. */
            zone: number;
            /** @description The target temperature. */
            setpoint_temperature?: number | null;
            /** @description Of the air that comes back from the cargo. */
            return_air_temperature?: number | null;
            /** @description Of the air that is blown in. */
            discharge_air_temperature?: number | null;
            /** @description The sensor that controls the refrigeration unit, such as RETURN_AIR. */
            control_sensor?: string | null;
            door_open?: boolean | null;
            /** @description What the refrigeration unit does, in the provider's word, such as COOL or DEFROST. */
            thermal_status?: string | null;
            /** @description Whether there is cargo, in the provider's word. */
            cargo_status?: string | null;
        };
        TruckXCredsInput: {
            dot_number: string;
            token: string;
        };
        TruckXCredsOutput: {
            dot_number: string;
            token: unknown;
        };
        TruckXSLCInput: {
            token: string;
            carrier_id: string;
        };
        TruckXSLCOutput: {
            token: unknown;
            carrier_id: string;
        };
        /** @enum {string} */
        TspComplianceStatusEnum: "compliant" | "non_compliant" | "unknown";
        /** @description One more brand of a platform. */
        TspCreate: {
            name: string;
            description?: string | null;
            websites?: string[] | null;
            /** @description The platform behind the brand */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            status?: components["schemas"]["TspStatusEnum"] | (string & {});
            /** @description The shape of the credentials that it asks for */
            conn_type: components["schemas"]["ConnectionTypeEnum"] | (string & {});
            /**
             * @description A test provider
             * @default false
             */
            is_sandbox?: boolean;
            logo_url?: string | null;
            /** @description The logo for dark backgrounds */
            logo_dark_url?: string | null;
        };
        /**
         * @description The platform behind a provider. Names that begin with `x-` are in-house systems.
         * @enum {string}
         */
        TspEnum: "ada" | "ai_eld" | "air_eld" | "alfa_eld" | "alpha_eld" | "als" | "anytrek_pro" | "anytrek_classic" | "apex_eld" | "apollo" | "apollocloud" | "ascend" | "att" | "awaregps" | "azuga" | "bigroad" | "bluehorse_eld" | "blueinktech" | "bouncie" | "budgetgps" | "catena_simulator" | "captain_eld" | "carrier_lynx" | "club_eld" | "counting_trucks_eld" | "cyntrx" | "digital_eld" | "dragon_eld" | "drive_hos" | "drive_hos_v2" | "driver_tech" | "dsg_elogs" | "dynamic_eld" | "eighteighteight_eld" | "eld_88" | "eld_books" | "eld_mandate" | "eld_mandate_prime" | "eroad" | "eva_eld" | "evo_eld" | "expressway_eld" | "extreme_eld" | "ezlogz" | "ez_lynk" | "factor_eld" | "firstgate" | "fleetcomplete" | "fleetcompletehub" | "fleethunt" | "fleetpulse" | "fleetsharp" | "fleetup" | "fm" | "forwardthinking" | "forza_eld" | "geotab" | "gpsinsight" | "gpstab" | "gpstrackit" | "grand_eld" | "greenlight" | "groundhog" | "hcss" | "hos247" | "hutch" | "intellishift" | "ironman_eld" | "isaac" | "jjkeller" | "kinexaiot" | "knight_eld" | "konexial" | "lioneight" | "linxup" | "loop_eld" | "lucid_eld" | "luna_eld" | "lytx" | "lytxv3" | "mapon" | "matrack" | "maven" | "mdm_eld" | "mobilefleet" | "moonlight_eld" | "motion_eld" | "motive" | "my_drivebook" | "my_logs_eld" | "nero" | "netradyne" | "new_eld_world" | "nextgen_eld" | "nextraq" | "omnitracs" | "onestep" | "ontime_eld" | "optima" | "orbcomm" | "orient_eld" | "panda_eld" | "payd" | "peak_eld" | "peoplenet" | "phillips_connect" | "phoenix" | "pop_eld" | "prologs" | "proride_eld" | "qualitylogs_eld" | "randmcnally" | "rastrac" | "raven" | "redfox" | "regulog_eld" | "ridehub" | "roadeazy" | "rock_eld" | "rollingtrans" | "routemate" | "royal_eld" | "safelane" | "samsara" | "selectivedrive" | "simba_eld" | "skybitz" | "smart_elds" | "sparkle_eld" | "spireon" | "sun_eld" | "surfsight" | "swift" | "switchboard" | "synergy_eld" | "teletracnavman" | "teletracnavman_director" | "telogis" | "tenna" | "thermo_king" | "think" | "tive" | "topcompliance_eld" | "traccar" | "trackease_eld" | "trackpro" | "traclog" | "transflo" | "trimble" | "truckford" | "truckspy" | "truckx" | "trueroad_eld" | "tt" | "txt_eld" | "us_fast_eld" | "verizon_connect" | "vista_eld" | "vistracks" | "vlog_eld" | "vulcansols_eld" | "wialon" | "webfleet" | "xplore_eld" | "zigzag_eld" | "zms_eld" | "zonar" | "zubie";
        /** @description What this server can read or write at one telematics provider. */
        TspIntegrationsRead: {
            /** Format: uuid */
            tsp_id: string;
            slug?: string | null;
            source_name?: (components["schemas"]["TspEnum"] | (string & {})) | null;
            /** @description Every resource: `implemented`, `not_implemented` (the provider may have it, this server does not use it), or `not_supported` (the provider does not have it). */
            integrations: {
                [key: string]: components["schemas"]["IntegrationStatusEnum"] | (string & {});
            };
            implemented_count: number;
            not_implemented_count: number;
            not_supported_count: number;
        };
        /** @description A brand under which fleets know a telematics provider. */
        TspRead: {
            name: string;
            description?: string | null;
            websites?: string[] | null;
            /** @description The platform behind the brand; several brands may share one */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            status?: components["schemas"]["TspStatusEnum"] | (string & {});
            /** @description The shape of the credentials that it asks for */
            conn_type: components["schemas"]["ConnectionTypeEnum"] | (string & {});
            /**
             * @description A test provider
             * @default false
             */
            is_sandbox?: boolean;
            logo_url?: string | null;
            /** @description The logo for dark backgrounds */
            logo_dark_url?: string | null;
            /** Format: uuid */
            id: string;
            slug: string;
            /** @description The entry of a public registry that this brand is linked to */
            ext_tsp_id?: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            registry?: string | null;
            compliance_status?: components["schemas"]["TspComplianceStatusEnum"] | (string & {});
        };
        /** @enum {string} */
        TspStatusEnum: "active" | "inactive" | "deleted";
        /** @description Fields that are not sent stay as they are; null clears the description. */
        TspUpdate: {
            name?: string | null;
            source_name?: (components["schemas"]["TspEnum"] | (string & {})) | null;
            conn_type?: (components["schemas"]["ConnectionTypeEnum"] | (string & {})) | null;
            description?: string | null;
        };
        /** @description A user to create at the provider. Fields that are left out get the provider's defaults. */
        UserCreate: {
            /**
             * Format: uuid
             * @description The connection to write through: one write goes to one provider.
             */
            connection_id: string;
            /** @description The name that the user signs in with. */
            username?: string | null;
            is_active?: boolean | null;
            /** @description The provider's word, such as ACTIVE, INACTIVE or SUSPENDED. */
            status?: (components["schemas"]["UserStatusEnum"] | (string & {})) | null;
            is_driver?: boolean | null;
            /** @description Role in free words, such as DRIVER or DISPATCHER. */
            user_designation?: string | null;
            user_email?: string | null;
            first_name?: string | null;
            last_name?: string | null;
            phone_number?: string | null;
            /** @description Three letters, ISO 3166-1. */
            country_code?: string | null;
            /** @description Country of the licence. Three letters, ISO 3166-1. */
            license_country?: string | null;
            /** @description State or province of the licence, such as CA or ON. */
            license_region?: string | null;
            license_number?: string | null;
            /** @description Last day of the licence, where it was issued. */
            license_expiration?: string | null;
            /** @description The fleet's own number for the user. */
            employee_number?: string | null;
            /** @description Number of the carrier, such as a USDOT or MC number. */
            carrier_number?: string | null;
            notes?: string | null;
            /** @description The hours-of-service rules that apply. */
            hos_ruleset_code?: (components["schemas"]["HosRulesetCodeEnum"] | (string & {})) | null;
            allow_yard_move?: boolean | null;
            allow_personal_conveyance?: boolean | null;
            allow_adverse_driving?: boolean | null;
            /** @description IANA name of the user's time zone. */
            default_time_zone?: (components["schemas"]["TimezoneCodeEnum"] | (string & {})) | null;
            /** @description USDOT number that the user drives under. */
            dot_id?: string | null;
            /** @description Calling code with its plus sign, such as +1. */
            phone_country_code?: string | null;
            hos_tracking_mode?: components["schemas"]["HosTrackingMode"];
            /** @description Whether the driver must keep hours. */
            hos_compliance_type?: (components["schemas"]["HosComplianceTypeEnum"] | (string & {})) | null;
            /** @description For drivers who are not exempt: how the log is written. */
            hos_tracking_method?: (components["schemas"]["HosTrackingMethodEnum"] | (string & {})) | null;
        };
        /** @description A user, as the provider has it. */
        UserRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The name that the user signs in with. */
            username?: string | null;
            /** @description In service since. */
            started_at?: string | null;
            /** @description Out of service since. */
            ended_at?: string | null;
            is_active?: boolean | null;
            /** @description The provider's word, such as ACTIVE, INACTIVE or SUSPENDED. */
            status?: string | null;
            is_driver?: boolean | null;
            /** @description Role in free words, such as DRIVER or DISPATCHER. */
            user_designation?: string | null;
            user_email?: string | null;
            first_name?: string | null;
            last_name?: string | null;
            phone_number?: string | null;
            /** @description Three letters, ISO 3166-1. */
            country_code?: string | null;
            /** @description Country of the licence. Three letters, ISO 3166-1. */
            license_country?: string | null;
            /** @description State or province of the licence, such as CA or ON. */
            license_region?: string | null;
            license_number?: string | null;
            /** @description Last day of the licence, where it was issued. */
            license_expiration?: string | null;
            /** @description The fleet's own number for the user. */
            employee_number?: string | null;
            company_groups?: {
                [key: string]: unknown;
            } | null;
            private_user_groups?: {
                [key: string]: unknown;
            } | null;
            report_groups?: {
                [key: string]: unknown;
            } | null;
            security_groups?: {
                [key: string]: unknown;
            } | null;
            authority_name?: string | null;
            authority_address?: string | null;
            company_name?: string | null;
            company_address?: string | null;
            /** @description Number of the carrier, such as a USDOT or MC number. */
            carrier_number?: string | null;
            /** @description When the user last signed in at the provider. */
            last_tsp_login?: string | null;
            notes?: string | null;
            /** @description The hours-of-service rules that apply. */
            hos_ruleset_code?: (components["schemas"]["HosRulesetCodeEnum"] | (string & {})) | null;
            allow_yard_move?: boolean | null;
            allow_personal_conveyance?: boolean | null;
            allow_adverse_driving?: boolean | null;
            /** @description IANA name of the user's time zone. */
            default_time_zone?: (components["schemas"]["TimezoneCodeEnum"] | (string & {})) | null;
        };
        /**
         * @description What a write may set a user to; reads answer whatever the provider says.
         * @enum {string}
         */
        UserStatusEnum: "ACTIVE" | "INACTIVE";
        /** @description Changes of a user at the provider. Fields that are left out stay as they are, null clears. */
        UserUpdate: {
            /**
             * Format: uuid
             * @description The connection to write through: one write goes to one provider.
             */
            connection_id: string;
            /** @description The name that the user signs in with. */
            username?: string | null;
            is_active?: boolean | null;
            /** @description The provider's word, such as ACTIVE, INACTIVE or SUSPENDED. */
            status?: (components["schemas"]["UserStatusEnum"] | (string & {})) | null;
            is_driver?: boolean | null;
            /** @description Role in free words, such as DRIVER or DISPATCHER. */
            user_designation?: string | null;
            user_email?: string | null;
            first_name?: string | null;
            last_name?: string | null;
            phone_number?: string | null;
            /** @description Three letters, ISO 3166-1. */
            country_code?: string | null;
            /** @description Country of the licence. Three letters, ISO 3166-1. */
            license_country?: string | null;
            /** @description State or province of the licence, such as CA or ON. */
            license_region?: string | null;
            license_number?: string | null;
            /** @description Last day of the licence, where it was issued. */
            license_expiration?: string | null;
            /** @description The fleet's own number for the user. */
            employee_number?: string | null;
            /** @description Number of the carrier, such as a USDOT or MC number. */
            carrier_number?: string | null;
            notes?: string | null;
            /** @description The hours-of-service rules that apply. */
            hos_ruleset_code?: (components["schemas"]["HosRulesetCodeEnum"] | (string & {})) | null;
            allow_yard_move?: boolean | null;
            allow_personal_conveyance?: boolean | null;
            allow_adverse_driving?: boolean | null;
            /** @description IANA name of the user's time zone. */
            default_time_zone?: (components["schemas"]["TimezoneCodeEnum"] | (string & {})) | null;
            /** @description USDOT number that the user drives under. */
            dot_id?: string | null;
            /** @description Calling code with its plus sign, such as +1. */
            phone_country_code?: string | null;
            hos_tracking_mode?: components["schemas"]["HosTrackingMode"];
            /** @description Whether the driver must keep hours. */
            hos_compliance_type?: (components["schemas"]["HosComplianceTypeEnum"] | (string & {})) | null;
            /** @description For drivers who are not exempt: how the log is written. */
            hos_tracking_method?: (components["schemas"]["HosTrackingMethodEnum"] | (string & {})) | null;
        };
        /** @description One of the values that a field may have. */
        ValueCapability: {
            ours: string;
            /** @description The provider's counterpart; null if there is none. */
            theirs?: string | null;
            /**
             * @description The counterpart is a guess: refused unless the operator of this server allows it.
             * @default false
             */
            is_uncertain?: boolean;
            /** @description Why there is no counterpart, where there is more to say. */
            reason?: string | null;
        };
        /** @description A vehicle to create at the provider. Fields that are left out get the provider's defaults. */
        VehicleCreate: {
            /**
             * Format: uuid
             * @description The connection to write through: one write goes to one provider.
             */
            connection_id: string;
            /** @description What the fleet calls it, such as a unit number. */
            vehicle_name?: string | null;
            /** @description The manufacturer. */
            oem?: string | null;
            model_type?: string | null;
            /** @description Four digits. */
            model_year?: number | null;
            /** @description Vehicle identification number. 17 characters as a rule. */
            vin?: string | null;
            /** @description State or province of the plate, such as CA or ON. */
            license_plate_region?: string | null;
            license_plate_number?: string | null;
            is_active?: boolean | null;
            notes?: string | null;
            /** @description The provider's id of the logging or tracking device. */
            eld_id?: string | null;
            eld_serial_number?: string | null;
            eld_device_type?: string | null;
            eld_product_id?: string | null;
            total_axles?: number | null;
            /** @description The id in another system of the fleet. */
            external_id?: string | null;
            engine_vin?: string | null;
            /** @description Country of the plate. Three letters, ISO 3166-1. */
            license_plate_country?: string | null;
            /** @description The provider's word, such as IN_SERVICE or MAINTENANCE. */
            status?: (components["schemas"]["VehicleStatusEnum"] | (string & {})) | null;
            /** @description The unit in which the provider shows speeds, such as mph. */
            speed_unit?: string | null;
            /** @description The unit of the odometer, such as mi. */
            odometer_unit?: string | null;
            /** @description The unit in which fuel is measured, such as liters. */
            fuel_unit?: string | null;
            /** @description With its unit, such as 100 gallons. */
            fuel_capacity?: string | null;
            /** @description What it runs on, in the provider's word. */
            engine_type?: (components["schemas"]["EngineType"] | string) | null;
        };
        /** @description Where a vehicle is now, and who drives it. */
        VehicleLiveLocation: {
            tsp_id: string | null;
            tsp_slug: string | null;
            source_name: (components["schemas"]["TspEnum"] | (string & {})) | null;
            /** Format: uuid */
            vehicle_id: string;
            vin: string | null;
            vehicle_name: string | null;
            driver_id: string | null;
            driver_name: string | null;
            /** @description The H3 cell of the position at resolution 11, a number of 64 bits. */
            h3_index_11: number | null;
            speed: number | null;
            odometer: number | null;
            fuel_level: number | null;
            engine_hours: number | null;
            oil_pressure: number | null;
            coolant_temperature: number | null;
            /** Format: date-time */
            occurred_at: string;
            /** @description GeoJSON. */
            location: components["schemas"]["Point"] | null;
            speed_unit?: components["schemas"]["SpeedUnit"] | string;
            odometer_unit?: components["schemas"]["DistanceUnit"] | string;
            oil_pressure_unit?: components["schemas"]["PressureUnit"] | string;
            coolant_temperature_unit?: components["schemas"]["TemperatureUnit"] | string;
        };
        /** @description A vehicle location, as the provider has it. */
        VehicleLocationRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description The second driver, by our id. */
            co_driver_id?: string | null;
            /** @description The second driver, by the provider's id. */
            source_co_driver_id?: string | null;
            /** @description The position as a GeoJSON point. */
            location?: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11: a number of 64 bits, which JavaScript rounds. */
            h3_index_11?: number | null;
            /** @description The place nearest to the position. */
            inferred_address?: components["schemas"]["InferredAddress"] | null;
            speed?: number | null;
            /** @description What the odometer shows. */
            odometer?: number | null;
            /** @description What is left in the tank, in percent of it. */
            fuel_level?: number | null;
            /** @description The volume that is left in the tank. */
            fuel_value?: number | null;
            /** @description The total running time of the engine, as the provider has it. */
            engine_hours?: number | null;
            oil_pressure?: number | null;
            coolant_temperature?: number | null;
            /** @description The unit of `speed`. */
            speed_unit?: components["schemas"]["SpeedUnit"] | string;
            /** @description The unit of `odometer`. */
            odometer_unit?: components["schemas"]["DistanceUnit"] | string;
            /** @description The unit of `fuel_value`. */
            fuel_value_unit?: components["schemas"]["VolumeUnit"] | string;
            /** @description The unit of `oil_pressure`. */
            oil_pressure_unit?: components["schemas"]["PressureUnit"] | string;
            /** @description The unit of `coolant_temperature`. */
            coolant_temperature_unit?: components["schemas"]["TemperatureUnit"] | string;
        };
        /** @description A vehicle, as the provider has it. */
        VehicleRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description What the fleet calls it, such as a unit number. */
            vehicle_name?: string | null;
            /** @description The manufacturer. */
            oem?: string | null;
            model_type?: string | null;
            /** @description Four digits. */
            model_year?: number | null;
            /** @description Vehicle identification number. 17 characters as a rule. */
            vin?: string | null;
            /** @description State or province of the plate, such as CA or ON. */
            license_plate_region?: string | null;
            license_plate_number?: string | null;
            /** @description In service since. */
            started_at?: string | null;
            /** @description Out of service since. */
            ended_at?: string | null;
            is_active?: boolean | null;
            notes?: string | null;
            /** @description The provider's id of the logging or tracking device. */
            eld_id?: string | null;
            eld_serial_number?: string | null;
            eld_device_type?: string | null;
            eld_product_id?: string | null;
            total_axles?: number | null;
            /** @description The id in another system of the fleet. */
            external_id?: string | null;
            engine_vin?: string | null;
            /** @description Country of the plate. Three letters, ISO 3166-1. */
            license_plate_country?: string | null;
            /** @description The provider's word, such as IN_SERVICE or MAINTENANCE. */
            status?: string | null;
            vehicle_groups?: {
                [key: string]: unknown;
            } | null;
            /** @description The unit in which the provider shows speeds, such as mph. */
            speed_unit?: string | null;
            /** @description The unit of the odometer, such as mi. */
            odometer_unit?: string | null;
            /** @description The unit in which fuel is measured, such as liters. */
            fuel_unit?: string | null;
            /** @description With its unit, such as 100 gallons. */
            fuel_capacity?: string | null;
            /** @description What it runs on, in the provider's word. */
            engine_type?: string | null;
        };
        /** @description A vehicle's stay in a state or province on one day of UTC. */
        VehicleRegionSegmentRead: {
            fleet_id: string | null;
            /** @description Your id of the fleet. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the first of its positions was stored.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When one of its positions was last changed.
             */
            updated_at: string;
            deleted_at?: string | null;
            /** Format: uuid */
            connection_id: string;
            /**
             * Format: date
             * @description The day, in UTC.
             */
            processing_date: string;
            /** Format: uuid */
            vehicle_id: string;
            /** @description Null if no driver is known, or if there were several. */
            driver_id?: string | null;
            /** @description Three letters, ISO 3166-1. */
            country_code?: string | null;
            /** @description Code of the state or province. */
            region?: string | null;
            /**
             * Format: date-time
             * @description Time of the first position.
             */
            segment_start_time: string;
            /**
             * Format: date-time
             * @description Time of the last position.
             */
            segment_end_time: string;
            odometer_start?: number | null;
            odometer_end?: number | null;
            /** @description The distance by the odometer. For merged visits: their sum, without the distance between them. */
            distance?: number | null;
            /** @description Number of positions. */
            location_count: number;
            odometer_start_unit?: components["schemas"]["DistanceUnit"] | string;
            odometer_end_unit?: components["schemas"]["DistanceUnit"] | string;
            distance_unit?: components["schemas"]["DistanceUnit"] | string;
        };
        /** @description A vehicle sensor, as the provider has it. */
        VehicleSensorRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The event in the provider's words. */
            raw_event?: string | null;
            /** @description What the sensor reported, such as ENGINE_ON or DOOR_OPEN. */
            sensor_event?: string | null;
            /** @description In the unit of `sensor_unit`. */
            sensor_value?: number | null;
            /** @description The unit of `sensor_value`, such as K. */
            sensor_unit?: string | null;
        };
        /**
         * @description What a write may set a vehicle to; reads answer whatever the provider says.
         * @enum {string}
         */
        VehicleStatusEnum: "IN_SERVICE" | "OUT_OF_SERVICE" | "IN_REPAIR" | "IN_TRANSIT" | "IN_USE" | "IN_STORAGE" | "STANDING" | "SPARE";
        /** @description A vehicle, and what it reported last. */
        VehicleSummary: {
            /** Format: uuid */
            fleet_id: string;
            /** @description Your id of the fleet. */
            fleet_ref: string | null;
            /** Format: uuid */
            connection_id: string;
            tsp_id: string | null;
            tsp_slug: string | null;
            source_name: (components["schemas"]["TspEnum"] | (string & {})) | null;
            /** Format: uuid */
            vehicle_id: string;
            /** @description The provider's id of the vehicle. */
            source_id: string | null;
            status: string | null;
            vehicle_name: string | null;
            oem: string | null;
            model_type: string | null;
            model_year: number | null;
            vin: string | null;
            engine_vin: string | null;
            /** @description Two letters, ISO 3166-1. */
            license_plate_country: string | null;
            license_plate_region: string | null;
            license_plate_number: string | null;
            /** @description When the vehicle last sent a position. This and the next fields are null if none is known. */
            last_location_ping: string | null;
            /** @description The H3 cell of the position at resolution 11, a number of 64 bits. */
            last_location_h3_index_11: number | null;
            /** @description GeoJSON. */
            last_location: components["schemas"]["Point"] | null;
            last_fuel_level: number | null;
            last_odometer_reading: number | null;
            last_engine_hours: number | null;
            last_speed_reading: number | null;
            last_speed_reading_unit?: components["schemas"]["SpeedUnit"] | string;
            last_odometer_reading_unit?: components["schemas"]["DistanceUnit"] | string;
        };
        /** @description Changes of a vehicle at the provider. Fields that are left out stay as they are, null clears. */
        VehicleUpdate: {
            /**
             * Format: uuid
             * @description The connection to write through: one write goes to one provider.
             */
            connection_id: string;
            /** @description What the fleet calls it, such as a unit number. */
            vehicle_name?: string | null;
            /** @description The manufacturer. */
            oem?: string | null;
            model_type?: string | null;
            /** @description Four digits. */
            model_year?: number | null;
            /** @description Vehicle identification number. 17 characters as a rule. */
            vin?: string | null;
            /** @description State or province of the plate, such as CA or ON. */
            license_plate_region?: string | null;
            license_plate_number?: string | null;
            is_active?: boolean | null;
            notes?: string | null;
            /** @description The provider's id of the logging or tracking device. */
            eld_id?: string | null;
            eld_serial_number?: string | null;
            eld_device_type?: string | null;
            eld_product_id?: string | null;
            total_axles?: number | null;
            /** @description The id in another system of the fleet. */
            external_id?: string | null;
            engine_vin?: string | null;
            /** @description Country of the plate. Three letters, ISO 3166-1. */
            license_plate_country?: string | null;
            /** @description The provider's word, such as IN_SERVICE or MAINTENANCE. */
            status?: (components["schemas"]["VehicleStatusEnum"] | (string & {})) | null;
            /** @description The unit in which the provider shows speeds, such as mph. */
            speed_unit?: string | null;
            /** @description The unit of the odometer, such as mi. */
            odometer_unit?: string | null;
            /** @description The unit in which fuel is measured, such as liters. */
            fuel_unit?: string | null;
            /** @description With its unit, such as 100 gallons. */
            fuel_capacity?: string | null;
            /** @description What it runs on, in the provider's word. */
            engine_type?: (components["schemas"]["EngineType"] | string) | null;
        };
        VerizonConnectCredsInput: {
            username: string;
            password: string;
            rest_username?: string | null;
            rest_password?: string | null;
        };
        VerizonConnectCredsOutput: {
            username: unknown;
            password: unknown;
            rest_username?: unknown;
            rest_password?: unknown;
        };
        VerizonConnectSLCInput: {
            access_token: string;
            username: string;
            password: string;
            rest_username: string;
            rest_password: string;
            tk_auth?: string | null;
        };
        VerizonConnectSLCOutput: {
            access_token: unknown;
            username: unknown;
            password: unknown;
            rest_username: unknown;
            rest_password: unknown;
            tk_auth?: unknown;
        };
        /**
         * @description The unit of voltages.
         * @enum {string}
         */
        VoltageUnit: "V";
        /**
         * @description The unit of volumes of fuel.
         * @enum {string}
         */
        VolumeUnit: "m3";
        /** @description A subscription that was just created. Only this answer shows its secret. */
        Webhook: {
            url: string;
            filters?: components["schemas"]["WebhookFilters"] | null;
            secret?: string | null;
            created_at?: string | null;
            updated_at?: string | null;
            deleted_at?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            partner_id: string;
            status?: components["schemas"]["WebhookStatusEnum"] | (string & {});
            event_name: components["schemas"]["WebhookEventNameEnum"] | (string & {});
            /** @default 1 */
            batch_size?: number;
            content_encoding?: components["schemas"]["ContentEncodingEnum"] | (string & {});
            /** @default false */
            extensions?: boolean;
            /** @description What works but is not advisable. */
            warnings?: string[];
        };
        /**
         * @description The wildcards.
         * @enum {string}
         */
        WebhookCatchAllEvents: "dvir_log.*" | "driver_vehicle_association.*" | "trailer_vehicle_association.*" | "invitation.*" | "connection.*" | "fleet_connection.*" | "share_agreement.*" | "webhook.*" | "vehicle.*" | "trailer.*" | "trailer_location.*" | "trailer_status.*" | "user.*" | "vehicle_location.*" | "ifta_summary.*" | "hos_availability.*" | "hos_daily_snapshot.*" | "hos_event.*" | "hos_violation.*" | "engine_log.*" | "engine_status.*" | "group_message.*" | "message.*" | "fuel_transaction.*" | "resource_operation.*" | "workflow.*";
        WebhookCreate: {
            /** @description Where to deliver; https, and a public address. Called exactly as given. */
            url: string;
            filters?: components["schemas"]["WebhookFilters"] | null;
            /** @description Signs the deliveries; 12 characters or more are advisable. Generated if absent. Only this answer shows it. */
            secret?: string | null;
            /** @description One event, or a wildcard such as `user.*`, which creates one subscription for each of its events. */
            event_name: (components["schemas"]["WebhookEventNameEnum"] | (string & {})) | (components["schemas"]["WebhookCatchAllEvents"] | string);
            /**
             * @description How many events one delivery may carry, when that many wait.
             * @default 1
             */
            batch_size?: number;
            /** @description How bodies are sent. A receiver that refuses gzip with 400 or 415 and takes the same body plain gets `identity` from then on. */
            content_encoding?: components["schemas"]["ContentEncodingEnum"] | (string & {});
            /** @description Whether bodies have keys beyond the contract, such as `sequence`. If absent: as the answer to this request. */
            extensions?: boolean | null;
        };
        /**
         * @description The name of an event, or a wildcard that stands for all events of one noun.
         * @enum {string}
         */
        WebhookEventNameEnum: "dvir_log.added" | "dvir_log.modified" | "dvir_log.removed" | "dvir_log.*" | "driver_vehicle_association.added" | "driver_vehicle_association.modified" | "driver_vehicle_association.*" | "trailer_vehicle_association.added" | "trailer_vehicle_association.modified" | "trailer_vehicle_association.*" | "fleet_info.added" | "fleet_info.modified" | "fleet_info.removed" | "fleet_info.*" | "invitation.created" | "invitation.rejected" | "invitation.declined" | "invitation.viewed" | "invitation.sent" | "invitation.accepted" | "invitation.expired" | "invitation.deleted" | "invitation.*" | "connection.created" | "connection.staled" | "connection.*" | "fleet_connection.created" | "fleet_connection.*" | "share_agreement.created" | "share_agreement.updated" | "share_agreement.deleted" | "share_agreement.*" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.staled" | "webhook.activated" | "webhook.paused" | "webhook.*" | "workflow.added" | "workflow.modified" | "workflow.removed" | "workflow.*" | "tsp.created" | "tsp.requested" | "vehicle.added" | "vehicle.modified" | "vehicle.removed" | "vehicle.*" | "trailer.added" | "trailer.modified" | "trailer.removed" | "trailer.*" | "trailer_location.added" | "trailer_location.modified" | "trailer_location.*" | "trailer_status.added" | "trailer_status.modified" | "trailer_status.*" | "execution.created" | "execution.staled" | "execution.failed" | "execution.*" | "schedule.deactivated" | "schedule.*" | "user.added" | "user.modified" | "user.removed" | "user.*" | "vehicle_location.added" | "ifta_summary.added" | "ifta_summary.modified" | "ifta_summary.removed" | "ifta_summary.*" | "hos_availability.added" | "hos_availability.modified" | "hos_availability.removed" | "hos_availability.*" | "hos_daily_snapshot.added" | "hos_daily_snapshot.modified" | "hos_daily_snapshot.removed" | "hos_daily_snapshot.*" | "hos_event.added" | "hos_event.modified" | "hos_event.removed" | "hos_event.*" | "hos_violation.added" | "hos_violation.modified" | "hos_violation.removed" | "hos_violation.*" | "engine_log.added" | "engine_log.modified" | "engine_log.removed" | "engine_log.*" | "engine_status.added" | "engine_status.modified" | "group_message.added" | "group_message.modified" | "message.added" | "message.modified" | "fuel_transaction.added" | "fuel_transaction.modified" | "resource_operation.created" | "resource_operation.succeeded" | "resource_operation.failed" | "resource_operation.*";
        /** @description Only events of these fleets. Without either list: of all fleets. A fleet may be in either list. */
        WebhookFilters: {
            /** @description Fleets by their id here. */
            fleet_ids?: string[] | null;
            /** @description Fleets by the caller's own reference. */
            fleet_refs?: string[] | null;
        };
        /** @description One attempt to deliver one event. */
        WebhookLogRead: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            webhook_id: string;
            /**
             * Format: uuid
             * @description The event's id, as in the envelope.
             */
            message_id: string;
            event_name: components["schemas"]["WebhookEventNameEnum"] | (string & {});
            status: components["schemas"]["WebhookLogStatusEnum"] | (string & {});
            /** @description 0 where there was no answer. */
            status_code: number;
            error_message: string | null;
            response_time_ms: number | null;
            /** @description The beginning of what the receiver said with a refusal; null for events with links. */
            answer?: string | null;
        };
        /** @enum {string} */
        WebhookLogStatusEnum: "success" | "failed";
        /** @description Metrics of deliveries to a subscription. A message is an event; attempts count each request. */
        WebhookMetrics: {
            /** Format: uuid */
            webhook_id: string;
            http_attempts: components["schemas"]["TimePeriodMetric"];
            http_success_attempts: components["schemas"]["TimePeriodMetric"];
            http_failure_attempts: components["schemas"]["TimePeriodMetric"];
            message_count: components["schemas"]["TimePeriodMetric"];
            message_success_count: components["schemas"]["TimePeriodMetric"];
            /** @description Percent of messages; null below 200 of them. */
            success_rate: components["schemas"]["TimePeriodMetric"];
            avg_response_time_ms: components["schemas"]["TimePeriodMetric"];
            /** @description Of attempts, from 0 to 1; newer ones weigh more. */
            ewma_success_rate: number | null;
            /** @description Events that were given up and can be replayed. */
            dlq_count: number;
        };
        /** @description A subscription. The last part of its url and its secret are masked. */
        WebhookRead: {
            /** Format: uuid */
            id: string;
            url: unknown;
            event_name: components["schemas"]["WebhookEventNameEnum"] | (string & {});
            filters?: components["schemas"]["WebhookFilters"] | null;
            secret: unknown;
            status: components["schemas"]["WebhookStatusEnum"] | (string & {});
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @default 1 */
            batch_size?: number;
            content_encoding?: components["schemas"]["ContentEncodingEnum"] | (string & {});
            /** @default false */
            extensions?: boolean;
        };
        /** @enum {string} */
        WebhookStatusEnum: "active" | "paused" | "stale" | "deleted";
        /** @description Absent fields stay as they are. Filters are replaced as a whole; null removes them. */
        WebhookUpdate: {
            /** @description Where to deliver from now on. */
            url?: string | null;
            filters?: components["schemas"]["WebhookFilters"] | null;
            /** @description Signs from now on. The old secret signs beside it for a day, so that no delivery is refused. */
            secret?: string | null;
            /** @description How many events one delivery may carry. */
            batch_size?: number | null;
            /** @description How bodies are sent. */
            content_encoding?: (components["schemas"]["ContentEncodingEnum"] | (string & {})) | null;
            /** @description Whether bodies have keys beyond the contract. */
            extensions?: boolean | null;
        };
        /** @description A workflow, as the provider has it. */
        WorkflowRead: {
            fleet_id: string | null;
            /** @description The fleet's reference in the partner's own system. */
            fleet_ref?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When the record was first stored. Never changes.
             */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Set when the record has gone at the provider. */
            deleted_at?: string | null;
            /**
             * Format: uuid
             * @description The link between the fleet and its provider that the record came through.
             */
            connection_id: string;
            tsp_id?: string | null;
            tsp_slug?: string | null;
            /** @description The platform behind the provider; several brands may share one. */
            source_name: components["schemas"]["TspEnum"] | (string & {});
            /** @description The provider's own data, unchanged. Left out unless asked for. */
            source_data?: {
                [key: string]: unknown;
            };
            /** @description The provider's id of the record; put together where the provider has none. */
            source_id: string;
            /** @description SHA-256 of `source_data`, in hexadecimal. Positions and other timelines have its first 64 bits. */
            source_data_hash: string;
            /** @description When it happened at the provider, else when it was stored. */
            occurred_at?: string | null;
            /** @description The run that read the record; null if a write made it. */
            execution_id?: string | null;
            schedule_id?: string | null;
            /** @description What is known beyond the fields of the contract. */
            extras?: {
                [key: string]: unknown;
            } | null;
            /** @description The vehicle, by our id. */
            vehicle_id?: string | null;
            /** @description The vehicle, by the provider's id. */
            source_vehicle_id?: string | null;
            /** @description The driver, by our id. */
            driver_id?: string | null;
            /** @description The driver, by the provider's id. */
            source_driver_id?: string | null;
            /** @description How far the trip has come. */
            workflow_status?: (components["schemas"]["WorkflowStatusEnum"] | (string & {})) | null;
            /** @description When the driver set off. */
            started_at?: string | null;
            /** @description When the driver had done the last stop. */
            ended_at?: string | null;
            /** @description From the first stop to the last one. */
            total_distance?: number | null;
            /** @description What the driver is told about the trip. */
            instructions?: string | null;
            /** @description The stops in their order. */
            stops: components["schemas"]["WorkflowStop"][];
        };
        /**
         * @description How far a workflow has come.
         * @enum {string}
         */
        WorkflowStatusEnum: "PLANNED" | "ACTIVE" | "COMPLETED" | "CANCELLED";
        /** @description One stop of a workflow. */
        WorkflowStop: {
            /** @description The stop, by the provider's id. */
            source_stop_id?: string | null;
            /** @description Its place in the order of the stops, from 1. */
            sequence_number?: number | null;
            /** @description What the stop is for. */
            stop_type?: (components["schemas"]["StopTypeEnum"] | (string & {})) | null;
            /** @description What the office calls the place. */
            location_name?: string | null;
            /** @description What is done there. */
            activities?: (components["schemas"]["StopActivityEnum"] | (string & {}))[] | null;
            /** @description The position as a GeoJSON point. */
            location?: components["schemas"]["Point"] | null;
            /** @description The H3 cell of the position at resolution 11, if the provider gives one. */
            h3_index_11?: number | null;
            /** @description The place nearest to the position. */
            inferred_address?: components["schemas"]["InferredAddress"] | null;
            /** @description What the driver is told about the stop. */
            instructions?: string | null;
            /** @description When the truck is expected. */
            scheduled_arrival?: string | null;
            /** @description When the truck is expected to leave. */
            scheduled_departure?: string | null;
            /** @description When the truck arrived. */
            actual_arrival?: string | null;
            /** @description When the truck left. */
            actual_departure?: string | null;
        };
        ZubieCredsInput: {
            client_id: string;
            client_secret: string;
            auth_code: string;
            redirect_uri: string;
        };
        ZubieCredsOutput: {
            client_id: string;
            client_secret: unknown;
            auth_code: unknown;
            redirect_uri: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AccessTokenCredsInput = components['schemas']['AccessTokenCredsInput'];
export type AccessTokenCredsOutput = components['schemas']['AccessTokenCredsOutput'];
export type ActorKindEnum = components['schemas']['ActorKindEnum'];
export type ApiAuthCredsInput = components['schemas']['ApiAuthCredsInput'];
export type ApiAuthCredsOutput = components['schemas']['ApiAuthCredsOutput'];
export type ApiBasicCredsInput = components['schemas']['ApiBasicCredsInput'];
export type ApiBasicCredsOutput = components['schemas']['ApiBasicCredsOutput'];
export type ApiClientCreate = components['schemas']['ApiClientCreate'];
export type ApiClientRead = components['schemas']['ApiClientRead'];
export type ApiClientRotate = components['schemas']['ApiClientRotate'];
export type ApiClientSecretRead = components['schemas']['ApiClientSecretRead'];
export type ApiKeyCredsInput = components['schemas']['ApiKeyCredsInput'];
export type ApiKeyCredsOutput = components['schemas']['ApiKeyCredsOutput'];
export type AzugaSlcInput = components['schemas']['AzugaSLCInput'];
export type AzugaSlcOutput = components['schemas']['AzugaSLCOutput'];
export type BouncieCredsInput = components['schemas']['BouncieCredsInput'];
export type BouncieCredsOutput = components['schemas']['BouncieCredsOutput'];
export type Branding = components['schemas']['Branding'];
export type BrandingRead = components['schemas']['BrandingRead'];
export type CanonicalFaultCodeEnum = components['schemas']['CanonicalFaultCodeEnum'];
export type CarrierIdentifierTypeEnum = components['schemas']['CarrierIdentifierTypeEnum'];
export type ClearingEnum = components['schemas']['ClearingEnum'];
export type ClientIdSecretCredsInput = components['schemas']['ClientIdSecretCredsInput'];
export type ClientIdSecretCredsOutput = components['schemas']['ClientIdSecretCredsOutput'];
export type CompanyAccessCredsInput = components['schemas']['CompanyAccessCredsInput'];
export type CompanyAccessCredsOutput = components['schemas']['CompanyAccessCredsOutput'];
export type CompanyIdCredsInput = components['schemas']['CompanyIdCredsInput'];
export type CompanyIdCredsOutput = components['schemas']['CompanyIdCredsOutput'];
export type ConnectionCoverage = components['schemas']['ConnectionCoverage'];
export type ConnectionCreate = components['schemas']['ConnectionCreate'];
export type ConnectionOverviewRead = components['schemas']['ConnectionOverviewRead'];
export type ConnectionPreAuthCreate = components['schemas']['ConnectionPreAuthCreate'];
export type ConnectionRead = components['schemas']['ConnectionRead'];
export type ConnectionStatusEnum = components['schemas']['ConnectionStatusEnum'];
export type ConnectionTypeEnum = components['schemas']['ConnectionTypeEnum'];
export type ConnectionUpdate = components['schemas']['ConnectionUpdate'];
export type ConsentGroupEnum = components['schemas']['ConsentGroupEnum'];
export type ConsentTerms = components['schemas']['ConsentTerms'];
export type ContentEncodingEnum = components['schemas']['ContentEncodingEnum'];
export type DataFreshness = components['schemas']['DataFreshness'];
export type DatabaseCredsInput = components['schemas']['DatabaseCredsInput'];
export type DatabaseCredsOutput = components['schemas']['DatabaseCredsOutput'];
export type DatabaseDriverEnum = components['schemas']['DatabaseDriverEnum'];
export type DistanceUnit = components['schemas']['DistanceUnit'];
export type DistanceUnitEnum = components['schemas']['DistanceUnitEnum'];
export type DriverSafetyEventEnum = components['schemas']['DriverSafetyEventEnum'];
export type DriverSafetyEventRead = components['schemas']['DriverSafetyEventRead'];
export type DriverSummary = components['schemas']['DriverSummary'];
export type DriverVehicleAssociationRead = components['schemas']['DriverVehicleAssociationRead'];
export type DutyStatusCodeEnum = components['schemas']['DutyStatusCodeEnum'];
export type DvirDefectEnum = components['schemas']['DvirDefectEnum'];
export type DvirLogCreate = components['schemas']['DvirLogCreate'];
export type DvirLogDefectRead = components['schemas']['DvirLogDefectRead'];
export type DvirLogRead = components['schemas']['DvirLogRead'];
export type DvirLogTypeEnum = components['schemas']['DvirLogTypeEnum'];
export type EzLynkAccessCredsInput = components['schemas']['EZLynkAccessCredsInput'];
export type EzLynkAccessCredsOutput = components['schemas']['EZLynkAccessCredsOutput'];
export type EzLynkCreds = components['schemas']['EZLynkCreds'];
export type EmbedKeyCreate = components['schemas']['EmbedKeyCreate'];
export type EmbedKeyRead = components['schemas']['EmbedKeyRead'];
export type EmbedKeyUpdate = components['schemas']['EmbedKeyUpdate'];
export type EngineLogRead = components['schemas']['EngineLogRead'];
export type EngineStatusEnum = components['schemas']['EngineStatusEnum'];
export type EngineStatusRead = components['schemas']['EngineStatusRead'];
export type EngineType = components['schemas']['EngineType'];
export type EventRead = components['schemas']['EventRead'];
export type EventSchema = components['schemas']['EventSchema'];
export type EventSchemaLine = components['schemas']['EventSchemaLine'];
export type EventSchemaList = components['schemas']['EventSchemaList'];
export type ExecutionRead = components['schemas']['ExecutionRead'];
export type ExecutionStatusEnum = components['schemas']['ExecutionStatusEnum'];
export type ExtTspIntegrationRequestRead = components['schemas']['ExtTspIntegrationRequestRead'];
export type ExtTspRead = components['schemas']['ExtTspRead'];
export type ExtTspRegistryEnum = components['schemas']['ExtTspRegistryEnum'];
export type EzlogzCreds = components['schemas']['EzlogzCreds'];
export type FactorEldCredsInput = components['schemas']['FactorEldCredsInput'];
export type FactorEldCredsOutput = components['schemas']['FactorEldCredsOutput'];
export type FaultCodeSourceEnum = components['schemas']['FaultCodeSourceEnum'];
export type FieldCapability = components['schemas']['FieldCapability'];
export type FieldCoverage = components['schemas']['FieldCoverage'];
export type FieldMapVariant = components['schemas']['FieldMapVariant'];
export type FieldOutcomeEnum = components['schemas']['FieldOutcomeEnum'];
export type FieldResult = components['schemas']['FieldResult'];
export type FleetInfoRead = components['schemas']['FleetInfoRead'];
export type FleetOverviewRead = components['schemas']['FleetOverviewRead'];
export type FleetPropertyCreate = components['schemas']['FleetPropertyCreate'];
export type FleetPropertyKeyEnum = components['schemas']['FleetPropertyKeyEnum'];
export type FleetPropertyRead = components['schemas']['FleetPropertyRead'];
export type FleetRead = components['schemas']['FleetRead'];
export type FleetSharing = components['schemas']['FleetSharing'];
export type FleetSummary = components['schemas']['FleetSummary'];
export type FleetUpdate = components['schemas']['FleetUpdate'];
export type FleetupCredsInput = components['schemas']['FleetupCredsInput'];
export type FleetupCredsOutput = components['schemas']['FleetupCredsOutput'];
export type FleetupSlcInput = components['schemas']['FleetupSLCInput'];
export type FleetupSlcOutput = components['schemas']['FleetupSLCOutput'];
export type FuelTransactionCreate = components['schemas']['FuelTransactionCreate'];
export type FuelTransactionRead = components['schemas']['FuelTransactionRead'];
export type FuelVolumeUnitEnum = components['schemas']['FuelVolumeUnitEnum'];
export type FunnelRead = components['schemas']['FunnelRead'];
export type FunnelReasonRead = components['schemas']['FunnelReasonRead'];
export type FunnelStepEnum = components['schemas']['FunnelStepEnum'];
export type FunnelStepRead = components['schemas']['FunnelStepRead'];
export type GeotabCredsInput = components['schemas']['GeotabCredsInput'];
export type GeotabCredsOutput = components['schemas']['GeotabCredsOutput'];
export type GivenRoleEnum = components['schemas']['GivenRoleEnum'];
export type GroupMessageCreate = components['schemas']['GroupMessageCreate'];
export type GroupMessageRead = components['schemas']['GroupMessageRead'];
export type HistoryRead = components['schemas']['HistoryRead'];
export type HosAvailabilityRead = components['schemas']['HosAvailabilityRead'];
export type HosComplianceTypeEnum = components['schemas']['HosComplianceTypeEnum'];
export type HosDailySnapshotRead = components['schemas']['HosDailySnapshotRead'];
export type HosEventAnnotation = components['schemas']['HosEventAnnotation'];
export type HosEventAttachmentRead = components['schemas']['HosEventAttachmentRead'];
export type HosEventCodeEnum = components['schemas']['HosEventCodeEnum'];
export type HosEventRead = components['schemas']['HosEventRead'];
export type HosEventTypeCodeEnum = components['schemas']['HosEventTypeCodeEnum'];
export type HosMalfunctionCodeEnum = components['schemas']['HosMalfunctionCodeEnum'];
export type HosRecordOriginCodeEnum = components['schemas']['HosRecordOriginCodeEnum'];
export type HosRecordStatusCodeEnum = components['schemas']['HosRecordStatusCodeEnum'];
export type HosRegionCodeEnum = components['schemas']['HosRegionCodeEnum'];
export type HosRulesetCodeEnum = components['schemas']['HosRulesetCodeEnum'];
export type HosTrackingMethodEnum = components['schemas']['HosTrackingMethodEnum'];
export type HosTrackingMode = components['schemas']['HosTrackingMode'];
export type HosViolationCategoryEnum = components['schemas']['HosViolationCategoryEnum'];
export type HosViolationCodeEnum = components['schemas']['HosViolationCodeEnum'];
export type HosViolationRead = components['schemas']['HosViolationRead'];
export type IftaSummaryRead = components['schemas']['IftaSummaryRead'];
export type InferredAddress = components['schemas']['InferredAddress'];
export type IntegrationRequestBody = components['schemas']['IntegrationRequestBody'];
export type IntegrationStatusEnum = components['schemas']['IntegrationStatusEnum'];
export type InvitationAccept = components['schemas']['InvitationAccept'];
export type InvitationCreate = components['schemas']['InvitationCreate'];
export type InvitationDecline = components['schemas']['InvitationDecline'];
export type InvitationDelivery = components['schemas']['InvitationDelivery'];
export type InvitationFunnelRead = components['schemas']['InvitationFunnelRead'];
export type InvitationOverviewRead = components['schemas']['InvitationOverviewRead'];
export type InvitationRead = components['schemas']['InvitationRead'];
export type InvitationStatusEnum = components['schemas']['InvitationStatusEnum'];
export type InvitedPersonRead = components['schemas']['InvitedPersonRead'];
export type IsaacCredsInput = components['schemas']['IsaacCredsInput'];
export type IsaacCredsOutput = components['schemas']['IsaacCredsOutput'];
export type MailChannelEnum = components['schemas']['MailChannelEnum'];
export type MailStatusEnum = components['schemas']['MailStatusEnum'];
export type MessageCreate = components['schemas']['MessageCreate'];
export type MessagePriorityEnum = components['schemas']['MessagePriorityEnum'];
export type MessageRead = components['schemas']['MessageRead'];
export type MessageStatusEnum = components['schemas']['MessageStatusEnum'];
export type MotiveCredsInput = components['schemas']['MotiveCredsInput'];
export type MotiveCredsOutput = components['schemas']['MotiveCredsOutput'];
export type MovementPrivacy = components['schemas']['MovementPrivacy'];
export type MovementPrivacyEnum = components['schemas']['MovementPrivacyEnum'];
export type OAuth1CredsInput = components['schemas']['OAuth1CredsInput'];
export type OAuth1CredsOutput = components['schemas']['OAuth1CredsOutput'];
export type OAuth2CredsInput = components['schemas']['OAuth2CredsInput'];
export type OAuth2CredsOutput = components['schemas']['OAuth2CredsOutput'];
export type OAuth2InitiateCredsInput = components['schemas']['OAuth2InitiateCredsInput'];
export type OAuth2InitiateCredsOutput = components['schemas']['OAuth2InitiateCredsOutput'];
export type OAuth2PrivateKeyCredsInput = components['schemas']['OAuth2PrivateKeyCredsInput'];
export type OAuth2PrivateKeyCredsOutput = components['schemas']['OAuth2PrivateKeyCredsOutput'];
export type OntimeEldCredsInput = components['schemas']['OntimeEldCredsInput'];
export type OntimeEldCredsOutput = components['schemas']['OntimeEldCredsOutput'];
export type OptionCapability = components['schemas']['OptionCapability'];
export type PartnerCategory = components['schemas']['PartnerCategory'];
export type PartnerConsent = components['schemas']['PartnerConsent'];
export type PartnerConsentRead = components['schemas']['PartnerConsentRead'];
export type PartnerCreate = components['schemas']['PartnerCreate'];
export type PartnerPropertyCreate = components['schemas']['PartnerPropertyCreate'];
export type PartnerPropertyKeyEnum = components['schemas']['PartnerPropertyKeyEnum'];
export type PartnerPropertyRead = components['schemas']['PartnerPropertyRead'];
export type PartnerRead = components['schemas']['PartnerRead'];
export type PartnerUpdate = components['schemas']['PartnerUpdate'];
export type PersonInvite = components['schemas']['PersonInvite'];
export type PersonRoleEnum = components['schemas']['PersonRoleEnum'];
export type PersonRoleRead = components['schemas']['PersonRoleRead'];
export type PersonRoleUpdate = components['schemas']['PersonRoleUpdate'];
export type Point = components['schemas']['Point'];
export type PressureUnit = components['schemas']['PressureUnit'];
export type PrivateKeyCredsInput = components['schemas']['PrivateKeyCredsInput'];
export type PrivateKeyCredsOutput = components['schemas']['PrivateKeyCredsOutput'];
export type ProviderCapabilities = components['schemas']['ProviderCapabilities'];
export type ProviderOverview = components['schemas']['ProviderOverview'];
export type ReeferAlarmCodeEnum = components['schemas']['ReeferAlarmCodeEnum'];
export type ReeferBatteryStatusEnum = components['schemas']['ReeferBatteryStatusEnum'];
export type ReeferCargoStatusEnum = components['schemas']['ReeferCargoStatusEnum'];
export type ReeferControlModeEnum = components['schemas']['ReeferControlModeEnum'];
export type ReeferOperationModeEnum = components['schemas']['ReeferOperationModeEnum'];
export type ReeferOperationalStatusEnum = components['schemas']['ReeferOperationalStatusEnum'];
export type ReeferPowerSourceEnum = components['schemas']['ReeferPowerSourceEnum'];
export type RefHosEventCode = components['schemas']['RefHosEventCode'];
export type RefHosMalfunctionCode = components['schemas']['RefHosMalfunctionCode'];
export type RefHosRecordOrigin = components['schemas']['RefHosRecordOrigin'];
export type RefHosRecordStatus = components['schemas']['RefHosRecordStatus'];
export type RefHosRegion = components['schemas']['RefHosRegion'];
export type RefHosRuleset = components['schemas']['RefHosRuleset'];
export type RefHosViolationCode = components['schemas']['RefHosViolationCode'];
export type RefTimezoneCode = components['schemas']['RefTimezoneCode'];
export type RemoteProbeStatus = components['schemas']['RemoteProbeStatus'];
export type Replayed = components['schemas']['Replayed'];
export type ResourceCapability = components['schemas']['ResourceCapability'];
export type ResourceCount = components['schemas']['ResourceCount'];
export type ResourceCoverage = components['schemas']['ResourceCoverage'];
export type ResourceEnum = components['schemas']['ResourceEnum'];
export type ResourceOperation = components['schemas']['ResourceOperation'];
export type ResourceOperationErrorTypeEnum = components['schemas']['ResourceOperationErrorTypeEnum'];
export type ResourceOperationLog = components['schemas']['ResourceOperationLog'];
export type ResourceOperationLogRead = components['schemas']['ResourceOperationLogRead'];
export type ResourceOperationLogStatusEnum = components['schemas']['ResourceOperationLogStatusEnum'];
export type ResourceOperationRead = components['schemas']['ResourceOperationRead'];
export type ResourceOperationStatusEnum = components['schemas']['ResourceOperationStatusEnum'];
export type ResourceOperationTypeEnum = components['schemas']['ResourceOperationTypeEnum'];
export type ResourceOverview = components['schemas']['ResourceOverview'];
export type RightsChangeRead = components['schemas']['RightsChangeRead'];
export type S3CredsInput = components['schemas']['S3CredsInput'];
export type S3CredsOutput = components['schemas']['S3CredsOutput'];
export type SampleEvent = components['schemas']['SampleEvent'];
export type SamsaraCredsInput = components['schemas']['SamsaraCredsInput'];
export type SamsaraCredsOutput = components['schemas']['SamsaraCredsOutput'];
export type ScheduleBackfillRequest = components['schemas']['ScheduleBackfillRequest'];
export type ScheduleBackfillResponse = components['schemas']['ScheduleBackfillResponse'];
export type ScheduleCreate = components['schemas']['ScheduleCreate'];
export type ScheduleRead = components['schemas']['ScheduleRead'];
export type ScheduleStatusEnum = components['schemas']['ScheduleStatusEnum'];
export type ScheduleUpdate = components['schemas']['ScheduleUpdate'];
export type SftpCredsInput = components['schemas']['SftpCredsInput'];
export type SftpCredsOutput = components['schemas']['SftpCredsOutput'];
export type ShareAgreementBackfill = components['schemas']['ShareAgreementBackfill'];
export type ShareAgreementBackfillResult = components['schemas']['ShareAgreementBackfillResult'];
export type ShareAgreementRead = components['schemas']['ShareAgreementRead'];
export type ShareAgreementStatusEnum = components['schemas']['ShareAgreementStatusEnum'];
export type ShareAgreementUpdate = components['schemas']['ShareAgreementUpdate'];
export type ShareLevelEnum = components['schemas']['ShareLevelEnum'];
export type SkippedRead = components['schemas']['SkippedRead'];
export type SortOrderEnum = components['schemas']['SortOrderEnum'];
export type SpeedUnit = components['schemas']['SpeedUnit'];
export type SpireonSlcInput = components['schemas']['SpireonSLCInput'];
export type SpireonSlcOutput = components['schemas']['SpireonSLCOutput'];
export type StatusEnum = components['schemas']['StatusEnum'];
export type StopActivityEnum = components['schemas']['StopActivityEnum'];
export type StopTypeEnum = components['schemas']['StopTypeEnum'];
export type StretchedRead = components['schemas']['StretchedRead'];
export type SwitchBoardCredsInput = components['schemas']['SwitchBoardCredsInput'];
export type SwitchBoardCredsOutput = components['schemas']['SwitchBoardCredsOutput'];
export type TtCredsInput = components['schemas']['TTCredsInput'];
export type TtCredsOutput = components['schemas']['TTCredsOutput'];
export type TemperatureUnit = components['schemas']['TemperatureUnit'];
export type TimePeriodMetric = components['schemas']['TimePeriodMetric'];
export type TimeSeriesDataPoint = components['schemas']['TimeSeriesDataPoint'];
export type TimezoneCodeEnum = components['schemas']['TimezoneCodeEnum'];
export type TokenCredsInput = components['schemas']['TokenCredsInput'];
export type TokenCredsOutput = components['schemas']['TokenCredsOutput'];
export type TrailerAlarm = components['schemas']['TrailerAlarm'];
export type TrailerCreate = components['schemas']['TrailerCreate'];
export type TrailerLiveLocation = components['schemas']['TrailerLiveLocation'];
export type TrailerLocationRead = components['schemas']['TrailerLocationRead'];
export type TrailerPretripStatus = components['schemas']['TrailerPretripStatus'];
export type TrailerRead = components['schemas']['TrailerRead'];
export type TrailerStatusRead = components['schemas']['TrailerStatusRead'];
export type TrailerSummary = components['schemas']['TrailerSummary'];
export type TrailerUpdate = components['schemas']['TrailerUpdate'];
export type TrailerVehicleAssociationRead = components['schemas']['TrailerVehicleAssociationRead'];
export type TrailerZoneStatus = components['schemas']['TrailerZoneStatus'];
export type TruckXCredsInput = components['schemas']['TruckXCredsInput'];
export type TruckXCredsOutput = components['schemas']['TruckXCredsOutput'];
export type TruckXslcInput = components['schemas']['TruckXSLCInput'];
export type TruckXslcOutput = components['schemas']['TruckXSLCOutput'];
export type TspComplianceStatusEnum = components['schemas']['TspComplianceStatusEnum'];
export type TspCreate = components['schemas']['TspCreate'];
export type TspEnum = components['schemas']['TspEnum'];
export type TspIntegrationsRead = components['schemas']['TspIntegrationsRead'];
export type TspRead = components['schemas']['TspRead'];
export type TspStatusEnum = components['schemas']['TspStatusEnum'];
export type TspUpdate = components['schemas']['TspUpdate'];
export type UserCreate = components['schemas']['UserCreate'];
export type UserRead = components['schemas']['UserRead'];
export type UserStatusEnum = components['schemas']['UserStatusEnum'];
export type UserUpdate = components['schemas']['UserUpdate'];
export type ValueCapability = components['schemas']['ValueCapability'];
export type VehicleCreate = components['schemas']['VehicleCreate'];
export type VehicleLiveLocation = components['schemas']['VehicleLiveLocation'];
export type VehicleLocationRead = components['schemas']['VehicleLocationRead'];
export type VehicleRead = components['schemas']['VehicleRead'];
export type VehicleRegionSegmentRead = components['schemas']['VehicleRegionSegmentRead'];
export type VehicleSensorRead = components['schemas']['VehicleSensorRead'];
export type VehicleStatusEnum = components['schemas']['VehicleStatusEnum'];
export type VehicleSummary = components['schemas']['VehicleSummary'];
export type VehicleUpdate = components['schemas']['VehicleUpdate'];
export type VerizonConnectCredsInput = components['schemas']['VerizonConnectCredsInput'];
export type VerizonConnectCredsOutput = components['schemas']['VerizonConnectCredsOutput'];
export type VerizonConnectSlcInput = components['schemas']['VerizonConnectSLCInput'];
export type VerizonConnectSlcOutput = components['schemas']['VerizonConnectSLCOutput'];
export type VoltageUnit = components['schemas']['VoltageUnit'];
export type VolumeUnit = components['schemas']['VolumeUnit'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookCatchAllEvents = components['schemas']['WebhookCatchAllEvents'];
export type WebhookCreate = components['schemas']['WebhookCreate'];
export type WebhookEventNameEnum = components['schemas']['WebhookEventNameEnum'];
export type WebhookFilters = components['schemas']['WebhookFilters'];
export type WebhookLogRead = components['schemas']['WebhookLogRead'];
export type WebhookLogStatusEnum = components['schemas']['WebhookLogStatusEnum'];
export type WebhookMetrics = components['schemas']['WebhookMetrics'];
export type WebhookRead = components['schemas']['WebhookRead'];
export type WebhookStatusEnum = components['schemas']['WebhookStatusEnum'];
export type WebhookUpdate = components['schemas']['WebhookUpdate'];
export type WorkflowRead = components['schemas']['WorkflowRead'];
export type WorkflowStatusEnum = components['schemas']['WorkflowStatusEnum'];
export type WorkflowStop = components['schemas']['WorkflowStop'];
export type ZubieCredsInput = components['schemas']['ZubieCredsInput'];
export type ZubieCredsOutput = components['schemas']['ZubieCredsOutput'];
