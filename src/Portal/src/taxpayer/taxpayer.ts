import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Schemas } from "../api/api";
import type { Taxpayer } from "../Frame";

/** For whom the person acts on this page. */
export interface Acting {
  me: Schemas["Me"];
  taxpayer: Taxpayer;
  /** /taxpayers/7k2m9q4x0d, which all addresses here begin with. */
  home: string;
}

export const TaxpayerContext = createContext<Acting | null>(null);

export function useActing(): Acting {
  const acting = useContext(TaxpayerContext);
  if (!acting) {
    throw new Error("There is no taxpayer around this.");
  }
  return acting;
}

/** Both are needed for everything about clients and secrets (source document, 1.1). */
export function maySeeClients({ rights }: Taxpayer): boolean {
  return rights.rightsManager && rights.taxiApiConfiguration;
}
