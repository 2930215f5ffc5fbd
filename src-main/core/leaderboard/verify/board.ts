/** Judges all lines of one or several files, one after the other, and what they say together. */
import type { Revocation } from '../revocation.ts';
import { revokedIds } from '../revoked.ts';
import type { SignatureCheck } from '../signature.ts';
import type { TrustedKeys } from '../trusted.ts';
import { AcrossLines } from './across.ts';
import { judgeBoardLine, type JudgedLine } from './board-line.ts';
import type { LineState } from './check.ts';

/** Where a line stands. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly lineNumber: number;
}

export interface LineReport extends Place {
  readonly state: LineState;
  /** null: not known, since the line is unreadable or a revocation. */
  readonly id: string | null;
  readonly reasons: readonly string[];
  readonly signedBy: string | null;
  /** Where its submission stands already; null: nowhere before. */
  readonly repeats: Place | null;
}

export interface RevokedReport extends Place {
  readonly id: string;
  readonly revokedAt: string;
  /** In the words of whoever revoked it. */
  readonly reason: string;
}

export interface IdleRevocation extends Place {
  /** What it wants to take back. */
  readonly id: string;
}

export interface BoardSummary {
  /** What is no blank line. */
  readonly lines: number;
  readonly states: Readonly<Record<LineState, number>>;
  /** Submissions whose signer has taken them back; they are counted in `states`, too. */
  readonly revoked: number;
  /** Revocation lines, whether they count or not. */
  readonly revocations: number;
  /** Lines of a submission that another line holds already. */
  readonly repeated: number;
  /** Verified lines by public key (hex). */
  readonly byKey: ReadonlyMap<string, number>;
}

export interface BoardFindings {
  /** Lines that are well by themselves and implausible beside others. */
  readonly across: readonly LineReport[];
  readonly revoked: readonly RevokedReport[];
  /** Those that take nothing back: the submission is not here, or (also) another key has signed it. */
  readonly idleRevocations: readonly IdleRevocation[];
  readonly summary: BoardSummary;
}

export interface BoardOptions {
  readonly isSignature: SignatureCheck;
  readonly trusted: TrustedKeys;
  readonly now: Date;
}

