/** Where a layer's integer form goes, and what is said of it. */
import type { NodeProto } from '../onnx/messages.ts';
import type { Scope } from '../onnx/scope.ts';
import type { SharedConstants } from '../onnx/shared-constants.ts';
import type { GraphDraft } from './graph-draft.ts';
import type { WeightStore } from './weight-store.ts';

export interface Site {
  readonly scope: Scope;
  readonly draft: GraphDraft;
  readonly store: WeightStore;
  readonly constants: SharedConstants;
}

export interface Emitted {
  /** What the layer became, in words. */
  readonly what: string;
  /** Later nodes whose work the new ones do as well. */
  readonly absorbed: readonly NodeProto[];
}
