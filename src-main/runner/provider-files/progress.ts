/** What is told while the files are fetched and put into place. */

export interface FilesProgress {
  /** `install`: the file is about to get its name. */
  readonly stage: 'download' | 'unpack' | 'install';
  readonly file: string;
  readonly bytes: number;
  readonly totalBytes: number;
}

export type OnFilesProgress = (progress: FilesProgress) => void;
