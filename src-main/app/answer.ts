/** One call from the window: check the payload, do the work, and turn what was thrown into a reply. */
import { z } from 'zod';
import { Fault, toWireFault } from '#core/errors.ts';
import type { Calls } from '#ipc/contract.ts';
import type { Functions } from '#ipc/functions.ts';
import { GUARDS } from '#ipc/guards.ts';
import type { Reply } from '#ipc/reply.ts';

export type HandlersOf<C extends Functions<C>> = {
  readonly [K in keyof C]: (...args: Parameters<C[K]>) => ReturnType<C[K]> | Promise<ReturnType<C[K]>>;
};
export type Handlers = HandlersOf<Calls>;

/** Never rejects. `report` is told of what was thrown that is not a `Fault`: a mistake of ours. */
export async function answer<K extends keyof Calls>(
  handlers: Handlers,
  name: K,
  payload: readonly unknown[],
  report: (error: unknown) => void,
): Promise<Reply<ReturnType<Calls[K]>>> {
  const guard: z.ZodType<Parameters<Calls[K]>> = GUARDS[name];
  const args = guard.safeParse(payload);
  if (!args.success) return { ok: false, error: badPayload(name, args.error).toWire() };
  try {
    return { ok: true, value: await handlers[name](...args.data) };
  } catch (error) {
    if (!(error instanceof Fault)) report(error);
    return { ok: false, error: toWireFault(error) };
  }
}

function badPayload(name: string, error: z.ZodError): Fault {
  const details = error.issues.map(
    (issue) => `${issue.path.slice(1).join('.') || 'arguments'}: ${issue.message}`,
  );
  return new Fault('wrong-usage', `The window sent a bad "${name}": ${details.join('; ')}`, {
    remedy: 'Nothing was done. Choose again; if it stays, please report it with this message.',
  });
}
