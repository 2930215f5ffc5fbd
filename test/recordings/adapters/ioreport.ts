import type { Domain } from '#core/provenance.ts';
import { energyChannels } from '#meters/macos/ioreport-channels.ts';
import type { Given } from '../checks.ts';
import type { Adapter } from '../recording.ts';

/** Traces of a public tool: `012 t=5.46s … CPU Energy dv=7497mJ dts=497.2ms age=2.6ms | …`, a line a sample. */
const CHANNEL = /(?:^|[|\s])((?:DIE_\d+_)?[A-Z]\w*(?: \w+)?) dv=(\d+)([munp]?J) dts=([\d.]+)ms/g;

/** Words by which a recording may call a part. */
const WORDS: Partial<Record<Domain, string>> = {
  package: 'cpu package',
  gpu: 'gpu',
  npu: 'ane npu',
  dram: 'dram',
};

export const adapter: Adapter = {
  kinds: /io_?report/,
  replay(recording, checks) {
    const steps = recording.files.flatMap((file) =>
      [...recording.text(file).matchAll(CHANNEL)].map(([, name = '', counts, unit = '', spanMs]) => ({
        name: name.trim(),
        counts: BigInt(counts ?? 0),
        unit,
        spanS: Number(spanMs) / 1000,
      })),
    );
    const known = [...new Map(steps.map((step) => [step.name, step])).values()];
    const channels = energyChannels(known.map(({ name, unit }) => ({ name, unit, value: 0n, ageS: null })));
    const parts = [...new Set(channels.map(({ domain }) => domain))].map((domain) => {
      const own = channels.filter((channel) => channel.domain === domain);
      const energyJ = own.reduce(
        (sum, { id, unitJ }) =>
          sum +
          Number(steps.filter(({ name }) => name === id).reduce((total, { counts }) => total + counts, 0n)) *
            unitJ,
        0,
      );
      // The spans of one channel follow each other: together they are the time that was measured.
      const spanS = steps
        .filter(({ name }) => name === own[0]?.id)
        .reduce((sum, step) => sum + step.spanS, 0);
      return { domain, energyJ, spanS };
    });
    const given = parts.flatMap(({ domain, energyJ, spanS }): Given[] => [
      { names: [WORDS[domain] ?? domain, 'energy'], value: energyJ, unit: 'J' },
      { names: [WORDS[domain] ?? domain, 'mean average power'], value: energyJ / spanS, unit: 'W' },
    ]);
    checks.readings(given);
    checks.notAvailable(given);
    for (const key of ['mean_W', 'energy_J', 'derived', 'total_W']) checks.table(key, given);
  },
};
