import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPort } from '#inference/worker/port.ts';

/** As Electron's `parentPort` and its ports. */
class FakePort extends EventEmitter {
  readonly sent: unknown[] = [];
  started = false;
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  start(): void {
    this.started = true;
  }
}

describe('under Electron', () => {
  afterEach(() => {
    Reflect.deleteProperty(process, 'parentPort');
  });

  function open() {
    const parent = new FakePort();
    Object.assign(process, { parentPort: parent });
    const gone = vi.fn();
    const heard: unknown[] = [];
    const port = openPort(gone);
    port?.onMessage((message) => heard.push(message));
    return { parent, port, gone, heard };
  }

  it('talks with its parent', () => {
    const { parent, port, heard } = open();
    parent.emit('message', { data: 'question', ports: [] });
    port?.send('answer');
    expect(heard).toEqual(['question']);
    expect(parent.sent).toEqual(['answer']);
  });

  it('talks over a port that its parent hands over, and ends with it', () => {
    const { parent, port, gone, heard } = open();
    const other = new FakePort();
    parent.emit('message', { data: { kind: 'port' }, ports: [other] });
    other.emit('message', { data: 'question', ports: [] });
    port?.send('answer');
    expect(other.started).toBe(true);
    expect(heard).toEqual(['question']);
    expect([other.sent, parent.sent]).toEqual([['answer'], []]);
    expect(gone).not.toHaveBeenCalled();
    other.emit('close');
    expect(gone).toHaveBeenCalledOnce();
  });
});
