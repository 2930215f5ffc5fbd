/** The program behind `npm run test:recordings -- DIR…`. */
import { replayAll } from './replay.ts';

process.exitCode = await replayAll(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
