/** From a record to lines in a leaderboard file. */

/** The lines that a submission would append, byte for byte, and the rows that may not be submitted. */
export interface SubmissionPreview {
  readonly entries: readonly { readonly id: string; readonly label: string; readonly line: string }[];
  readonly refused: readonly { readonly label: string; readonly reason: string }[];
  /** Public key (hex) that has signed the lines; null: there are none. */
  readonly signedBy: string | null;
  /** What was amiss with the file of the key, in sentences. */
  readonly notices: readonly string[];
}

export interface SubmitRequest {
  readonly recordId: string;
  /** Chosen in the preview: the ids of the lines to write. */
  readonly ids: readonly string[];
}

export interface SubmitResult {
  readonly file: string;
  readonly appended: number;
  /** Already in the file from before: not written again. */
  readonly alreadyThere: number;
}

export interface SubmitCalls {
  previewSubmission(recordId: string): SubmissionPreview;
  getLeaderboardFile(): string | null;
  /** Opens the system's dialog. The path stays in main; null: cancelled, the former choice holds. */
  chooseLeaderboardFile(): string | null;
  submit(request: SubmitRequest): SubmitResult;
}
export const SUBMIT_CALLS: { readonly [K in keyof SubmitCalls]: true } = {
  previewSubmission: true,
  getLeaderboardFile: true,
  chooseLeaderboardFile: true,
  submit: true,
};
