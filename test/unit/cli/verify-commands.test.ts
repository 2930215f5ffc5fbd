import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalText } from '#core/leaderboard/identity.ts';
import { revocationOf } from '#core/leaderboard/revocation.ts';
import type { Submission } from '#core/leaderboard/schema.ts';
import { addTrustedKey } from '#store/keys/trusted-keys.ts';
import { consistentLines } from '#test/support/consistent-record.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { lineBy, newSigner } from '#test/support/signed-lines.ts';

let cli: FakeCli;
beforeEach(() => {
  cli = fakeCli();
});
afterEach(() => rmSync(cli.folder, { recursive: true }));

const [alice, bob] = [newSigner(), newSigner()];
const short = (key: string) => `unnamed key ${key.slice(0, 12)}…`;
const submissions = [1, 2, 3].map((seed) => consistentLines({ seed })[0]!.submission) as [
  Submission,
  Submission,
  Submission,
];
const [one, two, three] = submissions.map((submission) => lineBy(alice, { ...submission })) as [
  string,
  string,
  string,
];
const unsigned = lineBy(null, { ...submissions[0] });
/** Signed by somebody else, with half the joules. */
const better = lineBy(bob, {
  ...submissions[1],
  results: { ...submissions[1].results, netJ: submissions[1].results.netJ / 2 },
});
const hot = lineBy(bob, {
  ...submissions[2],
  windows: submissions[2].windows.map((window) => ({ ...window, temperatureC: 200 })),
  conditions: { ...submissions[2].conditions, temperatureC: { min: 200, max: 200 } },
});
/** Another run's line with the windows of `one`. */
const stolen = lineBy(bob, {
  ...submissions[0],
  runId: 'f'.repeat(16),
  startedAt: '2026-03-01T00:00:00.000Z',
});

function write(name: string, ...lines: readonly string[]): void {
  writeFileSync(join(cli.folder, name), lines.map((line) => `${line}\n`).join(''));
}
const verify = (...args: string[]) => cli.run('leaderboard', 'verify', ...args);
const validate = (...args: string[]) => cli.run('leaderboard', 'validate', '--strict', ...args);

