/** Connect in React. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type ConnectOptions, openConnect, type ShownConnect } from "./connect.js";

/** Where Connect stands: it was not opened yet, is shown, or how it has ended. */
export type ConnectState = "idle" | "shown" | "success" | "exit" | "closed";

/**
 * Connect for a component, which takes it away when it is unmounted:
 *
 *     const connect = useConnect();
 *     <button onClick={() => connect.open({ url, embedKey })} disabled={connect.state === "shown"}>Connect</button>
 *
 * `open` must be called from a click, since browsers block other popups. Opening it again closes the former one.
 */
export function useConnect(): { state: ConnectState; open: (options: ConnectOptions) => ShownConnect; close: () => void } {
  const [state, setState] = useState<ConnectState>("idle");
  const current = useRef<ShownConnect | null>(null);

  const close = useCallback(() => {
    const shown = current.current;
    current.current = null;
    shown?.close();
  }, []);

  const open = useCallback(
    (options: ConnectOptions) => {
      close();
      const shown = openConnect(options);
      current.current = shown;
      // The page is left. Should the browser bring it back from its cache, Connect can be opened again.
      if (shown.mode === "redirect") return shown;
      setState("shown");
      void shown.finished.then((outcome) => {
        if (current.current === shown || current.current === null) setState(outcome);
      });
      return shown;
    },
    [close],
  );

  useEffect(() => close, [close]);
  return { state, open, close };
}
