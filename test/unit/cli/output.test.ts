import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { note, widthFor, write } from '#cli/output.ts';
import { sink } from '#test/support/fake-cli.ts';

function failing(code: string): Writable {
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error(`it was ${code}`), { code }));
    },
  });
  // As in the program: the event of the stream has a listener of its own.
  stream.on('error', () => undefined);
  return stream;
}

describe('write', () => {
  it('is content when the reader has gone, before or during the write', async () => {
    const stream = failing('EPIPE');
    await expect(write(stream, 'x')).resolves.toBeUndefined();
    await expect(write(stream, 'y')).resolves.toBeUndefined();
  });

  it('fails when the results could not be written', async () => {
    await expect(write(failing('ENOSPC'), 'x')).rejects.toMatchObject({ code: 'file-unwritable' });
  });
});

describe('note', () => {
  it('lets no text steer the terminal', async () => {
    const output = sink();
    await note(output, 'a\u001b[2Jb');
    expect(output.text()).toBe('a\uFFFD[2Jb\n');
  });
});

describe('widthFor', () => {
  it('is the width of a terminal, and none for a pipe', () => {
    expect(widthFor(sink(72))).toBe(72);
    expect(widthFor(sink())).toBeNull();
  });
});
