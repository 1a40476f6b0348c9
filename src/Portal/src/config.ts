/** What differs between deployments. Served as /config.json, written by LocalHost or by configure.mjs. */
export interface Config {
  /** Where the functions are: https://api.example.lv, or "" for the page's own origin. */
  api: string;
  authority: string;
  clientId: string;
  scope: string;
  /** Of the footer; those that are missing are left out. */
  links?: Partial<Record<"help" | "privacy" | "accessibility" | "contact", string>>;
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch("/config.json");
  if (!response.ok) {
    throw new Error(`config.json: ${response.status}`);
  }
  return (await response.json()) as Config;
}
