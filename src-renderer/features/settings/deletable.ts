/** What may be deleted: what goes, what stays, and how much it is, in words. */
import { counted } from '#core/format/counted.ts';
import { rounded } from '#core/format/number.ts';
import type { Amount, DeletableId } from '#ipc/calls/storage.ts';

export interface Deletable {
  readonly id: DeletableId;
  readonly title: string;
  readonly button: string;
  readonly goes: string;
  readonly stays: string;
  /** What comes of it. */
  readonly after: string;
}

const KEY = 'the key of this installation, by which your submitted lines are recognised as yours';

export const DELETABLES: readonly Deletable[] = [
  {
    id: 'runs',
    title: 'Former runs',
    button: 'Delete all runs',
    goes: 'Every record in the history folder. There is no way back.',
    stays: `Your models and settings, leaderboard files with the lines that you submitted, and ${KEY}.`,
    after: 'History and comparisons are empty until the next run.',
  },
  {
    id: 'made',
    title: 'Models made here',
    button: 'Delete made models',
    goes: 'Variants at reduced precision and built architectures in the cache folder.',
    stays: `The models they were made from, downloads, former runs, settings, and ${KEY}.`,
    after: 'They are made again when a run needs them, which takes time then.',
  },
  {
    id: 'settings',
    title: 'Settings',
    button: 'Forget all settings',
    goes: 'All that is set on this page, saved presets, and which leaderboard files were chosen.',
    stays: `Former runs, models, the leaderboard files themselves, and ${KEY}.`,
    after: 'Joulemark begins as after its installation, with the welcome page at the next start.',
  },
];

/** `3 runs, 1.4 MB`; `none` where there is nothing. */
export function amountText(id: DeletableId, { files, bytes }: Amount): string {
  if (files === 0) return 'none';
  return `${counted(files, id === 'runs' ? 'run' : 'file')}, ${sizeText(bytes)}`;
}

/** Megabytes (10⁶ bytes), to a tenth below 100. */
export function sizeText(bytes: number): string {
  const megabytes = bytes / 1e6;
  const text = (value: number): string => `${rounded(value, value < 100 ? 1 : 0)} MB`;
  return bytes > 0 && megabytes < 0.1 ? `less than ${text(0.1)}` : text(megabytes);
}
