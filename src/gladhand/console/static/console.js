// The console's script. Every page works without it; it shows times in the reader's zone, copies, and refreshes.
"use strict";

(() => {
  const shown = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

  function localTimes(root) {
    for (const time of root.querySelectorAll("time[datetime]:not([title])")) {
      const moment = new Date(time.dateTime);
      if (Number.isNaN(moment.getTime())) continue;
      time.title = time.textContent;
      time.textContent = shown.format(moment);
    }
  }

  function nameZone() {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const note = document.querySelector("[data-zone]");
    if (note && timeZone) note.textContent = `Times are in your zone, ${timeZone.replaceAll("_", " ")}.`;
  }

  function copyButtons(root) {
    if (!navigator.clipboard) return;
    for (const button of root.querySelectorAll("button[data-copy][hidden]")) {
      const label = button.textContent;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = label; }, 2000);
      });
    }
  }

  // A typed time is in the reader's zone, and the server reads UTC.
  function utcInputs(root) {
    for (const input of root.querySelectorAll("input[type=datetime-local]")) {
      if (input.dataset.zoned) continue;
      input.dataset.zoned = "yes";
      if (input.value) {
        const moment = new Date(`${input.value}Z`);
        input.value = new Date(moment.getTime() - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
      }
      input.form.addEventListener("formdata", (event) => {
        const typed = event.formData.get(input.name);
        if (typed) event.formData.set(input.name, new Date(typed).toISOString());
      });
    }
  }

  function signInCode() {
    const code = document.querySelector("input[data-from-hash]");
    if (!code || location.hash.length < 2) return;
    code.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname + location.search);
    code.form.querySelector("button").focus();
  }

  // A page in view refreshes itself, unless the reader has opened something, points at a chart, or is in the middle of it.
  function refresh() {
    const blocks = document.querySelector("#blocks[data-refresh]");
    if (!blocks) return;
    setInterval(readAgain, Number(blocks.dataset.refresh) * 1000);
  }

  function readAgain() {
    const now = document.querySelector("#blocks");
    const isBusy = now.contains(document.activeElement) || now.querySelector("details[open], .chart:hover");
    if (document.visibilityState === "visible" && !isBusy && window.htmx) window.htmx.trigger(now, "refresh");
  }

  // A stream says when something has changed. It is open only while the page is in view, because browsers allow a site
  // few connections. The page polls beside it, more slowly.
  function follow() {
    const liveBlocks = () => document.querySelector("#blocks[data-live]");
    const blocks = liveBlocks();
    if (!blocks || !window.EventSource) return;
    const { live, stream } = blocks.dataset;
    const mark = document.querySelector("[data-live-mark]");
    let source = null;
    function close() {
      if (source) source.close();
      source = null;
      mark.hidden = true;
    }
    function open() {
      if (source || document.visibilityState !== "visible" || !liveBlocks()) return;
      source = new EventSource(stream);
      source.addEventListener("open", () => { mark.hidden = false; });
      source.addEventListener("error", () => { mark.hidden = true; });
      source.addEventListener("change", (event) => {
        if (event.data.split(" ").includes(live)) readAgain();
      });
      // The session has ended: the answer leads to the sign-in.
      source.addEventListener("end", () => { close(); window.htmx.trigger(document.querySelector("#blocks"), "refresh"); });
    }
    document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? open() : close()));
    window.addEventListener("pagehide", close);
    // What has ended, such as a write, changes no more: its blocks come without a topic.
    document.addEventListener("htmx:afterSwap", () => { if (!liveBlocks()) close(); });
    open();
  }

  // A preview shows what a form says while somebody types. It replaces its page, so that "Back" leaves this one.
  function tryOut() {
    const frame = document.querySelector("iframe[data-tried]");
    const form = document.querySelector("form.filters");
    if (!frame || !form) return;
    const shown = new URL(frame.src);
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        for (const [name, value] of new FormData(form)) {
          if (value) shown.searchParams.set(name, value);
          else shown.searchParams.delete(name);
        }
        frame.contentWindow.location.replace(shown);
      }, 300);
    });
  }

  function prepare(root) {
    localTimes(root);
    copyButtons(root);
    utcInputs(root);
  }

  prepare(document);
  nameZone();
  signInCode();
  refresh();
  follow();
  tryOut();
  // Before the browser draws what was swapped in.
  document.addEventListener("htmx:afterSwap", () => prepare(document));
})();
