/**
 * Power of AMD cards from AMD's own tools. Only where the driver shows none in hwmon: each reading
 * starts a program that takes up to a second of processor time.
 */
import { Fault } from '#core/errors.ts';
import type { LevelMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { readPowerW } from '../linux/hwmon-channels.ts';
import { isAsleep } from '../linux/hwmon-chips.ts';
import { findPlans } from '../linux/hwmon.ts';
import { orNull, sysfsOf, type SystemTree } from '../linux/system-tree.ts';
import { observeLevel } from '../observe-level.ts';
import { plausibleW } from '../power-range.ts';
import { probeOne } from '../probe.ts';
import { parseAmdSmi } from './amd-smi-parse.ts';
import type { AmdCard } from './card.ts';
import { parseRocmSmi } from './rocm-smi-parse.ts';

interface Tool {
  readonly name: 'amd-smi' | 'rocm-smi';
  readonly args: readonly string[];
  readonly parse: (text: string) => readonly AmdCard[];
}

/** The first is the successor of the second. */
const TOOLS: readonly Tool[] = [
  { name: 'amd-smi', args: ['metric', '-p', '--json'], parse: parseAmdSmi },
  { name: 'rocm-smi', args: ['--showpower', '--json'], parse: parseRocmSmi },
];

const TIMEOUT_S = 5;
const PERIOD_S = 2;
const POLL_S = 0.5;

const GROUP_FIX = `# AMD's tools need the card's device files, which belong to the groups "render" and "video".
sudo usermod -aG render,video "$USER"   # then log in again
# To undo it: sudo gpasswd -d "$USER" render && sudo gpasswd -d "$USER" video
`;

/** A result for each card; none where there is no tool, or where hwmon shows the power. */
export async function probeAmdTools(environment: MeterEnvironment): Promise<ProbeResult[]> {
  if (environment.platform !== 'linux' || environment.synthetic) return [];
  const tree = sysfsOf(environment);
  if (tree !== null && (await hwmonShowsPower(tree))) return [];
  let found: ProbeResult[] = [];
  for (const tool of TOOLS) {
    const probes = await probeTool(environment, tool);
    if (probes.some(({ ok }) => ok)) return probes;
    if (found.length === 0) found = probes;
  }
  return found;
}

/** True as well of a card that sleeps: hwmon will show its power, and the tools would wake it. */
async function hwmonShowsPower(tree: SystemTree): Promise<boolean> {
  const plans = (await findPlans(tree)).filter(({ id }) => id.startsWith('hwmon:amdgpu'));
  for (const channel of plans.flatMap(({ channels }) => channels)) {
    if (await isAsleep(tree, channel.chip)) return true;
    if ((await orNull(readPowerW(tree, channel))) !== null) return true;
  }
  return false;
}

async function probeTool(environment: MeterEnvironment, tool: Tool): Promise<ProbeResult[]> {
  const missed = (number: number) => ({
    id: `${tool.name}:${number}`,
    tier: 'sensor' as const,
    domains: ['gpu' as const],
    fixOf: () => GROUP_FIX,
  });
  let cards: readonly AmdCard[];
  try {
    cards = await readCards(environment, tool);
  } catch (error) {
    if (error instanceof Fault && error.code === 'meter-missing') return [];
    return [await probeOne(missed(0), () => Promise.reject(error))];
  }
  // The second die of a card has no power of its own: the first one's contains it.
  const dies = cards.filter(({ powerRaw }) => !/secondary die/i.test(powerRaw ?? ''));
  const watch = { pollS: POLL_S, leastPeriodS: PERIOD_S, documentedPeriodS: PERIOD_S };
  const results: ProbeResult[] = [];
  // One after the other: several of these programs at once would slow each other down.
  for (const { number } of dies) {
    const open = () => observeLevel(openCard(environment, tool, number), environment.clock, watch);
    results.push(await probeOne(missed(number), open));
  }
  return results;
}

async function readCards({ run }: MeterEnvironment, tool: Tool): Promise<readonly AmdCard[]> {
  const text = await run(tool.name, tool.args, { timeoutS: TIMEOUT_S });
  const cards = tool.parse(text);
  if (cards.length > 0) return cards;
  const said = JSON.stringify(text.trim().slice(0, 80));
  throw new Fault('meter-unreadable', `${tool.name} tells of no card: ${said}`);
}

function openCard(environment: MeterEnvironment, tool: Tool, number: number): LevelMeter {
  const { clock } = environment;
  const source = `${tool.name} ${tool.args.join(' ')}, card ${number}`;
  return {
    kind: 'level',
    info: {
      id: `${tool.name}:${number}`,
      tier: 'sensor',
      domains: ['gpu'],
      summed: ['gpu'],
      source,
      // Their power reports name no product.
      deviceName: 'AMD GPU',
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    async read() {
      const fromS = clock.nowS();
      const card = (await readCards(environment, tool)).find((each) => each.number === number);
      const atS = (fromS + clock.nowS()) / 2;
      if (card === undefined || card.powerW === null) {
        throw new Fault('meter-unreadable', `${source}: tells no power (${card?.powerRaw ?? 'nothing'})`);
      }
      return { atS, powerW: new Map([['gpu', plausibleW(card.powerW, source)]]) };
    },
  };
}
