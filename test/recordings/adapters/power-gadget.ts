import { parsePowerGadget } from '#meters/macos/power-gadget-parse.ts';
import type { Given } from '../checks.ts';
import type { Adapter } from '../recording.ts';

/** The words by which a recording may call a part. */
const WORDS: Readonly<Record<string, string>> = {
  Processor: 'package processor',
  IA: 'ia cores',
  GT: 'gt gpu graphics',
};

export const adapter: Adapter = {
  kinds: /power_gadget/,
  replay(recording, checks) {
    for (const file of recording.files) {
      const { rows, durationS, energiesJ, temperatureC } = parsePowerGadget(recording.text(file));
      const given = [...energiesJ].flatMap(([part, energyJ]): Given[] => {
        const words = WORDS[part] ?? part;
        return [
          { names: [words, 'energy'], value: energyJ, unit: 'J' },
          { names: [words, 'mean average power'], value: energyJ / durationS, unit: 'W' },
        ];
      });
      given.push({ names: ['package', 'temperature'], value: temperatureC, unit: 'C' });
      given.push({ names: ['duration elapsed'], value: durationS, unit: 's' });
      const count = checks.take('samples');
      if (count !== undefined) checks.same('samples', count, rows);
      checks.readings(given);
      checks.notAvailable(given);
    }
  },
};
