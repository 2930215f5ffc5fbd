/** The devices of a machine: what each is, how it stands, why it is not ready and how that is mended. */
import type { DeviceState, DeviceStatus } from '#core/devices.ts';
import type { Adapter } from '#core/placement.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';
import { plain, terminalTable, wrap, type TerminalColumn } from './terminal.ts';

const STATES: Readonly<Record<DeviceState, string>> = {
  ready: 'ready',
  software: 'software',
  unverified: 'unverified',
  'fell-back': 'fell back',
  unavailable: 'unavailable',
};

const KINDS: Readonly<Record<NonNullable<Adapter['kind']>, string>> = {
  discrete: 'discrete GPU',
  integrated: 'integrated GPU',
  software: 'software, no GPU',
  npu: 'NPU',
  cpu: 'CPU',
};

const COLUMNS: readonly TerminalColumn[] = [
  { head: 'target', align: 'left' },
  { head: 'claims', align: 'left' },
  { head: 'state', align: 'left' },
  { head: 'what it is', align: 'left' },
];

/** Columns of frames and padding around each cell. */
const FRAME_COLUMNS = 3 * COLUMNS.length + 1;
const MIN_NAME_COLUMNS = 16;

/** `width`: columns of the terminal; null: as wide as it gets. */
export function devicesText(devices: readonly DeviceStatus[], width: number | null): string {
  const short = devices.map(({ target, device, state }) => [target, device.toUpperCase(), STATES[state]]);
  const widest = [0, 1, 2].map((column) =>
    Math.max((COLUMNS[column]?.head ?? '').length, ...short.map((cells) => cells[column]?.length ?? 0)),
  );
  const taken = widest.reduce((sum, columns) => sum + columns, FRAME_COLUMNS);
  const nameWidth = width === null ? null : Math.max(MIN_NAME_COLUMNS, width - taken);
  const table = terminalTable(
    COLUMNS,
    devices.map((device, index) => [...(short[index] ?? []), wrap(nameOf(device), nameWidth)]),
  );
  const parts = [
    table,
    ...groupsOf(devices).map((group) => detailsOf(group, width)),
    summaryOf(devices, width),
  ];
  return `${parts.join('\n\n')}\n`;
}

function nameOf({ name, vendor, adapter }: DeviceStatus): string {
  return name ?? vendor ?? (adapter?.kind ? KINDS[adapter.kind] : '');
}

/** What keeps several targets from running is said once, e.g. that there is no Electron for any page. */
function groupsOf(devices: readonly DeviceStatus[]): DeviceStatus[][] {
  const groups = new Map<string, DeviceStatus[]>();
  for (const device of devices) {
    const { state, target, fault, fix } = device;
    const key = state === 'unavailable' ? JSON.stringify([fault?.message, fix]) : target;
    groups.set(key, [...(groups.get(key) ?? []), device]);
  }
  return [...groups.values()];
}

function detailsOf(group: readonly DeviceStatus[], width: number | null): string {
  const [first, ...others] = group;
  if (first === undefined) return '';
  const { target, provider, fault, fix } = first;
  const head =
    others.length === 0
      ? `${target}: ${[PROVIDER_FACTS[provider].title, ...factsOf(first)].join('; ')}`
      : group.map((device) => device.target).join(', ');
  const lines = [wrap(head, width, '  ')];
  // The commands below are the remedy in full.
  const remedy = fault === null || fix !== null ? '' : ` ${fault.remedy}`;
  if (fault !== null) lines.push(indented(`${sentence(fault.message)}${remedy}`, width));
  // Commands are shown as they are: a wrapped line could not be copied.
  if (fix !== null) {
    const commands = fix.trimEnd().split('\n');
    lines.push('  To mend it:', ...commands.map((line) => `    ${plain(line)}`));
  }
  return lines.join('\n');
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const indented = (text: string, width: number | null): string =>
  `  ${wrap(plain(text).replaceAll('\n', ' '), width === null ? null : width - 2, '  ')}`;

function factsOf({
  provider,
  name,
  vendor,
  driver,
  memoryBytes,
  adapter,
  placement,
}: DeviceStatus): string[] {
  const own = placement?.timeRatio[PROVIDER_FACTS[provider].placedAs] ?? 0;
  return [
    ...(name === null ? [] : [name]),
    ...(vendor === null || name?.includes(vendor) === true ? [] : [`by ${vendor}`]),
    ...(adapter?.kind ? [KINDS[adapter.kind]] : []),
    ...(driver === null ? [] : [`driver ${driver}`]),
    ...(memoryBytes === null ? [] : [`${(memoryBytes / 2 ** 30).toFixed(1)} GiB`]),
    ...(placement === null ? [] : [`${Math.round(100 * own)} % of node time ran on it`]),
  ];
}

function summaryOf(devices: readonly DeviceStatus[], width: number | null): string {
  const ready = devices.filter(({ state }) => state === 'ready').map(({ target }) => target);
  const sentence =
    ready.length === 0
      ? 'None of these is ready.'
      : `Ready, and proved by a session of a small model: ${ready.join(', ')}.`;
  return wrap(sentence, width);
}