describe('leaderboard verify', () => {
  it('ends with 0 and a summary where every line is well', async () => {
    write('board.jsonl', one, two, lineBy(null, { ...submissions[2] }));
    expect(await verify('board.jsonl')).toEqual({
      code: 0,
      stdout:
        '1 file, 3 lines: 2 verified, 1 unsigned, 0 altered, 0 implausible, 0 unreadable\n' +
        `  2 by ${short(alice.publicKey)}\n`,
      stderr: '',
    });
  });

  it('names each bad line as compilers do, with the reason and the key, and ends with 1', async () => {
    await addTrustedKey(cli.places.dataDir, {
      publicKey: bob.publicKey,
      name: 'Bob',
      addedAt: '2026-01-01T00:00:00Z',
    });
    write('board.jsonl', one, better, 'foreign', hot, '', `${three.slice(0, -9)}`);
    const { code, stdout } = await verify('board.jsonl');
    expect(code).toBe(1);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(
      /^board\.jsonl:2: altered \(Bob\): netJ is 0\.\d+, but 0\.\d+ follows from the rest/,
    );
    expect(lines[1]).toBe('board.jsonl:3: unreadable: is not JSON');
    expect(lines[2]).toBe('board.jsonl:4: implausible (Bob): windows[0] was measured at 200 °C');
    expect(lines.at(-4)).toBe('board.jsonl:6: unreadable: is torn: it begins like a line but does not end');
    expect(lines.at(-3)).toBe(
      '1 file, 5 lines: 1 verified, 0 unsigned, 1 altered, 1 implausible, 2 unreadable',
    );
  });

  it('looks across files for windows that two lines share', async () => {
    write('a.jsonl', stolen);
    write('b.jsonl', one);
    const { code, stdout } = await verify('a.jsonl', 'b.jsonl');
    expect(code).toBe(1);
    expect(stdout).toContain(
      `a.jsonl:1: implausible (${short(bob.publicKey)}): holds measuring windows of b.jsonl:1 (${JSON.parse(one).id.slice(0, 12)})\n`,
    );
    expect(stdout).toContain('2 files, 2 lines: 1 verified, 0 unsigned, 0 altered, 1 implausible');
    expect(stdout).toContain(`  1 by ${short(alice.publicKey)}\n`);
  });

  it('fails for unsigned lines where it is strict, and shows all lines where asked', async () => {
    write('board.jsonl', unsigned, two);
    expect((await verify('board.jsonl')).code).toBe(0);
    const strict = await verify('board.jsonl', '--strict');
    expect(strict.code).toBe(1);
    expect(strict.stdout).toContain('board.jsonl:1: unsigned: nobody has signed it\n');
    expect((await verify('board.jsonl', '--all')).stdout).toContain(
      `board.jsonl:2: verified (${short(alice.publicKey)})\n`,
    );
  });

  it('tells what its signer has taken back, and what nobody can', async () => {
    const at = '2026-02-01T00:00:00.000Z';
    const byAlice = canonicalText({ ...revocationOf(JSON.parse(one).id, at, 'the lid was open', alice) });
    const byBob = canonicalText({ ...revocationOf(JSON.parse(two).id, at, 'spite', bob) });
    const broken = byAlice.replace('lid', 'fan');
    write('board.jsonl', byAlice, one, two, byBob, broken);
    const { code, stdout } = await verify('board.jsonl');
    expect(code).toBe(1);
    expect(stdout).toContain(`board.jsonl:2: revoked by its signer at ${at}: the lid was open\n`);
    expect(stdout).toMatch(/board\.jsonl:4: revocation takes back nothing: /);
    expect(stdout).toMatch(/board\.jsonl:5: altered: the id does not match the contents/);
    expect(stdout).toContain(
      '2 verified, 0 unsigned, 1 altered, 0 implausible, 0 unreadable, 2 revocations (1 in force)',
    );
  });

  it('prints one JSON document for programs, with every line where asked', async () => {
    write('board.jsonl', one, better, stolen, one);
    const { stdout, code } = await verify('board.jsonl', '--json', '--all');
    expect(code).toBe(1);
    const told = JSON.parse(stdout);
    expect(told.lines.map(({ line, state }: { line: number; state: string }) => [line, state])).toEqual([
      [1, 'verified'],
      [2, 'altered'],
      [3, 'verified'],
      [4, 'verified'],
    ]);
    expect(told.lines[3].repeats).toEqual({ file: 'board.jsonl', line: 1 });
    expect(told.across).toMatchObject([
      { file: 'board.jsonl', line: 3, state: 'implausible', signedBy: bob.publicKey },
    ]);
    expect(told.summary).toMatchObject({
      files: 1,
      lines: 4,
      repeated: 1,
      states: { verified: 2, implausible: 1 },
    });
    write('well.jsonl', one);
    expect(JSON.parse((await verify('well.jsonl', '--json')).stdout)).toMatchObject({
      lines: [],
      across: [],
    });
  });

  it('cannot be made to steer the terminal by what a line says', async () => {
    write('board.jsonl', '{"schema":"\\u001b[2Jevil"}', '\u001b[31m{');
    const { stdout } = await verify('board.jsonl');
    expect(stdout).not.toContain('\u001b');
  });

  it('reads CRLF, a byte order mark, NUL bytes, invalid UTF-8, long lines and an empty file without losing the rest', async () => {
    const bytes = [
      Buffer.from(`\uFEFF${one}\r\n`),
      Buffer.from('\0\0\0\n'),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.alloc(9 * 2 ** 20, 'x'),
      Buffer.from(`\n${two}`),
    ];
    writeFileSync(join(cli.folder, 'board.jsonl'), Buffer.concat(bytes));
    const { stdout, code } = await verify('board.jsonl');
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'board.jsonl:2: unreadable: holds NUL bytes (a fault of the disk or of a sync tool)',
      'board.jsonl:3: unreadable: is not text in UTF-8',
      'board.jsonl:4: unreadable: is longer than 8388608 bytes',
      '1 file, 5 lines: 2 verified, 0 unsigned, 0 altered, 0 implausible, 3 unreadable',
    ]);
    write('empty.jsonl');
    expect((await verify('empty.jsonl')).stdout).toContain('1 file, 0 lines: 0 verified');
  });

  it('names the path of a file that is none', async () => {
    mkdirSync(join(cli.folder, 'folder'));
    const none = await verify('none.jsonl');
    expect(none.code).toBe(1);
    expect(none.stderr).toContain(`${join(cli.folder, 'none.jsonl')}: there is no such file`);
    expect((await verify('folder')).stderr).toContain('it is a folder');
  });
});

