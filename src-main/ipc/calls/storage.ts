/** Where things lie, how much it is, and the deletion of what a person may delete. */

export type PlaceId = 'data' | 'history' | 'cache' | 'settings';

export interface PlaceFacts {
  readonly id: PlaceId;
  readonly path: string;
  /** It is made when it is first needed. */
  readonly exists: boolean;
}

/** Records of former runs; models that were made and can be made again; what a person has set. */
export type DeletableId = 'runs' | 'made' | 'settings';

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

export interface StorageFacts {
  readonly places: readonly PlaceFacts[];
  readonly amounts: Readonly<Record<DeletableId, Amount>>;
  /** Address of a smart plug that was given at the start and goes before what is set; null: none was. */
  readonly plugGivenAtStart: string | null;
}

export interface StorageCalls {
  getStorage(): StorageFacts;
  /** Shows it in the system's own file manager. */
  reveal(place: PlaceId): null;
  /** Returns what went. Refused while something is measured. Never touches the key of the installation. */
  deleteStored(what: DeletableId): Amount;
}
export const STORAGE_CALLS: { readonly [K in keyof StorageCalls]: true } = {
  getStorage: true,
  reveal: true,
  deleteStored: true,
};
