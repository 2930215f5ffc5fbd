import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliContext } from '#cli/context.ts';
import { addDeviceChanges } from '#cli/devices-changes-program.ts';
import { exitCodeOf } from '#cli/exit-code.ts';
import { reportFault } from '#cli/report-fault.ts';
import { throwFaults } from '#cli/usage.ts';
import { FILE_NAMES } from '#runner/provider-files/target.ts';
import { fakeCli, sink, type FakeCli } from '#test/support/fake-cli.ts';
import { hostOf, type Host } from '#test/support/download-server.ts';
import { madeInstallation, type Installation } from '#test/support/made-installation.ts';
import { FEED_PATH, madeNupkg, nugetFeed, sha512Of } from '#test/support/made-nupkg.ts';

const NUPKG = madeNupkg();
let cli: FakeCli;
let made: Installation;
let feed: Host;
beforeEach(async () => {
  cli = fakeCli();
  made = madeInstallation();
  feed = await hostOf(nugetFeed(NUPKG));
  writeFileSync(join(cli.folder, 'mine.nupkg'), NUPKG);
});
afterEach(async () => {
  await feed.close();
  for (const folder of [cli.folder, made.root]) await rm(folder, { recursive: true });
});

async function run(args: readonly string[], changes: Partial<CliContext> = {}) {
  const [stdout, stderr] = [sink(), sink()];
  const context = { ...cli.context, findPlaces: () => made.places, ...changes, stdout, stderr };
  let code = -1;
  const program = new Command('joulemark').configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
  });
  const devices = program.command('devices').copyInheritedSettings(program);
  addDeviceChanges(devices, context, (exitCode) => {
    code = exitCode;
  });
  throwFaults(program);
  await program.parseAsync(['devices', ...args], { from: 'user' }).catch(async (error: unknown) => {
    await reportFault(error, stderr);
    code = exitCodeOf(error);
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

const fromFeed = (): string[] => ['--feed', `${feed.origin}${FEED_PATH}`];

describe('joulemark devices enable', () => {
  it('says what is where, how to undo it, what it needs, and how to see the proof', async () => {
    const { code, stdout, stderr } = await run(['enable', 'cuda', ...fromFeed()]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `${made.binary}: the CUDA and TensorRT libraries of ONNX Runtime 1.30.0 were put there.`,
    );
    for (const name of FILE_NAMES)
      expect(stdout).toMatch(new RegExp(`${name}: 0\\.20 MB; SHA-256 [0-9a-f]{64}`));
    expect(stdout).toMatch(/SHA-512 [0-9a-f]{128}, as the NuGet feed names it/);
    expect(stdout).toContain('To undo it: joulemark devices disable cuda');
    expect(stdout).toMatch(/libcudnn\.so\.9 +│ cuDNN 9 +│ cuda, some operators/);
    expect(stdout).toContain('To see whether they work, and on what: joulemark devices');
    expect(stderr).toMatch(/cuda: microsoft\.ml\.onnxruntime\.gpu\.linux\.1\.30\.0\.nupkg, 100 % of 0\.6 MB/);
    expect(stderr).toMatch(/cuda: unpacking libonnxruntime_providers_cuda\.so, 0\.2 MB/);
  });

  it('takes a package from a file by its hash, and prints what it did as JSON', async () => {
    const { code, stdout } = await run([
      'enable',
      'cuda',
      '--from',
      'mine.nupkg',
      '--sha512',
      sha512Of(NUPKG),
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kept: false, receipt: { vouchedBy: 'caller' } });
    expect(feed.asked).toEqual([]);
    const again = await run(['enable', 'cuda']);
    expect(again.stdout).toMatch(/have been there since \d{4}-\d{2}-\d{2}, unchanged/);
  });

  it('enables tensorrt together with cuda, and says so', async () => {
    const { code, stderr } = await run(['enable', 'tensorrt', ...fromFeed()]);
    expect(code).toBe(0);
    expect(stderr).toContain('TensorRT comes in one package with CUDA: both are enabled.');
  });

  it('refuses providers that need no files, and names that are none', async () => {
    const dml = await run(['enable', 'dml']);
    expect(dml).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('dml needs no files beside those'),
    });
    const wrong = await run(['enable', 'cudda']);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean "cuda"?') });
  });

  it('says on other systems what there is instead', async () => {
    const { code, stderr } = await run(['enable', 'cuda'], { platform: 'win32/x64' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/linux\/x64 only, and this is win32\/x64\n.*DirectML/);
  });

  it('ends with 130 at Ctrl-C, and says that it resumes', async () => {
    const stuck = await hostOf(() => undefined);
    const running = run(['enable', 'cuda', '--feed', `${stuck.origin}${FEED_PATH}`], {
      onInterrupt(stop) {
        setImmediate(stop);
        return () => undefined;
      },
    });
    expect(await running).toMatchObject({ code: 130 });
    await stuck.close();
  });
});

describe('joulemark devices disable', () => {
  it('removes what was added', async () => {
    await run(['enable', 'cuda', ...fromFeed()]);
    const { code, stdout } = await run(['disable', 'cuda']);
    expect(code).toBe(0);
    expect(stdout).toBe(`Removed from ${made.binary}: ${FILE_NAMES.join(', ')}.\n`);
    expect((await run(['disable', 'cuda'])).stdout).toBe(`${made.binary} has nothing to remove.\n`);
  });

  it('says what it left, with exit code 1', async () => {
    await run(['enable', 'cuda', ...fromFeed()]);
    writeFileSync(join(made.binary, FILE_NAMES[1]), 'changed');
    const { code, stdout } = await run(['disable', 'tensorrt']);
    expect(code).toBe(1);
    expect(stdout).toContain(
      `Left alone, since it was changed since this command put it there: ${made.binary}/${FILE_NAMES[1]}`,
    );
  });
});
