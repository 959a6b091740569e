// Everything works without this file; it only makes a few things nicer.
(() => {
  "use strict";
  const body = document.body;

  // Tell the server once that a person has opened the invitation. Link scanners run scripts too, and look for seconds;
  // what they do not do is touch, type, scroll or move a mouse.
  if (body.dataset.viewed) {
    const signs = ["pointerdown", "pointermove", "touchstart", "wheel", "keydown"];
    const tell = (event) => {
      if (!event.isTrusted || document.visibilityState !== "visible") return;
      // A page that opens under a resting mouse hears of it as of a move, also in a scanner that keeps its browser.
      if (event.type === "pointermove" && !event.movementX && !event.movementY) return;
      for (const sign of signs) removeEventListener(sign, tell);
      const form = new URLSearchParams({ form_token: body.dataset.token });
      fetch(body.dataset.viewed, { method: "POST", body: form, keepalive: true }).catch(() => {});
    };
    for (const sign of signs) addEventListener(sign, tell, { passive: true });
  }

  // Tell the page that shows this one in a frame, or has opened it. Who may hear it, the server has said.
  if (body.dataset.tell) {
    const listener = body.dataset.embed === "iframe" ? parent : opener;
    const isThere = listener && listener !== window && !listener.closed;
    if (isThere) {
      for (const message of JSON.parse(body.dataset.tell)) {
        for (const origin of JSON.parse(body.dataset.audience)) {
          listener.postMessage({ source: "catena-connect", version: 1, ...message }, origin);
        }
      }
    }
    // The page that opened this one is gone: back to where the invitation says.
    if (!isThere && body.dataset.embed === "popup" && body.dataset.otherwise) location.replace(body.dataset.otherwise);
  }

  // A second window for a provider's own sign-in. Meanwhile the server is asked what came of it.
  for (const link of document.querySelectorAll("[data-waits]")) {
    const status = document.querySelector("[data-waiting]");
    let timer = 0;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const other = open(link.href, "_blank");
      status.textContent = other ? status.dataset.waiting : status.dataset.blocked;
      clearInterval(timer);
      if (!other) return;
      timer = setInterval(async () => {
        try {
          const answer = await fetch(link.dataset.waits, { cache: "no-store" });
          const { target } = await answer.json();
          if (target) location.assign(target);
        } catch {
          // Asked again in a moment.
        }
      }, 1500);
    });
  }
  if ("closes" in body.dataset && opener) setTimeout(() => close(), 1200);

  // Browsers that do not know autofocus on headings. In a frame, browsers refuse autofocus with a warning in the console
  // of the page around it; the focus is moved only while it is in the frame already.
  addEventListener("load", () => setTimeout(() => {
    if (document.activeElement !== body || !document.hasFocus()) return;
    document.querySelector("[autofocus], [data-focus]")?.focus({ preventScroll: window !== parent });
  }, 100));

  // Times in the reader's own zone, with its city: "tomorrow, 2:10 AM (Chicago time)".
  const language = document.documentElement.lang;
  const locale = navigator.language.startsWith(language) ? navigator.language : language;
  const midnight = (moment) => new Date(moment).setHours(0, 0, 0, 0);
  const city = Intl.DateTimeFormat().resolvedOptions().timeZone.split("/").pop().replaceAll("_", " ");
  const zone = city === "UTC" ? city : body.dataset.zone.replace("%s", city);
  for (const time of document.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.valueOf())) continue;
    const days = Math.round((midnight(moment) - midnight(Date.now())) / 86400000);
    const day = Math.abs(days) < 2
      ? new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day")
      : moment.toLocaleDateString(locale, { dateStyle: "long" });
    time.textContent = `${day}${body.dataset.comma}${moment.toLocaleTimeString(locale, { timeStyle: "short" })} (${zone})`;
  }

  // A logo or a drawing that does not load goes; under the logo of a provider are its initials.
  for (const image of document.querySelectorAll("main img, header img")) {
    const gone = () => (image.closest("[data-logo]") ?? image).remove();
    // An SVG need not have a width of its own, so that alone tells nothing.
    if (image.complete && image.currentSrc) image.decode().catch(gone);
    else image.addEventListener("error", gone, { once: true });
  }

  // Light or dark, as the reader likes; kept for the next page. A page that was told its theme has no such button.
  const toggle = document.querySelector("[data-theme-toggle]");
  if (toggle) {
    const root = document.documentElement;
    const kept = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
    const isDark = () => root.dataset.theme === "dark"
      || (root.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    const draw = () => toggle.setAttribute("aria-pressed", String(isDark()));
    toggle.hidden = false;
    draw();
    toggle.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* Then for this page only. */ }
      draw();
    });
  }

  // Search while typing, also by former names and with typing errors; the button still asks the server.
  const plain = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N} ]/gu, "");
  const pairs = (word) => [...word].slice(1).map((letter, at) => word[at] + letter);
  const alike = (one, other) => {
    const left = pairs(one);
    const right = pairs(other);
    return 2 * left.filter((pair) => right.includes(pair)).length >= 0.6 * (left.length + right.length);
  };
  for (const input of document.querySelectorAll("[data-filters]")) {
    const list = document.getElementById(input.dataset.filters);
    const rows = [...list.querySelectorAll("li")];
    const empty = document.querySelector(`[data-empty="${input.dataset.filters}"]`);
    const ask = empty?.querySelector("[data-ask]");
    const served = input.value;
    const fits = (row, wanted) => {
      const names = plain(row.dataset.names);
      const joined = wanted.replaceAll(" ", "");
      return names.replaceAll(" ", "").includes(joined)
        || (joined.length > 3 && names.split(" ").some((name) => alike(joined, name)));
    };
    input.addEventListener("input", () => {
      const wanted = plain(input.value).trim();
      // What the server has filtered out is not here to be found again.
      if (served && !wanted.includes(plain(served).trim())) return;
      for (const row of rows) row.hidden = !fits(row, wanted);
      for (const part of list.children) part.hidden = !part.querySelector("li:not([hidden])");
      if (empty) empty.hidden = rows.some((row) => !row.hidden);
      if (ask) {
        const target = new URL(ask.href);
        target.searchParams.set("name", input.value.trim());
        ask.href = target;
        ask.textContent = ask.dataset.ask.replace("%s", input.value.trim());
      }
    });
  }

  // Secrets can be looked at.
  for (const box of document.querySelectorAll(".input-secret")) {
    const input = box.querySelector("input");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "reveal";
    const draw = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? box.dataset.hide : box.dataset.show;
    };
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => draw(input.type === "password"));
    box.classList.add("input-revealable");
    box.append(button);
    draw(false);
    input.form?.addEventListener("submit", () => draw(false));
  }

  // A link can be copied.
  for (const box of document.querySelectorAll("[data-copy]")) {
    const input = box.querySelector("input");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.textContent = box.dataset.copy;
    button.addEventListener("click", async () => {
      input.select();
      try {
        await navigator.clipboard.writeText(input.value);
      } catch {
        document.execCommand("copy");
      }
      button.textContent = box.dataset.copied;
    });
    box.append(button);
  }

  // While the provider is asked: say so, and do not ask twice.
  const checking = document.querySelector("form[data-checks]");
  if (checking) {
    const button = checking.querySelector("button[type=submit]");
    const label = checking.querySelector("[data-label]");
    const status = checking.querySelector("[data-status]");
    const idle = label.textContent;
    checking.addEventListener("submit", (event) => {
      if (button.getAttribute("aria-disabled") === "true") return event.preventDefault();
      button.setAttribute("aria-disabled", "true");
      label.textContent = status.textContent = status.dataset.busy;
    });
    // Back from the next page: browsers may show this one as it was left.
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      button.removeAttribute("aria-disabled");
      label.textContent = idle;
      status.textContent = "";
    });
  }
})();
