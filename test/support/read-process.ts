/**
 * A program that reads a leaderboard file, or appends a sample line to it (second argument `append`), and
 * prints what it found and the most memory it took, as JSON.
 */
import { appendLines } from '#store/leaderboard/append.ts';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import { sampleLines } from './sample-lines.ts';

const [file = '', what] = process.argv.slice(2);
const [line] = sampleLines(9, 1);
const before = process.resourceUsage().maxRSS;
if (what === 'append') await appendLines(file, [line!]);
const { submissions, problems } =
  what === 'append' ? { submissions: [], problems: [] } : await readLeaderboard(file);
const { maxRSS } = process.resourceUsage();
const served = submissions.map(({ lineNumber }) => lineNumber);
process.stdout.write(
  JSON.stringify({ served, problems, peakBytes: maxRSS * 1024, growthBytes: (maxRSS - before) * 1024 }),
);
