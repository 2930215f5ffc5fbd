import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BenchListener } from '#app/bench.ts';
import { memoryKey, SuiteMemory } from '#app/suite-memory.ts';
import { SuiteSource } from '#app/suite-source.ts';
import type { Suite } from '#core/suite.ts';
import type { Places } from '#runner/places.ts';

let folder: string;
let memory: SuiteMemory;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-suite-'));
  memory = new SuiteMemory(join(folder, 'new', 'last-suite.json'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const suite = (title: string) => ({ models: [{ title }] }) as unknown as Suite;

function setUp(plug: () => string | null = () => null) {
  const benches: { listener: BenchListener; kill: () => void }[] = [];
  const source = new SuiteSource(
    (_job, listener) => {
      const bench = { listener, kill: vi.fn(), cancel: vi.fn(), pause: vi.fn(), resume: vi.fn() };
      benches.push(bench);
      return bench;
    },
    () => ({ meterSources: { plugAddress: plug() } }) as Places,
    { joulemark: '0.1.0', electron: '33.2.1' },
    memory,
  );
  return { source, benches };
}

describe('SuiteSource', () => {
  it('probes in a process that it ends', async () => {
    const { source, benches } = setUp();
    const asked = source.get(false);
    benches[0]!.listener.onMessage({ kind: 'suite', suite: suite('a') });
    expect(await asked).toEqual(suite('a'));
    expect(benches[0]!.kill).toHaveBeenCalledOnce();
  });

  it('probes anew when asked again, but not twice at the same time', async () => {
    const { source, benches } = setUp();
    const both = [source.get(false), source.get(false)];
    expect(benches).toHaveLength(1);
    benches[0]!.listener.onMessage({ kind: 'suite', suite: suite('a') });
    await Promise.all(both);
    const again = source.get(false);
    benches[1]!.listener.onMessage({ kind: 'suite', suite: suite('b') });
    expect(await again).toEqual(suite('b'));
  });

  it('gives the last answer while something is measured', async () => {
    const { source, benches } = setUp();
    const asked = source.get(false);
    benches[0]!.listener.onMessage({ kind: 'suite', suite: suite('a') });
    await asked;
    expect(await source.get(true)).toEqual(suite('a'));
    expect(benches).toHaveLength(1);
  });

  it('says why when the process dies, and tries again the next time', async () => {
    const { source, benches } = setUp();
    const asked = source.get(false);
    benches[0]!.listener.onExit('crashed with SIGSEGV');
    await expect(asked).rejects.toMatchObject({ message: expect.stringContaining('SIGSEGV') });
    void source.get(false);
    expect(benches).toHaveLength(2);
  });

  it('probes anew, after what is under way, when another plug was set meanwhile', async () => {
    let plug: string | null = null;
    const { source, benches } = setUp(() => plug);
    const former = source.get(false);
    plug = '192.0.2.7';
    const [later, same] = [source.get(false), source.get(false)];
    expect(benches).toHaveLength(1);
    benches[0]!.listener.onMessage({ kind: 'suite', suite: suite('without') });
    expect(await former).toEqual(suite('without'));
    await vi.waitFor(() => expect(benches).toHaveLength(2));
    benches[1]!.listener.onMessage({ kind: 'suite', suite: suite('with') });
    expect(await Promise.all([later, same])).toEqual([suite('with'), suite('with')]);
    expect(benches).toHaveLength(2);
  });

  it('ends when a run begins, and whoever waits is told', async () => {
    const { source, benches } = setUp();
    const asked = source.get(false);
    source.stop();
    expect(benches[0]!.kill).toHaveBeenCalledOnce();
    benches[0]!.listener.onExit('killed by SIGTERM');
    await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
    expect(benches).toHaveLength(1);
  });

  it('ends also what waits for another one to end', async () => {
    let plug = 'a';
    const { source, benches } = setUp(() => plug);
    const first = source.get(false);
    plug = 'b';
    const second = source.get(false);
    source.stop();
    benches[0]!.listener.onExit('killed by SIGTERM');
    await expect(first).rejects.toMatchObject({ code: 'interrupted' });
    await expect(second).rejects.toMatchObject({ code: 'interrupted' });
    expect(benches).toHaveLength(1);
  });

  it('looks for nothing while something is measured, even where nothing was found before', async () => {
    const { source, benches } = setUp();
    await expect(source.get(true)).rejects.toMatchObject({ code: 'run-in-progress' });
    expect(benches).toHaveLength(0);
  });

  it('remembers what was found for the next start, with the same meters only', async () => {
    const former = setUp();
    expect(former.source.last()).toBeNull();
    const asked = former.source.get(false);
    former.benches[0]!.listener.onMessage({ kind: 'suite', suite: suite('a') });
    await asked;
    expect(setUp().source.last()).toEqual(suite('a'));
    expect(setUp(() => '192.168.1.20').source.last()).toBeNull();
  });
});

describe('SuiteMemory', () => {
  const path = () => join(folder, 'new', 'last-suite.json');

  it('forgets what was changed, cut, or of another key', () => {
    const key = memoryKey(['1.0.0']);
    memory.write(key, suite('a'));
    expect(memory.read(key)).toEqual(suite('a'));
    expect(memory.read(memoryKey(['1.0.1']))).toBeNull();
    const text = readFileSync(path(), 'utf8');
    for (const damaged of [text.replace('title', 'tilte'), text.slice(0, -20), '', '{}']) {
      writeFileSync(path(), damaged);
      expect(memory.read(key)).toBeNull();
    }
  });

  it('does without where it cannot be written', () => {
    writeFileSync(join(folder, 'new'), 'a file where the folder would be');
    memory.write('key', suite('a'));
    expect(memory.read('key')).toBeNull();
  });
});
