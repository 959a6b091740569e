// A partner's page, as embedding scripts in the field behave: it asks whether a frame can work here, shows Connect in a
// frame, a popup or by going there, believes only what comes from that window and origin, and writes down what it hears.
(() => {
  "use strict";
  const MARK = "catena-connect";
  // Scripts in the field take 8 and 2.5 seconds for silence. A busy machine is not to be taken for it.
  const BUDGETS = { load: 60000, answer: 60000 };

  /** What reached the page: `heard` passed every check, `raw` is all that came from any other window. */
  const heard = [];
  const raw = [];
  addEventListener("message", (event) => {
    if (event.source !== window) raw.push({ origin: event.origin, data: event.data });
  });

  const target = (inviteUrl) => {
    const url = new URL(inviteUrl);
    const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
    if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) throw new TypeError("not a usable link");
    return url;
  };

  const isFrom = (event, origin, source) =>
    event.origin === origin && event.source === source && event.data?.source === MARK;

  /** "yes", "no", or "silence" when no answer came in time. */
  const probe = (origin, key, budgets = BUDGETS) => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    let timer = 0;
    const end = (verdict) => {
      clearTimeout(timer);
      removeEventListener("message", listen);
      frame.remove();
      resolve({ verdict });
    };
    const listen = (event) => {
      if (!isFrom(event, origin, frame.contentWindow) || event.data.event !== "probe") return;
      end(event.data.payload?.supported === true ? "yes" : "no");
    };
    addEventListener("message", listen);
    frame.hidden = true;
    frame.setAttribute("aria-hidden", "true");
    frame.addEventListener("load", () => {
      clearTimeout(timer);
      timer = setTimeout(() => end("silence"), budgets.answer);
    });
    timer = setTimeout(() => end("silence"), budgets.load);
    frame.src = `${origin}/embed/probe${key === undefined ? "" : `?embed_key=${encodeURIComponent(key)}`}`;
    document.body.append(frame);
  });

  const PARAMETERS = {
    embedKey: "embed_key", variant: "variant", theme: "theme",
    brandColor: "brand_color", brandLogo: "brand_logo", brandLogoDark: "brand_logo_dark",
  };

  const launchUrl = (options, mode) => {
    const url = target(options.inviteUrl);
    for (const [option, name] of Object.entries(PARAMETERS)) {
      if (options[option] !== undefined) url.searchParams.set(name, options[option]);
    }
    url.searchParams.set("embed", mode);
    return url.href;
  };

  /** Notes what this window says, in the order and form that a partner's callbacks get it. */
  const follow = (origin, source) => {
    let outcome = "";
    let isClosed = false;
    const text = (value) => (typeof value === "string" ? value : "");
    const listen = (event) => {
      if (!isFrom(event, origin, source)) return;
      const said = event.data;
      switch (said.event) {
        case "open": heard.push(["open"]); break;
        case "connection": heard.push(["connection", text(said.connectionId)]); break;
        case "connection_deleted": heard.push(["connection_deleted", text(said.connectionId)]); break;
        case "success": case "exit": {
          if (outcome) return;
          outcome = said.event;
          const ids = said.connectionIds;
          const isList = Array.isArray(ids) && ids.every((each) => typeof each === "string");
          heard.push([outcome, outcome === "exit" ? text(said.reason) : isList ? ids : []]);
          break;
        }
        case "close": if (!isClosed) { isClosed = true; heard.push(["close"]); } break;
      }
    };
    addEventListener("message", listen);
    return () => removeEventListener("message", listen);
  };

  const inFrame = (options) => {
    const host = document.createElement("div");
    const frame = document.createElement("iframe");
    Object.assign(frame, { className: "frame", title: "Connect", src: launchUrl(options, "iframe") });
    frame.allow = "clipboard-write";
    frame.style.cssText = "width:460px;height:720px;border:0";
    host.attachShadow({ mode: "open" }).append(frame);
    document.body.append(host);
    const stop = follow(target(options.inviteUrl).origin, frame.contentWindow);
    return () => { stop(); host.remove(); };
  };

  const inPopup = (options) => {
    const button = document.createElement("button");
    button.textContent = "Continue";
    let popup = null;
    button.addEventListener("click", () => {
      if (popup && !popup.closed) return popup.focus();
      popup = open(launchUrl(options, "popup"), `${MARK}-${Math.random().toString(36).slice(2)}`);
      if (!popup || popup.closed) return byGoingThere(options);
      const stop = follow(target(options.inviteUrl).origin, popup);
      const timer = setInterval(() => {
        if (!popup.closed) return;
        clearInterval(timer);
        stop();
        heard.push(["closed"]);
      }, 500);
    });
    document.body.append(button);
    return () => { button.remove(); popup?.close(); };
  };

  const byGoingThere = (options) => {
    const record = { schema: `${MARK}.pending/1`, id: crypto.randomUUID(), expires: Date.now() + 30 * 60_000 };
    sessionStorage.setItem(`${MARK}.pending`, JSON.stringify(record));
    location.assign(launchUrl(options, "redirect"));
  };

  /** Opens Connect as this browser allows; `destroy` takes it away without a word. */
  const launch = async (options) => {
    const found = await probe(target(options.inviteUrl).origin, options.embedKey, options.budgets);
    const destroy = found.verdict === "yes" ? inFrame(options) : inPopup(options);
    window.partner.destroy = destroy;
    return found;
  };

  window.partner = { heard, raw, probe, launch, inFrame, destroy: () => {} };
})();
