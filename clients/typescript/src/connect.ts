/**
 * Opens Connect, the page on which a fleet connects its provider, in a partner's own site.
 *
 *     const shown = openConnect({ url: invitation.magic_link, embedKey: "…", container, onEvent: console.log });
 *     const outcome = await shown.finished;   // "success", "exit" or "closed"
 *
 * Events are hints for the page: a fleet may connect and walk away. Webhooks are the record.
 */

/** How Connect is shown. */
export type ConnectMode = "iframe" | "popup" | "redirect";

/** What Connect tells the page. */
export type ConnectEvent =
  | { event: "open" | "close" }
  | { event: "connection" | "connection_deleted"; connectionId: string }
  | { event: "success"; connectionIds: string[] }
  | { event: "exit"; reason: string };

export interface ConnectOptions {
  /** The magic link of an invitation. */
  url: string;
  /** The key of this site's origins. Without it Connect cannot be framed, and tells the page nothing. */
  embedKey?: string;
  /** Where the frame is put. With it the mode is `iframe`, which `canFrame` finds out beforehand. */
  container?: HTMLElement;
  /** Without a container: `popup`, which needs a click and falls back to `redirect` where it is blocked. */
  mode?: "popup" | "redirect";
  /** `card` is the narrow look. */
  variant?: "full" | "card";
  theme?: "light" | "dark";
  /** Six hexadecimal digits. */
  brandColor?: string;
  /** `https` addresses. */
  brandLogo?: string;
  brandLogoDark?: string;
  /** The language, such as `de`. */
  lang?: string;
  onEvent?: (event: ConnectEvent) => void;
}

/** Connect while it is shown. */
export interface ShownConnect {
  readonly mode: ConnectMode;
  /** How it has ended: with `closed` nothing is known. In mode `redirect` the page is left, and it never settles. */
  readonly finished: Promise<"success" | "exit" | "closed">;
  /** Takes the frame away, or closes the window. Nothing that the fleet has done is undone. */
  close(): void;
}

const SOURCE = "catena-connect";
const LOAD_MILLISECONDS = 8000;
const ANSWER_MILLISECONDS = 6000;
const CLOSED_EVERY_MILLISECONDS = 500;
/** A browser that has once refused stays so; each origin and key is asked once. */
const probed = new Map<string, Promise<boolean>>();

/**
 * Whether this browser keeps Connect's cookie in a frame, as Connect itself finds out. False after a time-out, too.
 *
 * Ask when the page is loaded. `openConnect` with a container needs true; a popup needs a click, so it should not wait.
 */
export function canFrame(url: string, embedKey?: string): Promise<boolean> {
  const { origin } = new URL(url);
  const place = JSON.stringify([origin, embedKey ?? null]);
  const known = probed.get(place);
  if (known) return known;
  const asked = probe(origin, embedKey).then(
    (answer) => answer,
    () => {
      // A time-out may not happen again.
      probed.delete(place);
      return false;
    },
  );
  probed.set(place, asked);
  return asked;
}

/** Show Connect. Throws a `TypeError` if `url` is no web address. */
export function openConnect(options: ConnectOptions): ShownConnect {
  const { origin, protocol } = new URL(options.url);
  // Others, such as `javascript:`, would run in this site.
  if (protocol !== "https:" && protocol !== "http:") throw new TypeError(`${protocol} is no scheme of web addresses`);
  if (options.container) {
    const frame = document.createElement("iframe");
    frame.title = "Catena Connect";
    frame.allow = "clipboard-write";
    frame.style.cssText = "border: 0; width: 100%; height: 100%; min-height: 480px";
    frame.src = launchUrl(options, "iframe");
    options.container.append(frame);
    const isThere = () => frame.isConnected;
    return shown("iframe", origin, options, () => frame.contentWindow, isThere, () => frame.remove());
  }
  const popup = options.mode === "redirect" ? null : window.open(launchUrl(options, "popup"), `${SOURCE}-${crypto.randomUUID()}`);
  if (popup === null || popup.closed) {
    location.assign(launchUrl(options, "redirect"));
    return { mode: "redirect", finished: new Promise(() => {}), close: () => {} };
  }
  return shown("popup", origin, options, () => popup, () => !popup.closed, () => popup.close());
}

function launchUrl(options: ConnectOptions, embed: ConnectMode): string {
  const url = new URL(options.url);
  const parameters = {
    embed_key: options.embedKey,
    embed,
    variant: options.variant,
    theme: options.theme,
    brand_color: options.brandColor,
    brand_logo: options.brandLogo,
    brand_logo_dark: options.brandLogoDark,
    lang: options.lang,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

function shown(
  mode: "iframe" | "popup",
  origin: string,
  options: ConnectOptions,
  source: () => Window | null,
  isThere: () => boolean,
  end: () => void,
): ShownConnect {
  let outcome: "success" | "exit" | "closed" = "closed";
  let settle: (outcome: "success" | "exit" | "closed") => void;
  const finished = new Promise<"success" | "exit" | "closed">((resolve) => {
    settle = resolve;
  });
  const listen = (message: MessageEvent) => {
    const event = eventOf(message, origin, source());
    if (event === null) return;
    if (event.event === "success" || event.event === "exit") outcome = event.event;
    try {
      options.onEvent?.(event);
    } finally {
      if (event.event === "close") close();
    }
  };
  // A window that is closed, and a frame that is taken away, tell nobody.
  const timer = setInterval(() => {
    if (!isThere()) close();
  }, CLOSED_EVERY_MILLISECONDS);
  const close = () => {
    clearInterval(timer);
    removeEventListener("message", listen);
    end();
    settle(outcome);
  };
  addEventListener("message", listen);
  return { mode, finished, close };
}

function eventOf(message: MessageEvent, origin: string, source: Window | null): ConnectEvent | null {
  const data: unknown = message.data;
  if (message.origin !== origin || message.source !== source || source === null) return null;
  if (typeof data !== "object" || data === null || !("source" in data) || data.source !== SOURCE) return null;
  return data as unknown as ConnectEvent;
}

function probe(origin: string, embedKey: string | undefined): Promise<boolean> {
  const url = new URL("/embed/probe", origin);
  if (embedKey !== undefined) url.searchParams.set("embed_key", embedKey);
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.setAttribute("aria-hidden", "true");
  return new Promise<boolean>((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      removeEventListener("message", listen);
      frame.remove();
      settle();
    };
    const listen = ({ data, origin: from, source }: MessageEvent) => {
      if (from !== origin || source !== frame.contentWindow || data?.source !== SOURCE || data.event !== "probe") return;
      end(() => resolve(data.payload?.supported === true));
    };
    const late = () => end(() => reject(new Error("Connect did not answer")));
    let timer = setTimeout(late, LOAD_MILLISECONDS);
    frame.addEventListener("load", () => {
      clearTimeout(timer);
      timer = setTimeout(late, ANSWER_MILLISECONDS);
    });
    addEventListener("message", listen);
    frame.src = url.href;
    document.body.append(frame);
  });
}
