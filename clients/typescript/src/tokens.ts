/** Access tokens by OAuth client credentials, kept until shortly before they expire. */

/** How the client gets its tokens: by id and secret, or one token that the caller has. Without them it sends none. */
export interface Credentials {
  clientId?: string;
  /** A secret: never send it to a browser. There, use the token of a fleet. */
  clientSecret?: string;
  token?: string;
  /** The token endpoint of an installation with its own `GLADHAND_ISSUER_URL` or `GLADHAND_REALM`. */
  tokenUrl?: string;
  /** Scopes, with blanks between them, for a token that may do less than the client. */
  scope?: string;
}

const PATH = "/realms/catena/protocol/openid-connect/token";
/** Seconds before its end at which a token is replaced, for clocks that differ and requests that are on their way. */
const MARGIN = 30;

type Request = (url: string, form: URLSearchParams) => Promise<unknown>;

/** A token that is fetched or was fetched. */
interface Held {
  promise: Promise<string>;
  /** Null until it is there. */
  token: string | null;
  until: number;
}

export class TokenCache {
  private newest: Held | null = null;

  constructor(
    private readonly credentials: Credentials,
    private readonly baseUrl: string,
  ) {
    if ((credentials.clientId === undefined) !== (credentials.clientSecret === undefined)) {
      throw new TypeError("clientId and clientSecret belong together");
    }
  }

  get canRenew(): boolean {
    return this.credentials.token === undefined && this.credentials.clientId !== undefined;
  }

  /** A token that is valid for some time yet. `request` fetches a new one; calls at the same time share it. */
  async get(request: Request): Promise<string | null> {
    if (!this.canRenew) return this.credentials.token ?? null;
    if (this.newest === null || performance.now() >= this.newest.until) this.newest = this.begin(request);
    return this.newest.promise;
  }

  /** Forget a token that the server has refused, unless another one has replaced it meanwhile. */
  drop(token: string | null): void {
    if (this.newest !== null && this.newest.token === token) this.newest = null;
  }

  private begin(request: Request): Held {
    const held: Held = { promise: Promise.resolve(""), token: null, until: Number.POSITIVE_INFINITY };
    held.promise = this.fetch(request, held);
    held.promise.catch(() => {
      if (this.newest === held) this.newest = null;
    });
    return held;
  }

  private async fetch(request: Request, held: Held): Promise<string> {
    const { clientId, clientSecret, scope, tokenUrl } = this.credentials;
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId ?? "",
      client_secret: clientSecret ?? "",
      ...(scope === undefined ? {} : { scope }),
    });
    const answer = (await request(tokenUrl ?? this.baseUrl + PATH, form)) as { access_token: string; expires_in?: number };
    held.until = performance.now() + ((answer.expires_in ?? 60) - MARGIN) * 1000;
    held.token = answer.access_token;
    return held.token;
  }
}
