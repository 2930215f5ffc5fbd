/** Where a person says the plug is. */
import { Fault } from '#core/errors.ts';
import { splitPlugAddress, type PlugAddress } from '#core/plug-address.ts';

/** See `splitPlugAddress`. Fault `wrong-usage`. */
export function parsePlugAddress(text: string): PlugAddress {
  const address = splitPlugAddress(text);
  if (address === null || !URL.canParse(`http://${address.host}/`)) {
    throw new Fault('wrong-usage', `${JSON.stringify(text)} is no address of a plug`, {
      remedy:
        'Give its host or IP address, such as 192.168.1.20, with /1 behind it for the second outlet of a strip.',
    });
  }
  return address;
}
