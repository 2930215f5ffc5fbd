import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findElectron } from '#runner/electron-place.ts';

const NODE = { electron: undefined, executable: '/usr/bin/node' };
const AS_NODE = { electron: '33.2.1', executable: '/opt/joulemark/joulemark' };

describe('the Electron of the command line', () => {
  it('is the one that is named, with the arguments that are given', () => {
    const env = { JOULEMARK_ELECTRON: 'dist/electron', JOULEMARK_ELECTRON_ARGS: '["/app", "--no-sandbox"]' };
    const expected = { executable: resolve('dist/electron'), args: ['/app', '--no-sandbox'] };
    expect(findElectron(env, '/app', NODE)).toEqual(expected);
    expect(findElectron(env, '/app', AS_NODE)).toEqual(expected);
  });

  it('is none in plain Node where none is named', () => {
    expect(findElectron({}, '/app', NODE)).toBeNull();
    expect(findElectron({ JOULEMARK_ELECTRON: '' }, '/app', NODE)).toBeNull();
  });

  it('is the installed app itself where that runs the command line', () => {
    expect(findElectron({}, '/opt/joulemark/resources/app.asar', AS_NODE)).toEqual({
      executable: '/opt/joulemark/joulemark',
      args: [],
    });
    expect(findElectron({ JOULEMARK_ELECTRON_ARGS: '["--flag"]' }, '/checkout', AS_NODE)?.args).toEqual([
      '/checkout',
      '--flag',
    ]);
  });

  it.each(['--flag', '"--flag"', '[1]', '{'])('refuses %s as its arguments', (text) => {
    const env = { JOULEMARK_ELECTRON_ARGS: text };
    expect(() => findElectron(env, '/app', NODE)).toThrowError(
      expect.objectContaining({ code: 'wrong-usage', message: expect.stringContaining(text) }),
    );
  });
});
