/** Calls to a worker, with a time limit each, that end in an answer or in a `Fault`. */
import { Fault } from '#core/errors.ts';
import type { WorkerChannel } from '#core/worker/channel.ts';
import {
  type Answer,
  type Ask,
  type CallKind,
  REPLIES,
  replySchema,
  type Reply,
} from '#core/worker/messages.ts';
import { exitFault } from './exit-fault.ts';

/** Seconds after which a silent worker is ended. Loading may optimise a large graph twice. */
const LIMITS_S: Record<CallKind, number> = {
  backends: 60,
  load: 120,
  infer: 120,
  extremes: 120,
  histograms: 120,
  start: 120,
  stop: 120,
  cpu: 60,
};

/** What a worker was doing when it was asked last, in words. */
const DOING: Record<CallKind, string> = {
  backends: 'listing its providers',
  load: 'loading the model',
  infer: 'running an inference',
  extremes: 'running an inference',
  histograms: 'running an inference',
  start: 'running its first inference',
  stop: 'ending the inference under way',
  cpu: 'telling its processor time',
};

export interface WorkerClient {
  /** Rejects with the worker's own `Fault`, `worker-died` or `worker-silent`. */
  call<K extends CallKind>(kind: K, ask: Ask<K>): Promise<Answer<K>>;
  /** Ends the process and resolves when it is gone; pending calls reject with the fault. */
  close(fault: Fault): Promise<void>;
}

interface Pending {
  readonly settle: (reply: Reply) => void;
  readonly fail: (fault: Fault) => void;
}

export function createClient(
  channel: WorkerChannel,
  limits: Partial<Record<CallKind, number>> = {},
): WorkerClient {
  const limitsS = { ...LIMITS_S, ...limits };
  const pending = new Map<number, Pending>();
  let nextId = 0;
  let ended: Fault | null = null;

  const end = (fault: Fault): void => {
    ended ??= fault;
    for (const { fail } of pending.values()) fail(ended);
    pending.clear();
  };
  const exited = new Promise<void>((resolve) => {
    channel.onExit((reason) => {
      end(exitFault(reason));
      resolve();
    });
  });
  channel.onMessage((message) => {
    const reply = replySchema.safeParse(message);
    if (!reply.success) {
      end(new Fault('internal', `the worker sent what is no reply: ${reply.error.message}`));
      channel.kill();
      return;
    }
    pending.get(reply.data.id)?.settle(reply.data);
    pending.delete(reply.data.id);
  });

  return {
    async call<K extends CallKind>(kind: K, ask: Ask<K>): Promise<Answer<K>> {
      if (ended) throw ended;
      const id = nextId;
      nextId += 1;
      let timer: NodeJS.Timeout | undefined;
      const reply = new Promise<Reply>((settle, fail) => {
        pending.set(id, { settle, fail });
        timer = setTimeout(() => {
          end(silent(kind, limitsS[kind]));
          channel.kill();
        }, limitsS[kind] * 1000);
      }).finally(() => {
        clearTimeout(timer);
      });
      channel.send({ kind, id, ask });
      return read(kind, await reply);
    },
    async close(fault) {
      end(fault);
      channel.kill();
      await exited;
    },
  };
}

function silent(kind: CallKind, limitS: number): Fault {
  return new Fault(
    'worker-silent',
    `The worker was not done with ${DOING[kind]} within ${limitS} s, and was ended`,
    {
      remedy:
        'The model or its driver hangs, or is far too slow here: run this configuration alone to see whether it does ' +
        'so again, choose another provider or a smaller model, and update the driver.',
    },
  );
}

function read<K extends CallKind>(kind: K, reply: Reply): Answer<K> {
  if (!reply.ok) throw Fault.fromWire(reply.fault);
  const answer = REPLIES[kind].safeParse(reply.answer);
  if (answer.success) return answer.data as Answer<K>;
  throw new Fault('internal', `the worker's answer to "${kind}" is malformed: ${answer.error.message}`);
}
