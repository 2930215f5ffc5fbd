/** The command line, in plain Node. */
import { nodeContext } from './node-context.ts';
import { startCli } from './start.ts';

await startCli(nodeContext());
