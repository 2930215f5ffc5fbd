import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askOn } from '#cli/ask.ts';
import { sink } from '#test/support/fake-cli.ts';

async function answer(text: string, end = false) {
  const input = new PassThrough();
  const output = sink();
  input.write(text);
  if (end) input.end();
  return { yes: await askOn(input, output, 'Write?'), said: output.text() };
}

describe('askOn', () => {
  it.each(['y\n', 'Y\n', 'yes\n', ' YES \n'])('takes %j for a yes', async (text) => {
    expect(await answer(text)).toEqual({ yes: true, said: 'Write? [y/N] ' });
  });

  it.each(['\n', 'n\n', 'no\n', 'yeah\n', 'yn\n'])('takes %j for a no', async (text) => {
    expect((await answer(text)).yes).toBe(false);
  });

  it('takes an input that ends for a no', async () => {
    expect(await answer('', true)).toEqual({ yes: false, said: 'Write? [y/N] \n' });
  });
});
