/** Where a person says the smart plug is: the form alone, so that a page can judge it before anything is asked. */

export interface PlugAddress {
  /** Host and port, as it stands in an URL. */
  readonly host: string;
  /** Which outlet of a strip, from 0; null: not said. */
  readonly outlet: number | null;
}

const FORM = /^((?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?)(?:\/(\d{1,2}))?$/i;

/**
 * `192.168.1.20`, `plug.local:8080`, `[fd00::1]`, each with `/2` for the third outlet; null for anything else.
 * Whether the host can stand in an URL (`1.2.3.999` cannot) is for the caller to ask its platform.
 */
export function splitPlugAddress(text: string): PlugAddress | null {
  const [, host, outlet] = FORM.exec(text.trim()) ?? [];
  return host === undefined ? null : { host, outlet: outlet === undefined ? null : Number(outlet) };
}
