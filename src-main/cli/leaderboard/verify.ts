/** `joulemark leaderboard verify FILE…` */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { TrustedKeys } from '#core/leaderboard/trusted.ts';
import type { BoardFindings, LineReport } from '#core/leaderboard/verify/board.ts';
import {
  idleRevocationText,
  lineJson,
  lineText,
  PROBLEMS,
  revokedJson,
  revokedText,
  summaryJson,
  summaryText,
} from '#report/verify-report.ts';
import { verifyFiles } from '#runner/leaderboard/verify-files.ts';
import { readTrustedKeys } from '#store/keys/trusted-keys.ts';
import type { CliContext, Output } from '../context.ts';
import { DONE, FAILED } from '../exit-code.ts';
import { write } from '../output.ts';

interface VerifyOptions {
  readonly json?: true;
  readonly all?: true;
  readonly strict?: true;
}

export function addVerify(leaderboard: Command, context: CliContext, done: (exitCode: number) => void): void {
  leaderboard
    .command('verify <files...>')
    .description('check signatures, recompute every figure, and look for what no machine shows')
    .option('--all', 'show every line, not only those that something is wrong with')
    .option('--strict', 'fails for unsigned lines, too')
    .option('--json', 'as JSON')
    .action(async (files: string[], options: VerifyOptions) =>
      done(await verifyLeaderboards(files, options, context)),
    );
}

/** Fails when a line is altered, implausible or unreadable. Reads each file once, from its start to its end. */
async function verifyLeaderboards(
  files: readonly string[],
  options: VerifyOptions,
  { cwd, env, stdout, findPlaces }: CliContext,
): Promise<number> {
  const trusted = await readTrustedKeys(findPlaces(env).dataDir);
  const isShown = ({ state }: LineReport) =>
    options.all === true || PROBLEMS.has(state) || (options.strict === true && state === 'unsigned');
  const printer = options.json === true ? new JsonPrinter(stdout, trusted) : new TextPrinter(stdout, trusted);
  const findings = await verifyFiles({
    files: files.map((name) => ({ path: resolve(cwd, name), name })),
    trusted,
    onLine: (report) => (isShown(report) ? printer.line(report) : undefined),
  });
  await printer.end(files.length, findings);
  const { states } = findings.summary;
  const bad = [...PROBLEMS].some((state) => states[state] > 0);
  return bad || (options.strict === true && states.unsigned > 0) ? FAILED : DONE;
}

interface Printer {
  line(report: LineReport): Promise<void>;
  end(files: number, findings: BoardFindings): Promise<void>;
}

/** A write a line would take longer than the verification. */
const BUFFER_CHARACTERS = 65_536;

class Buffered {
  readonly #output: Output;
  #text = '';

  constructor(output: Output) {
    this.#output = output;
  }

  async add(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length >= BUFFER_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '') await write(this.#output, text);
  }
}

class TextPrinter implements Printer {
  readonly #out: Buffered;
  readonly #trusted: TrustedKeys;

  constructor(output: Output, trusted: TrustedKeys) {
    this.#out = new Buffered(output);
    this.#trusted = trusted;
  }

  line(report: LineReport): Promise<void> {
    return this.#out.add(lineText(report, this.#trusted));
  }

  async end(files: number, findings: BoardFindings): Promise<void> {
    const { across, revoked, idleRevocations, summary } = findings;
    for (const report of across) await this.line(report);
    for (const report of revoked) await this.#out.add(revokedText(report));
    for (const report of idleRevocations) await this.#out.add(idleRevocationText(report));
    await this.#out.add(summaryText(files, summary, this.#trusted));
    await this.#out.flush();
  }
}

/** One object, written as it comes; `across`: lines that are wrong beside others only, whatever `lines` says of them. */
class JsonPrinter implements Printer {
  readonly #out: Buffered;
  readonly #trusted: TrustedKeys;
  #begun = false;

  constructor(output: Output, trusted: TrustedKeys) {
    this.#out = new Buffered(output);
    this.#trusted = trusted;
  }

  async line(report: LineReport): Promise<void> {
    await this.#out.add(`${this.#begun ? ',\n' : '{"lines":[\n'}${lineJson(report, this.#trusted)}`);
    this.#begun = true;
  }

  async end(files: number, findings: BoardFindings): Promise<void> {
    const { across, revoked, idleRevocations, summary } = findings;
    const lines = (texts: readonly string[]) => `[${texts.map((text) => `\n${text}`).join(',')}]`;
    const parts = [
      `"across":${lines(across.map((report) => lineJson(report, this.#trusted)))}`,
      `"revoked":${lines(revoked.map(revokedJson))}`,
      `"idleRevocations":${lines(idleRevocations.map(revokedJson))}`,
      `"summary":${summaryJson(files, summary, this.#trusted)}`,
    ];
    await this.#out.add(`${this.#begun ? '\n' : '{"lines":['}],\n${parts.join(',\n')}}\n`);
    await this.#out.flush();
  }
}
