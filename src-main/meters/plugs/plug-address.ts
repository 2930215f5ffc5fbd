/** Where a person says the plug is. */
import { Fault } from '#core/errors.ts';

export interface PlugAddress {
  /** Host and port, as it stands in an URL. */
  readonly host: string;
  /** Which outlet of a strip, from 0; null: not said. */
  readonly outlet: number | null;
}

/** `192.168.1.20`, `plug.local:8080`, `[fd00::1]`, each with `/2` for the third outlet. Fault `wrong-usage`. */
export function parsePlugAddress(text: string): PlugAddress {
  const [, host, outlet] =
    /^((?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?)(?:\/(\d{1,2}))?$/i.exec(
      text.trim(),
    ) ?? [];
  if (host === undefined || !URL.canParse(`http://${host}/`)) {
    throw new Fault('wrong-usage', `${JSON.stringify(text)} is no address of a plug`, {
      remedy:
        'Give its host or IP address, such as 192.168.1.20, with /1 behind it for the second outlet of a strip.',
    });
  }
  return { host, outlet: outlet === undefined ? null : Number(outlet) };
}
