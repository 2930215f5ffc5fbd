/** Looks into the pages and processes of a Chromium from outside, through its own debugging port. */
import { once } from 'node:events';
import { WebSocket } from 'undici';

/** Makes Chromium listen, on a port that it chooses and names in its standard error. */
export const DEVTOOLS_FLAG = '--remote-debugging-port=0';

interface Target {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

export interface DevTools {
  /** All pages, hidden ones too. */
  pages(): Promise<Target[]>;
  /** Ids of the processes of one kind; pages have those of kind `renderer`. */
  pidsOf(kind: 'renderer' | 'GPU'): Promise<number[]>;
  /** The JSON value of an expression in the only page. */
  evaluate(expression: string): Promise<unknown>;
}

/** What Chromium writes to its standard error once it listens. */
export const LISTENING = /DevTools listening on (ws:\/\/\S+)/;

export function devToolsOf(address: string): DevTools {
  const pages = async (): Promise<Target[]> => {
    const answer = await fetch(`http://${new URL(address).host}/json/list`);
    return ((await answer.json()) as Target[]).filter(({ type }) => type === 'page');
  };
  return {
    pages,
    async pidsOf(kind) {
      const { processInfo } = (await ask(address, 'SystemInfo.getProcessInfo', {})) as {
        processInfo: readonly { type: string; id: number }[];
      };
      return processInfo.filter(({ type }) => type === kind).map(({ id }) => id);
    },
    async evaluate(expression) {
      const [page] = await pages();
      if (page === undefined) throw new Error('there is no page');
      const params = { expression, returnByValue: true, awaitPromise: true };
      const answer = (await ask(page.webSocketDebuggerUrl, 'Runtime.evaluate', params)) as {
        result: { value: unknown };
      };
      return answer.result.value;
    },
  };
}

async function ask(address: string, method: string, params: object): Promise<unknown> {
  const socket = new WebSocket(address);
  try {
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: 1, method, params }));
    const [{ data }] = (await once(socket, 'message')) as [{ data: string }];
    return (JSON.parse(data) as { result: unknown }).result;
  } finally {
    socket.close();
  }
}