describe('leaderboard validate --strict', () => {
  it('ends with 0 where every line is verified, new and well written', async () => {
    write('board.jsonl', one, two);
    expect(await validate('board.jsonl')).toEqual({
      code: 0,
      stdout: 'board.jsonl: 2 of 2 lines are well\n',
      stderr: '',
    });
  });

  it('asks for a signature, for one line each, and for the form in which lines are written', async () => {
    const loose = JSON.stringify(JSON.parse(two), null, ' ').replaceAll('\n', '');
    const text = [unsigned, two, two, `${three}\r`, '', `\uFEFF${loose}`].join('\n');
    writeFileSync(join(cli.folder, 'board.jsonl'), text);
    const { code, stdout } = await validate('board.jsonl');
    expect(code).toBe(1);
    expect(stdout.split('\n')).toEqual([
      'board.jsonl:1: unsigned: nobody has signed it',
      'board.jsonl:3: says the same as line 2; it counts once',
      'board.jsonl:4: ends with CR and LF, where LF alone ends a line',
      'board.jsonl:5: is empty',
      'board.jsonl:6: begins with a byte order mark',
      'board.jsonl:6: has no line break at its end: whoever appends next would have to mend it',
      'board.jsonl:6: is not in the canonical form of RFC 8785, in which this program writes lines',
      'board.jsonl:6: says the same as line 2; it counts once',
      'board.jsonl: 1 of 6 lines are well',
      '',
    ]);
  });

  it('judges only lines that the base does not hold', async () => {
    write('old.jsonl', 'foreign', unsigned, better);
    write('new.jsonl', 'foreign', unsigned, better, two);
    expect(await validate('new.jsonl', '--base', 'old.jsonl')).toEqual({
      code: 0,
      stdout: 'new.jsonl: 1 of 1 new lines are well; 3 of 3 lines of old.jsonl are still there\n',
      stderr: '',
    });
    write('new.jsonl', 'foreign', unsigned, better, two, hot);
    const { code, stdout } = await validate('new.jsonl', '--base', 'old.jsonl');
    expect(code).toBe(1);
    expect(stdout).toContain('new.jsonl:5: implausible');
  });

  it('names lines of the base that were removed or changed, by their number there', async () => {
    write('old.jsonl', one, two, two, three);
    write('new.jsonl', two, `${three} `);
    const { code, stdout } = await validate('new.jsonl', '--base', 'old.jsonl');
    expect(code).toBe(1);
    expect(stdout.split('\n').filter((line) => line.startsWith('old.jsonl'))).toEqual(
      [1, 3, 4].map((line) => `old.jsonl:${line}: is not in new.jsonl as it was; a board is only added to`),
    );
    expect(stdout).toContain('1 of 4 lines of old.jsonl are still there');
  });

  it('blames a new line that copies an old one, whatever date it claims', async () => {
    const backdated = lineBy(bob, {
      ...submissions[0],
      runId: 'f'.repeat(16),
      startedAt: '2026-01-02T00:00:00.000Z',
    });
    write('old.jsonl', unsigned);
    write('new.jsonl', backdated, unsigned);
    const { code, stdout } = await validate('new.jsonl', '--base', 'old.jsonl');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^new\.jsonl:1: implausible .*: holds measuring windows of new\.jsonl:2 /m);
    expect(stdout).not.toMatch(/^new\.jsonl:2: implausible/m);
  });

  it('takes a revocation by the key that signed, and none by another', async () => {
    const at = '2026-02-01T00:00:00.000Z';
    const { id } = JSON.parse(one);
    write('old.jsonl', one);
    write('new.jsonl', one, canonicalText({ ...revocationOf(id, at, '', alice) }));
    expect((await validate('new.jsonl', '--base', 'old.jsonl')).code).toBe(0);
    write('new.jsonl', one, canonicalText({ ...revocationOf(id, at, '', bob) }));
    const { code, stdout } = await validate('new.jsonl', '--base', 'old.jsonl');
    expect(code).toBe(1);
    expect(stdout).toContain('new.jsonl:2: revocation takes back nothing');
  });

  it('says that --base goes with --strict', async () => {
    write('board.jsonl', one);
    const { code, stderr } = await cli.run('leaderboard', 'validate', 'board.jsonl', '--base', 'board.jsonl');
    expect(code).toBe(2);
    expect(stderr).toContain('--base goes with --strict');
  });
});
