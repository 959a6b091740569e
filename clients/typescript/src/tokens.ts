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

export class TokenCache {
  private newest: Promise<string> | null = null;
  private until = 0;

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
  async get(request: (url: string, form: URLSearchParams) => Promise<unknown>): Promise<string | null> {
    if (!this.canRenew) return this.credentials.token ?? null;
    if (this.newest === null || performance.now() >= this.until) {
      this.until = Number.POSITIVE_INFINITY;
      const newest = this.fetch(request);
      this.newest = newest;
      newest.catch(() => this.drop());
    }
    return this.newest;
  }

  /** Forget a token that the server has refused. */
  drop(): void {
    this.newest = null;
  }

  private async fetch(request: (url: string, form: URLSearchParams) => Promise<unknown>): Promise<string> {
    const { clientId, clientSecret, scope, tokenUrl } = this.credentials;
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId ?? "",
      client_secret: clientSecret ?? "",
      ...(scope === undefined ? {} : { scope }),
    });
    const answer = (await request(tokenUrl ?? this.baseUrl + PATH, form)) as { access_token: string; expires_in?: number };
    this.until = performance.now() + ((answer.expires_in ?? 60) - MARGIN) * 1000;
    return answer.access_token;
  }
}
