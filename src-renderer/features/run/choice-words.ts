/** What is chosen, in few words. */
import { counted } from '#core/format/counted.ts';
import { number } from '#core/format/number.ts';
import { LENGTH_WORDS } from '../../state/length-words.ts';
import type { RunRequest } from '#core/run-request.ts';

const listed = (names: readonly string[] | null, usual: string): string => names?.join(', ') ?? usual;

const rateText = (ratePerS: number | null): string =>
  ratePerS === null ? 'back to back' : `${number(ratePerS)} inferences a second`;

const threadsText = (threads: number): string => counted(threads, 'thread');

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
