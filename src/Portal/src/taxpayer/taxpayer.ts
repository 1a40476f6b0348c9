import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Schemas } from "../api/api";
import type { Portal } from "../portal";
import { forget, remember, remembered } from "../remember";

const KEY = "eds.taxpayer";

export type Taxpayer = Schemas["Me"]["taxpayers"][number];

/** For whom the person acts on this page. */
export interface Acting extends Portal {
  me: Schemas["Me"];
  taxpayer: Taxpayer;
  taxpayerId: string;
  /** /taxpayers/7k2m9q4x0d, which all addresses here begin with. */
  home: string;
  /** /taxpayers/7k2m9q4x0d/settings/api, where the list of clients is. */
  list: string;
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
export const maySeeClients = ({ rights }: Taxpayer): boolean => rights.rightsManager && rights.taxiApiConfiguration;

/** For whom this session acts: the only one there is, or the one that was chosen. Null: it has to be asked. */
export function chosenTaxpayer(taxpayers: readonly Taxpayer[]): Taxpayer | null {
  const chosen = remembered(KEY, "tab");
  return taxpayers.length === 1 ? (taxpayers[0] ?? null) : (taxpayers.find(({ taxpayerId }) => taxpayerId === chosen) ?? null);
}

export function chooseTaxpayer(taxpayerId: string): void {
  remember(KEY, taxpayerId, "tab");
}

export const forgetTaxpayer = (): void => forget(KEY, "tab");
