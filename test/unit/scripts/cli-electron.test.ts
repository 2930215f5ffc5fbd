import { describe, expect, it } from 'vitest';
import { PROVIDERS } from '#core/configuration.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';
import { findElectron } from '#runner/electron-place.ts';
import { asksForPages, electronForCli, WEB_PROVIDERS } from '../../../scripts/lib/cli-electron.mjs';
import { Problem } from '../../../scripts/lib/problem.mjs';

const found = () => Promise.resolve({ executable: '/dist/electron' });
const never = () => Promise.reject(new Error('nobody asked for it'));

describe('a command line', () => {
  it.each([
    'devices --json',
    'bench --providers wasm',
    'bench --quick --providers cpu,webnn:npu',
    'bench --providers=web-webgpu',
    'bench --providers cpu --providers wasm',
  ])('%j asks for browser pages', (line) => {
    expect(asksForPages(line.split(' '))).toBe(true);
  });

  it.each([
    '',
    'bench --quick',
    'bench --providers cpu,webgpu,cuda',
    'bench --providers',
    'bench --models wasm',
    'models list',
  ])('%j does not', (line) => {
    expect(asksForPages(line.split(' '))).toBe(false);
  });

  it('knows all providers that need one', () => {
    expect(WEB_PROVIDERS).toEqual(PROVIDERS.filter((name) => PROVIDER_FACTS[name].runtime === 'web'));
  });
});

describe('the Electron that a checkout hands to its command line', () => {
  it('starts the checkout, with the switches of the person', async () => {
    const env = { JOULEMARK_ELECTRON_ARGS: '["--enable-unsafe-webgpu"]' };
    const handed = await electronForCli({ env, find: found });
    const place = findElectron(handed, '', { electron: undefined, executable: '' });
    expect(place).toEqual({
      executable: '/dist/electron',
      args: [process.cwd(), '--enable-unsafe-webgpu'],
    });
  });

  it('is the one that the person named', async () => {
    const env = { JOULEMARK_ELECTRON: '/mine/electron' };
    expect(await electronForCli({ env, find: never })).toMatchObject(env);
  });

  it('is missing for a reason, which the rows then say', async () => {
    const find = () => Promise.reject(new Problem('No network.', { remedy: 'Set a mirror.' }));
    expect(await electronForCli({ env: {}, find })).toEqual({
      JOULEMARK_ELECTRON_MISSING: 'No network. Set a mirror',
    });
    await expect(electronForCli({ env: {}, find: never })).rejects.toThrow('nobody asked');
  });

  it('is not handed switches that cannot be read', async () => {
    const env = { JOULEMARK_ELECTRON_ARGS: '--enable-unsafe-webgpu' };
    await expect(electronForCli({ env, find: found })).rejects.toThrow('is no JSON list of words');
  });
});
