/** Writes the pages that test/renderer/board-html.spec.ts opens, into the folder that is named. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardsHtml } from '#report/board-html/boards-html.ts';
import { HOSTILE_NAMES, hostileBoards, madeBoards } from './boards.ts';

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('usage: write-pages FOLDER');

const write = async (name: string, page: Promise<string>) => writeFileSync(join(folder, name), await page);
const made = { models: 2, devices: 8, seed: 5, signed: true };

await write(
  'made.html',
  boardsHtml(madeBoards({ ...made, count: 160 }), {
    title: 'Our boards',
    generatedFrom: 'team.jsonl',
    generatedAt: '2026-08-02T14:00:00.000Z',
  }),
);
// Made once and repeated: what is asked of it is its size.
const [largest] = madeBoards({ ...made, models: 1, count: 400 }).sort(
  (a, b) => b.entries.length - a.entries.length,
);
if (largest === undefined) throw new Error('a made board has entries');
const { entries } = largest;
const thousand = Array.from({ length: 1000 }, (_, index) => entries[index % entries.length] ?? []).flat();
await write(
  'large.html',
  boardsHtml([{ ...largest, entries: thousand, counts: { entries: 5000, degraded: 0 } }], {
    title: 'One large board',
    generatedFrom: 'team.jsonl',
  }),
);
const hostile = HOSTILE_NAMES.join(' ');
await write('hostile.html', boardsHtml(hostileBoards(), { title: hostile, generatedFrom: hostile }));
