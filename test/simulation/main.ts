/** Prints the table of README, "How well it measures": `npm run simulate [-- RUNS]`. */
import { METHOD_VERSION } from '#core/protocol/version.ts';
import { interleavingUnderDrift, separatedShare } from './comparisons.ts';
import { figuresOf } from './figures.ts';
import { SCENARIOS } from './scenarios.ts';

const runs = Number(process.argv[2] ?? 1000);
if (!Number.isInteger(runs) || runs < 10) {
  process.stderr.write('simulate: the number of runs must be a whole number from 10 up\n');
  process.exit(2);
}
const percent = (ratio: number, digits = 1): string => `${(100 * ratio).toFixed(digits)} %`;
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

print(
  `Method version ${METHOD_VERSION}, ${runs} simulated runs a line, three configurations a run, standard settings.`,
);
print('');
print(
  '| condition | truth within the 95 % interval | median error | rounds | equal ones told apart | 10 % apart told apart |',
);
print('| --- | ---: | ---: | ---: | ---: | ---: |');
for (const scenario of SCENARIOS) {
  const { coverage, medianError, rounds } = await figuresOf(scenario, runs);
  const equal = await separatedShare(scenario, 1, runs);
  const different = await separatedShare(scenario, 1.1, runs);
  const cells = [
    scenario.name,
    percent(coverage),
    percent(medianError, 2),
    rounds.toFixed(1),
    percent(equal),
    percent(different),
  ];
  print(`| ${cells.join(' | ')} |`);
}
const { interleaved, sequential } = await interleavingUnderDrift(Math.ceil(runs / 5));
print('');
print(
  `Idle power that rises by 40 % in a run: median error ${percent(interleaved, 2)} in interleaved rounds, ` +
    `${percent(sequential, 2)} one after another: ${(sequential / interleaved).toFixed(1)} times as much.`,
);
