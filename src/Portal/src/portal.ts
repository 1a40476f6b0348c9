import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Api } from "./api/api";
import type { Config } from "./config";
import type { Session } from "./signIn/session";

/** What every screen works with. */
export interface Portal {
  config: Config;
  session: Session;
  api: Api;
}

export const PortalContext = createContext<Portal | null>(null);

export function usePortal(): Portal {
  const portal = useContext(PortalContext);
  if (!portal) {
    throw new Error("There is no portal around this.");
  }
  return portal;
}