/** Keeps some hundred bytes of each submission, and nothing of its text. */
export class BoardVerifier {
  readonly #options: BoardOptions;
  readonly #across = new AcrossLines();
  readonly #files: { readonly file: string; readonly firstOrdinal: number }[] = [];
  readonly #states: Record<LineState, number> = {
    verified: 0,
    unsigned: 0,
    altered: 0,
    implausible: 0,
    unreadable: 0,
  };
  readonly #byKey = new Map<string, number>();
  /** By submission id, where a line of it stands and who has signed it. */
  readonly #seen = new Map<string, Seen>();
  readonly #revocations: { readonly ordinal: number; readonly revocation: Revocation }[] = [];
  /** One string for each key, however many lines hold it; by its first 16 digits. */
  readonly #keys = new Map<string, string>();
  /** Of the next line, over all files, from 0. */
  #ordinal = 0;
  #fileLines = 0;
  #lines = 0;
  #repeated = 0;

  constructor(options: BoardOptions) {
    this.#options = options;
  }

  beginFile(file: string): void {
    this.#files.push({ file, firstOrdinal: this.#ordinal });
    this.#fileLines = 0;
  }

  /**
   * The next line of the file, blank ones included. `unreadable`: why there is no text. null: there is nothing to say of
   * the line by itself. `standsFirst`: nothing that comes later puts it in doubt.
   */
  add(text: string | null, unreadable: string | null = null, standsFirst = false): LineReport | null {
    const place = { file: this.#files.at(-1)?.file ?? '', lineNumber: (this.#fileLines += 1) };
    const ordinal = this.#ordinal;
    this.#ordinal += 1;
    const judged = this.#judge(text, unreadable);
    if (judged.kind === 'blank') return null;
    this.#lines += 1;
    if (judged.kind === 'revocation') {
      this.#revocations.push({ ordinal, revocation: judged.revocation });
      return null;
    }
    const { check } = judged;
    const { state, reasons, signedBy, submission } = check;
    let repeats: Place | null = null;
    this.#states[state] += 1;
    if (submission !== null && (state === 'verified' || state === 'unsigned')) {
      const isTrusted = standsFirst || (signedBy !== null && this.#options.trusted.has(signedBy));
      this.#across.add(ordinal, submission, { signedBy, isTrusted });
      repeats = this.#remember(submission.id, ordinal, signedBy);
      if (state === 'verified' && signedBy !== null) this.#count(signedBy, 1);
    }
    return { ...place, state, id: submission?.id ?? null, reasons, signedBy, repeats };
  }

  finish(): BoardFindings {
    const across = this.#acrossReports();
    for (const { signedBy } of across) {
      this.#states.implausible += 1;
      this.#states[signedBy === null ? 'unsigned' : 'verified'] -= 1;
      if (signedBy !== null) this.#count(signedBy, -1);
    }
    const { revoked, idleRevocations } = this.#revoked();
    return {
      across,
      revoked,
      idleRevocations,
      summary: {
        lines: this.#lines,
        states: { ...this.#states },
        revoked: revoked.length,
        revocations: this.#revocations.length,
        repeated: this.#repeated,
        byKey: new Map([...this.#byKey].filter(([, count]) => count > 0)),
      },
    };
  }

  /** One a line, with all its reasons. */
  #acrossReports(): LineReport[] {
    const reports = new Map<number, LineReport>();
    const findings = this.#across.findings((ordinal) => placeText(this.#placeOf(ordinal)));
    for (const { lineNumber: ordinal, id, keyStart, reason } of findings) {
      const reasons = [...(reports.get(ordinal)?.reasons ?? []), reason];
      const signedBy = keyStart === null ? null : (this.#keys.get(keyStart) ?? null);
      const place = this.#placeOf(ordinal);
      reports.set(ordinal, { ...place, state: 'implausible', id, reasons, signedBy, repeats: null });
    }
    return [...reports.values()];
  }

  #judge(text: string | null, unreadable: string | null): JudgedLine {
    if (text !== null) return judgeBoardLine(text, this.#options.isSignature, { now: this.#options.now });
    const reasons = [unreadable ?? 'is not text'];
    return { kind: 'submission', check: { state: 'unreadable', reasons, signedBy: null, submission: null } };
  }

  /** Returns where the submission stands already. */
  #remember(id: string, ordinal: number, signedBy: string | null): Place | null {
    const known = this.#seen.get(id);
    if (known !== undefined) this.#repeated += 1;
    const keys = known?.keys ?? [];
    const isNew = signedBy !== null && !keys.includes(signedBy);
    if (known === undefined || isNew) {
      const more = isNew ? [...keys, this.#interned(signedBy)] : keys;
      this.#seen.set(id, { ordinal: known?.ordinal ?? ordinal, keys: more });
    }
    return known === undefined ? null : this.#placeOf(known.ordinal);
  }

  #interned(key: string): string {
    const known = this.#keys.get(key.slice(0, 16));
    if (known === key) return known;
    this.#keys.set(key.slice(0, 16), key);
    return key;
  }

  #count(key: string, by: number): void {
    this.#byKey.set(key, (this.#byKey.get(key) ?? 0) + by);
  }

  #revoked(): Pick<BoardFindings, 'revoked' | 'idleRevocations'> {
    const all = this.#revocations.map(({ revocation }) => revocation);
    const signers = new Map(
      all.map(({ submissionId }) => [submissionId, this.#seen.get(submissionId)?.keys ?? []]),
    );
    const inForce = revokedIds(signers, all, this.#options.isSignature);
    const revoked = [...inForce].flatMap(([id, { revokedAt, reason }]) => {
      const seen = this.#seen.get(id);
      return seen === undefined ? [] : [{ ...this.#placeOf(seen.ordinal), id, revokedAt, reason }];
    });
    const idleRevocations = this.#revocations
      .filter(({ revocation }) => !inForce.has(revocation.submissionId))
      .map(({ ordinal, revocation }) => ({ ...this.#placeOf(ordinal), id: revocation.submissionId }));
    return { revoked, idleRevocations };
  }

  #placeOf(ordinal: number): Place {
    const found = this.#files.findLast(({ firstOrdinal }) => firstOrdinal <= ordinal);
    return { file: found?.file ?? '', lineNumber: ordinal - (found?.firstOrdinal ?? 0) + 1 };
  }
}

interface Seen {
  readonly ordinal: number;
  readonly keys: readonly string[];
}

/** As compilers write it. */
export const placeText = ({ file, lineNumber }: Place): string => `${file}:${lineNumber}`;
