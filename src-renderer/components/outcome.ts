/** What came of an action: it is said beside what was pressed. */
export type Outcome =
  /** In a few words, e.g. `Saved as /home/ada/x.svg`. */
  | { readonly kind: 'done'; readonly text: string }
  /** The person closed the dialog: there is nothing to say. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly fault: { readonly message: string; readonly remedy: string } };
