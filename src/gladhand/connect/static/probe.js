// Does this browser send our cookie when we are in a frame of another site? Asked with a round trip, told to the parent.
(async () => {
  "use strict";
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), 5000);
  const ask = async (path) => {
    const answer = await fetch(path, { credentials: "include", cache: "no-store", signal: late.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  let supported = false;
  try {
    const { token } = await ask("/embed/probe/set");
    supported = (await ask(`/embed/probe/check?token=${encodeURIComponent(token)}`)).arrived === true;
  } catch {
    // A round trip that fails is a no. One that takes too long is none: a late no would be remembered.
    if (late.signal.aborted) return;
  }
  clearTimeout(timer);
  parent.postMessage({ source: "catena-connect", version: 1, event: "probe", payload: { supported } }, "*");
})();
