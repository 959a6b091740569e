/**
 * What can go wrong. All errors derive from `GladhandError`.
 *
 * - `ConnectionFailed`: no whole answer arrived.
 * - `NotJson`: the answer says that all is well, and its body is no JSON.
 * - `ApiError`: the server answered with an error; `status` says which.
 * - `OperationFailed`: a write failed at the fleet's provider.
 * - `OperationTimeout`: a write is still pending after the time that was given.
 */
import type { ResourceOperationRead } from "./models.js";

/** Base class of all errors of this client. */
export class GladhandError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/**
 * The server could not be reached, or the connection ended before the whole answer arrived. The server may have done what
 * the request asks for. `cause` is what `fetch` threw.
 */
export class ConnectionFailed extends GladhandError {}

/**
 * An answer of success whose body is no JSON. It does not come from the hub: the address is wrong, or a proxy has answered
 * with a page of its own. The client does not repeat the request.
 */
export class NotJson extends GladhandError {
  constructor(
    /** The HTTP status. */
    readonly status: number,
    options: ErrorOptions,
  ) {
    super(`${status}: the body of the answer is no JSON. Check the address of the server, and proxies before it.`, options);
  }
}

/** One thing that is wrong with a request, of a 422. */
export interface Fault {
  path: string;
  message: string;
  input?: unknown;
  error_type?: string;
}

/** The server answered with an error. */
export class ApiError extends GladhandError {
  /** One sentence; empty if the answer has none. */
  readonly detail: string;
  /** What is wrong with the request, of a 422. */
  readonly faults: readonly Fault[];
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | null;
  /** What the operator of the server finds the request by. */
  readonly requestId: string | null;

  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** The JSON object of the answer; empty if there was none. */
    readonly body: Record<string, unknown>,
    headers: Headers,
  ) {
    const faults = Array.isArray(body.detail) ? (body.detail as Fault[]) : [];
    const detail = isObject(body.detail) ? body.detail.message : body.detail;
    const text = typeof detail === "string" ? detail : "";
    const told = faults.map((fault) => `${fault.path}: ${fault.message}`).join("; ") || text;
    super([`${status} ${typeof body.message === "string" ? body.message : ""}`.trim(), told].filter(Boolean).join(": "));
    this.faults = faults;
    this.detail = text;
    this.retryAfter = retryAfter(body.detail, headers);
    this.requestId = headers.get("x-request-id");
  }
}

/** A write failed at the provider for good. `operation` has the log of its attempts. */
export class OperationFailed extends GladhandError {
  constructor(readonly operation: ResourceOperationRead) {
    const reasons = (operation.logs ?? []).map((log) => log.error_details).filter(Boolean);
    super(`operation ${operation.id} failed: ${reasons.at(-1) ?? "no reason was given"}`);
  }
}

/** A write is still pending. It goes on: the provider may be down, or a connection may need a new sign-in. */
export class OperationTimeout extends GladhandError {
  constructor(
    readonly operation: ResourceOperationRead,
    seconds: number,
  ) {
    super(`operation ${operation.id} is still pending after ${seconds} s`);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function retryAfter(detail: unknown, headers: Headers): number | null {
  const value = headers.get("retry-after") ?? "";
  if (/^\d+$/.test(value)) return Number(value);
  const seconds = isObject(detail) ? detail.retry_after_seconds : null;
  return typeof seconds === "number" ? seconds : null;
}
