/** One request as data, and what the methods of the groups take and return. */
import type { Pages } from "./pages.js";

/** A moment or a day, as an ISO 8601 text or as a `Date`, which stands for its moment in UTC. */
export type Moment = string | Date;

/** What a caller may add to any call. */
export interface CallOptions {
  /** Ends the call, with the reason of the signal. */
  signal?: AbortSignal;
  /**
   * Makes a repetition harmless: the server does what it is asked for once and answers the same. Calls that take one
   * have one by themselves; give your own to repeat a write after your program has died.
   */
  idempotencyKey?: string;
}

/** What a caller may add to a list. */
export interface ListOptions {
  signal?: AbortSignal;
  /** Where the list begins: `next_page` of a page. */
  cursor?: string;
}

/** One request. */
export interface Call {
  method: string;
  path: string;
  query?: object;
  body?: unknown;
  /** Whether the call takes an idempotency key. */
  isKeyed?: boolean;
}

/** What the groups send their calls by: the client. */
export interface Caller {
  call<Answer>(call: Call, options: CallOptions): Promise<Answer>;
  pages<Item>(call: Call, options: ListOptions): Pages<Item>;
}

/** The parameters that have a value, lists as repeated parameters. */
export function queryOf(values: object): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) query.append(name, each instanceof Date ? each.toISOString() : String(each));
    }
  }
  return query;
}
