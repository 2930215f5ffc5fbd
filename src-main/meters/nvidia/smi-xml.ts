/** `nvidia-smi -q -x`: the power of each GPU, in every layout that drivers have printed. */
import { Fault } from '#core/errors.ts';
import { child, parseXml, type XmlElement } from '../xml.ts';
import { isNoValue } from './smi-csv.ts';

export interface SmiXml {
  readonly driver: string | null;
  /** Version of the layout from the document type, e.g. `12`; null: not told. */
  readonly layout: string | null;
  readonly gpus: readonly SmiXmlGpu[];
}

export interface SmiXmlGpu {
  readonly name: string | null;
  /** `power_readings` up to driver 530, `gpu_power_readings` since; null: neither is there. */
  readonly powerElement: string | null;
  /** Each draw that the element names, W; null: the GPU does not tell. */
  readonly drawsW: Readonly<Record<string, number | null>>;
  /** The best of them: the instantaneous one before that of unknown kind, before the 1 s average. */
  readonly powerW: number | null;
  readonly limitW: number | null;
  readonly gpuC: number | null;
  readonly memoryC: number | null;
}

/** In the order of trust. */
const DRAWS = ['instant_power_draw', 'power_draw', 'average_power_draw'];
const LIMITS = ['current_power_limit', 'enforced_power_limit', 'power_limit'];

/** Fault `meter-unreadable` where the text is not nvidia-smi's. */
export function parseSmiXml(text: string): SmiXml {
  const log = parseXml(text);
  if (log.name !== 'nvidia_smi_log') {
    throw new Fault('meter-unreadable', `nvidia-smi printed <${log.name}> in place of <nvidia_smi_log>`);
  }
  return {
    driver: told(child(log, 'driver_version')),
    layout: /nvsmi_device_v(\d+)\.dtd/.exec(text)?.[1] ?? null,
    gpus: log.children.filter(({ name }) => name === 'gpu').map(readGpu),
  };
}

function readGpu(gpu: XmlElement): SmiXmlGpu {
  // Only these two, directly inside: module_ and gpu_memory_power_readings repeat the names below them.
  const power = child(gpu, 'gpu_power_readings') ?? child(gpu, 'power_readings');
  const drawsW: Record<string, number | null> = {};
  for (const { name } of power?.children ?? []) {
    if (DRAWS.includes(name)) drawsW[name] = quantity(child(power, name), 'W');
  }
  const temperature = child(gpu, 'temperature');
  return {
    name: told(child(gpu, 'product_name')),
    powerElement: power?.name ?? null,
    drawsW,
    powerW: firstOf(DRAWS, (name) => drawsW[name] ?? null),
    limitW: firstOf(LIMITS, (name) => quantity(child(power, name), 'W')),
    gpuC: quantity(child(temperature, 'gpu_temp'), 'C'),
    memoryC: quantity(child(temperature, 'memory_temp'), 'C'),
  };
}

function told(element: XmlElement | null): string | null {
  return element === null || isNoValue(element.text) ? null : element.text;
}

/** `142.33 W` → 142.33; null where there is no element, or a remark in place of a value. */
function quantity(element: XmlElement | null, unit: string): number | null {
  const [, digits, printed] = /^(-?\d+(?:\.\d+)?) (\w+)$/.exec(element?.text ?? '') ?? [];
  return digits !== undefined && printed === unit ? Number(digits) : null;
}

function firstOf(names: readonly string[], get: (name: string) => number | null): number | null {
  for (const name of names) {
    const value = get(name);
    if (value !== null) return value;
  }
  return null;
}
