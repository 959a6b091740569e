/**
 * Verifies webhook deliveries, for receivers. Needs nothing but the runtime's WebCrypto.
 *
 *     const verifier = new Verifier("the secret of the subscription");
 *     const event = await verifier.event(request.headers, new Uint8Array(await request.arrayBuffer())); // or NotGenuine
 *
 * Either kind of signature is taken: the three headers of Standard Webhooks, or `X-Catena-Signature` with
 * `X-Catena-Timestamp`. While a secret is being replaced, give both: `new Verifier("the new one", "the old one")`.
 */

/** How old a delivery may be, and how far ahead the sender's clock, in seconds. */
export const MAX_AGE = 300;

/** As in Standard Webhooks: what follows is the key in Base64. */
const ENCODED_KEY = "whsec_";
const LARGEST_BODY = 50 * 1024 * 1024;

/** The signature does not match the secret, the delivery was changed on its way, or it is too old. */
export class NotGenuine extends Error {
  override name = "NotGenuine";
}

/** One event, as it was delivered. `data` is one object or, for records, several. */
export interface Envelope {
  id: string;
  event_name: string;
  data: unknown;
  [key: string]: unknown;
}

/** Names of headers with their values, in any case: `Headers`, or the object that Node's `http` has. */
export type DeliveredHeaders = Headers | Record<string, string | readonly string[] | undefined>;

/**
 * Checks deliveries to one subscription. Any of the secrets will do.
 *
 * A secret is taken as it was given to, or shown by, the API. After `whsec_`, Base64 of it will do as well.
 */
export class Verifier {
  private readonly keys: Promise<CryptoKey[]>;
  private readonly maxAge: number;

  constructor(...secrets: [string, ...string[]] | [readonly string[], { maxAge?: number }]) {
    const [first, second] = secrets;
    const listed = Array.isArray(first) ? first : (secrets as string[]);
    this.maxAge = typeof second === "object" ? (second.maxAge ?? MAX_AGE) : MAX_AGE;
    if (listed.length === 0 || listed.some((secret) => !secret)) {
      throw new TypeError("a verifier needs at least one secret, and none of them may be empty");
    }
    this.keys = Promise.all(listed.flatMap(keysOf).map(imported));
  }

  /**
   * The plain body of a genuine delivery. Throws `NotGenuine`.
   *
   * `body` is taken packed or unpacked: many frameworks unpack by themselves.
   */
  async verify(headers: DeliveredHeaders, body: Uint8Array | string): Promise<Uint8Array> {
    const named = headers instanceof Headers ? Object.fromEntries(headers) : lowered(headers);
    const plain = await unpacked(typeof body === "string" ? new TextEncoder().encode(body) : body);
    if (named["webhook-signature"] !== undefined) await this.checkStandard(named, plain);
    else if (named["x-catena-signature"] !== undefined) await this.checkCatena(named, plain);
    else throw new NotGenuine("there is no signature");
    return plain;
  }

  /** The envelope of a genuine delivery. Throws `NotGenuine`. */
  async event(headers: DeliveredHeaders, body: Uint8Array | string): Promise<Envelope> {
    return JSON.parse(new TextDecoder().decode(await this.verify(headers, body))) as Envelope;
  }

  private async checkStandard(headers: Record<string, string>, plain: Uint8Array): Promise<void> {
    const id = headers["webhook-id"];
    const timestamp = headers["webhook-timestamp"];
    if (!id || !timestamp) throw new NotGenuine("webhook-id or webhook-timestamp is missing");
    if (!/^\d{1,15}$/.test(timestamp)) throw new NotGenuine("webhook-timestamp is no number of seconds");
    this.checkAge(Number(timestamp) * 1000);
    const given = (headers["webhook-signature"] ?? "").split(/\s+/).filter((part) => part.startsWith("v1,"));
    await this.check(given.map((part) => part.slice(3)), `${id}.${timestamp}.`, plain);
  }

  private async checkCatena(headers: Record<string, string>, plain: Uint8Array): Promise<void> {
    const timestamp = headers["x-catena-timestamp"] ?? "";
    const sentAt = /(Z|[+-]\d\d:?\d\d)$/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
    if (Number.isNaN(sentAt)) throw new NotGenuine("X-Catena-Timestamp is no time with a zone");
    this.checkAge(sentAt);
    const given = [headers["x-catena-signature"] ?? "", ...(headers["x-catena-signature-previous"] ?? "").split(",")];
    await this.check(given.map((part) => part.trim()).filter(Boolean), `${timestamp}.`, plain);
  }

  private checkAge(sentAt: number): void {
    if (Math.abs(Date.now() - sentAt) > this.maxAge * 1000) {
      throw new NotGenuine("it was sent too long ago, or the clocks differ");
    }
  }

  private async check(given: readonly string[], before: string, plain: Uint8Array): Promise<void> {
    const prefix = new TextEncoder().encode(before);
    const message = new Uint8Array(prefix.length + plain.length);
    message.set(prefix);
    message.set(plain, prefix.length);
    for (const key of await this.keys) {
      for (const signature of given) {
        const bytes = fromBase64(signature);
        // The runtime compares in constant time.
        if (bytes !== null && (await crypto.subtle.verify("HMAC", key, bytes, message))) return;
      }
    }
    throw new NotGenuine("the signature was made with another secret, or over another body");
  }
}

/** A secret that was given to the API may happen to begin like that, too: then the key is all of it. */
function keysOf(secret: string): Uint8Array<ArrayBuffer>[] {
  const keys = [new TextEncoder().encode(secret)];
  const encoded = secret.startsWith(ENCODED_KEY) ? fromBase64(secret.slice(ENCODED_KEY.length)) : null;
  // An empty key is not a secret.
  if (encoded !== null && encoded.length > 0) keys.push(encoded);
  return keys;
}

function imported(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

function lowered(headers: Record<string, string | readonly string[] | undefined>): Record<string, string> {
  const named: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) named[name.toLowerCase()] = typeof value === "string" ? value : value.join(", ");
  }
  return named;
}

async function unpacked(body: Uint8Array): Promise<Uint8Array> {
  // JSON never begins with these two bytes.
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const stream = new Blob([body as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
    const reader = stream.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      parts.push(read.value);
      length += read.value.length;
      if (length > LARGEST_BODY) {
        await reader.cancel();
        break;
      }
    }
  } catch {
    throw new NotGenuine("the body cannot be unpacked");
  }
  if (length > LARGEST_BODY) throw new NotGenuine("the body is too large");
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}
