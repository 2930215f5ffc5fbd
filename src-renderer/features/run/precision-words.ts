/** What each precision is, for those who wonder at its name. */
import type { Precision } from '#core/configuration.ts';

export const PRECISION_WORDS: Record<Precision, string> = {
  fp32: 'as shipped: what the others are compared with',
  fp16: 'weights and arithmetic in half precision',
  'int8-dynamic': 'weights in 8 bits, activations by their range at each inference',
  'int8-static': 'weights and activations in 8 bits, ranges known beforehand',
  int4: 'weights of matrix products in 4 bits',
  'pruned-25': 'a quarter of the channels or neurons taken out',
  'pruned-50': 'half of the channels or neurons taken out',
  'sparse-50': 'half of the weights zeroed where they lie',
};
