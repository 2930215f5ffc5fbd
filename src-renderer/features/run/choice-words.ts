/** What is chosen, in few words. */
import { LENGTH_WORDS } from '../../state/length-words.ts';
import type { RunRequest } from '#core/run-request.ts';

const number = (value: number): string => new Intl.NumberFormat().format(value);

const listed = (names: readonly string[] | null, usual: string): string => names?.join(', ') ?? usual;

const rateText = (ratePerS: number | null): string =>
  ratePerS === null ? 'back to back' : `${number(ratePerS)} inferences a second`;

const threadsText = (threads: number): string => (threads === 1 ? '1 thread' : `${number(threads)} threads`);

type Rare = Pick<RunRequest, 'precisions' | 'ratePerS' | 'noFallback' | 'threads'>;

/** Of the rarer choices: always the precisions and the scenario, of the others what is not as usual. */
export function rareText({ precisions, ratePerS, noFallback, threads }: Rare): string {
  return [
    listed(precisions, 'usual precisions'),
    rateText(ratePerS),
    ...(noFallback ? ['no fallback'] : []),
    ...(threads === null ? [] : [threadsText(threads)]),
  ].join(' · ');
}

/** Of all of it. */
export function requestText(request: RunRequest): string {
  return [
    LENGTH_WORDS[request.length],
    listed(request.models, 'the default suite'),
    listed(request.providers, 'usual devices'),
    rareText(request),
  ].join(' · ');
}
