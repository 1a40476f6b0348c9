import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Refusal } from "../api/problem";
import { FaultNotice, Loading } from "./notices";

/** A page whose script is fetched when it is opened, so that the first screen need not wait for it. */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Page(props: Props) {
    const [state, setState] = useState<"loading" | "ready" | "failed">(loaded ? "ready" : "loading");
    useEffect(() => {
      if (state === "loading") {
        load().then(
          (page) => {
            loaded = page;
            setState("ready");
          },
          () => setState("failed"),
        );
      }
    }, [state]);
    if (state === "failed") {
      return <FaultNotice error={new Refusal("no-connection")} retry={() => setState("loading")} />;
    }
    const Shown = loaded;
    return Shown ? <Shown {...props} /> : <Loading rows={6} />;
  };
}
