import { type Call, type CallOptions, type Caller, type ListOptions, queryOf } from "./calls.js";
import { ApiError, ConnectionFailed, isObject, NotJson, OperationFailed, OperationTimeout } from "./errors.js";
import { Groups } from "./groups.js";
import type { ResourceOperation, ResourceOperationRead } from "./models.js";
import { type Page, Pages } from "./pages.js";
import { type Credentials, TokenCache } from "./tokens.js";

export interface ClientOptions extends Credentials {
  /** Seconds for each try. */
  timeout?: number;
  /** The number of further tries after a failure that may pass. */
  retries?: number;
  /** Takes the place of the runtime's `fetch`. */
  fetch?: typeof fetch;
}

/** The server leaves out keys that the contract does not have unless it is asked for them. */
const EXTENSIONS = { "Gladhand-Extensions": "true" };
/** Statuses after which the same request may succeed: the server did not do it, or answers the same key again. */
const PASSING = new Set([429, 500, 502, 503, 504]);
/** With these the server says that it has done nothing. */
const NOT_DONE = new Set([429, 503]);
const LONGEST_PAUSE = 30;
const FIRST_LOOK = 0.2;
const LONGEST_LOOK = 5;

/**
 * A client of one server.
 *
 *     const hub = new Client("https://hub.example", { clientId: "…", clientSecret: "…" });
 *     for await (const user of hub.users.list({ is_driver: true })) console.log(user.first_name);
 *
 * A write is repeated only if that is harmless: the client sends an idempotency key with each request that takes one.
 */
export class Client extends Groups {
  private readonly exchange: Exchange;

  constructor(baseUrl: string, options: ClientOptions = {}) {
    const exchange = new Exchange(baseUrl.replace(/\/+$/, ""), options);
    super(exchange);
    this.exchange = exchange;
  }

  /** Wait until a write has succeeded. Throws `OperationFailed` or `OperationTimeout`. */
  async wait(
    operation: ResourceOperation | ResourceOperationRead,
    { seconds = 60, signal }: { seconds?: number; signal?: AbortSignal } = {},
  ): Promise<ResourceOperationRead> {
    const path = `/v2/integrations/connections/${operation.connection_id}/resource-operations/${operation.id}`;
    const deadline = performance.now() + seconds * 1000;
    for (let pause = FIRST_LOOK; ; pause = Math.min(2 * pause, LONGEST_LOOK)) {
      const found = await this.exchange.call<ResourceOperationRead>({ method: "GET", path }, signal ? { signal } : {});
      if (found.status === "failed") throw new OperationFailed(found);
      if (found.status !== "pending") return found;
      const left = (deadline - performance.now()) / 1000;
      if (left <= 0) throw new OperationTimeout(found, seconds);
      await sleep(Math.min(pause, left), signal);
    }
  }
}

class Exchange implements Caller {
  private readonly tokens: TokenCache;
  private readonly send: typeof fetch;
  private readonly timeout: number;
  private readonly retries: number;

  constructor(
    private readonly baseUrl: string,
    options: ClientOptions,
  ) {
    this.tokens = new TokenCache(options, baseUrl);
    this.send = options.fetch ?? ((input, init) => fetch(input, init));
    this.timeout = options.timeout ?? 30;
    this.retries = options.retries ?? 3;
  }

  /** Send a request with a token, again after failures that pass, and once more with a new token after a 401. */
  async call<Answer>(call: Call, options: CallOptions): Promise<Answer> {
    const key = call.isKeyed ? (options.idempotencyKey ?? crypto.randomUUID()) : options.idempotencyKey;
    const query = queryOf(call.query ?? {}).toString();
    const url = this.baseUrl + call.path + (query && `?${query}`);
    const isRepeatable = key !== undefined || call.method === "GET" || call.method === "DELETE";
    const headers: Record<string, string> = { Accept: "application/json", ...EXTENSIONS };
    if (key !== undefined) headers["Idempotency-Key"] = key;
    const init: RequestInit = { method: call.method };
    if (call.body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(call.body);
    }
    for (let isRenewed = false; ; isRenewed = true) {
      // Calls share a token, so the signal of one does not end its request.
      const fetching = this.tokens.get((at, form) => this.repeated(at, { method: "POST", body: form }, true));
      const token = await abortable(fetching, options.signal);
      if (token !== null) headers.Authorization = `Bearer ${token}`;
      try {
        return (await this.repeated(url, { ...init, headers }, isRepeatable, options.signal)) as Answer;
      } catch (error) {
        // The token was revoked, or the server has new keys.
        if (!(error instanceof ApiError) || error.status !== 401 || isRenewed || !this.tokens.canRenew) throw error;
        this.tokens.drop(token);
      }
    }
  }

  pages<Item>(call: Call, options: ListOptions): Pages<Item> {
    const { cursor, ...rest } = options;
    const fetchPage = async (at: string | null): Promise<Page<Item>> => {
      const page = await this.call<Partial<Page<Item>>>({ ...call, query: { ...call.query, cursor: at } }, rest);
      const { items = [], total = null, next_page = null, previous_page = null } = page;
      return { items, total, next_page, previous_page };
    };
    return new Pages(fetchPage, cursor ?? null);
  }

  private async repeated(url: string, init: RequestInit, isRepeatable: boolean, signal?: AbortSignal): Promise<unknown> {
    for (let tries = 0; ; tries += 1) {
      let error: ApiError | ConnectionFailed;
      try {
        const { response, text } = await this.once(url, init, signal);
        if (response.ok) return answerOf(response.status, text);
        error = new ApiError(response.status, parsed(text), response.headers);
      } catch (reason) {
        if (!(reason instanceof ConnectionFailed)) throw reason;
        error = reason;
      }
      const pause = pauseBeforeRetry(error, tries, isRepeatable);
      if (pause === null || tries >= this.retries) throw error;
      await sleep(pause, signal);
    }
  }

  /** Send a request and read the whole answer. Throws `ConnectionFailed`, or the reason of the caller's signal. */
  private async once(url: string, init: RequestInit, signal?: AbortSignal): Promise<{ response: Response; text: string }> {
    const limit = AbortSignal.timeout(this.timeout * 1000);
    try {
      const response = await this.send(url, { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit });
      return { response, text: await response.text() };
    } catch (cause) {
      signal?.throwIfAborted();
      throw new ConnectionFailed(`${init.method} ${url}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  }
}

/** Seconds to wait before the next try; null if another try would be of no use, or might do the same twice. */
function pauseBeforeRetry(error: ApiError | ConnectionFailed, tries: number, isRepeatable: boolean): number | null {
  const backoff = Math.min(LONGEST_PAUSE, 0.2 * 2 ** tries) * (0.5 + Math.random() / 2);
  if (error instanceof ConnectionFailed) return isRepeatable ? backoff : null;
  // The server is still at work on the same idempotency key.
  const isUnderWay = error.status === 409 && error.retryAfter !== null;
  if (!(PASSING.has(error.status) || isUnderWay) || !(isRepeatable || NOT_DONE.has(error.status))) return null;
  const wanted = error.retryAfter ?? 0;
  return wanted > LONGEST_PAUSE ? null : Math.max(wanted, backoff);
}

/** The JSON of an answer; undefined if it has no body. Throws `NotJson`. */
function answerOf(status: number, text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch (cause) {
    throw new NotJson(status, { cause });
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

/** The promise, or the reason of the signal if that comes first. */
async function abortable<Value>(promise: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  if (!signal) return promise;
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function sleep(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
