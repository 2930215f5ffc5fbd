/** What a rewrite did to each node that it looked at. */
import type { NodeProto } from './onnx/messages.ts';
import { nodeLabel } from './onnx/messages.ts';

export interface RewriteReport {
  /** Nodes that were replaced, and by what. */
  readonly changed: readonly { readonly node: string; readonly op: string; readonly what: string }[];
  /** Nodes that the rewrite is about but did not touch, and why. */
  readonly left: readonly { readonly node: string; readonly op: string; readonly why: string }[];
}

/** Collects a report while a rewrite runs. */
export class ReportBuilder {
  readonly #changed: RewriteReport['changed'][number][] = [];
  readonly #left: RewriteReport['left'][number][] = [];

  changed(node: NodeProto, what: string): void {
    this.#changed.push({ node: nodeLabel(node), op: node.opType, what });
  }

  left(node: NodeProto, why: string): void {
    this.#left.push({ node: nodeLabel(node), op: node.opType, why });
  }

  get changedCount(): number {
    return this.#changed.length;
  }

  report(): RewriteReport {
    return { changed: this.#changed, left: this.#left };
  }
}
