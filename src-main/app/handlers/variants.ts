import type { VariantCalls } from '#ipc/calls/variants.ts';
import { fileChooser } from '../choose-file.ts';
import { exportVariants, VARIANT_TEXTS } from '../variants-export.ts';
import type { MakeHandlers } from './parts.ts';

export const variantHandlers: MakeHandlers<VariantCalls> = ({ window, variants }) => ({
  getVariants: () => variants.state,
  startVariants: (request) => {
    variants.start(request);
    return null;
  },
  cancelVariants: () => {
    variants.cancel();
    return null;
  },
  exportVariants: (format) => exportVariants({ chooseFile: fileChooser(window) }, variants.table, format),
  variantsText: (format) => VARIANT_TEXTS[format](variants.table),
});
