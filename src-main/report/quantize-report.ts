/** What making a model file at a reduced precision did, in words. */
import type { ChangeGroup } from '#core/change-report.ts';
import { cosineText, megabytesText, shareText, sqnrText } from '#core/format/variants.ts';
import type { QuantizeReport } from '#core/quantize-report.ts';
import { plain, wrap } from './terminal.ts';
import { errorText } from './variant-columns.ts';

/** `width`: columns of the terminal; null: as wide as it gets. */
export function quantizeText(report: QuantizeReport, width: number | null): string {
  const parts = [
    wrap(headline(report), width, '  '),
    groupsText('Changed', report.changed, width),
    groupsText('Left as they were', report.left, width),
    wrap(agreementText(report), width, '  '),
    ...report.warnings.map((text) => wrap(`Warning: ${text}`, width, '  ')),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

export function quantizeJson(report: QuantizeReport): string {
  return `${JSON.stringify(report, null, 1)}\n`;
}

function headline(report: QuantizeReport): string {
  const { output, dataFiles, precision, bytesBefore, bytesAfter, madeInS, calibratedOn } = report;
  const beside = dataFiles.length === 0 ? '' : ` (with ${dataFiles.join(', ')})`;
  const percent = ((100 * bytesAfter) / bytesBefore).toFixed(0);
  const calibrated = calibratedOn === null ? '' : `, calibrated on ${calibratedOn}`;
  return `Wrote ${output}${beside} at ${precision}: ${megabytesText(bytesBefore)} → ${megabytesText(bytesAfter)} MB (${percent} %), in ${madeInS.toFixed(1)} s${calibrated}.`;
}

function groupsText(title: string, groups: readonly ChangeGroup[], width: number | null): string {
  if (groups.length === 0) return '';
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const lines = groups.map(({ op, reason, count, nodes }) => {
    const more = count > nodes.length ? ' …' : '';
    return `  ${wrap(`${count} ${op}: ${reason} (${nodes.join(', ')}${more})`, width === null ? null : width - 2, '    ')}`;
  });
  return [plain(`${title}: ${total}`), ...lines].join('\n');
}

function agreementText({ agreement, comparedOn, precision }: QuantizeReport): string {
  if (agreement === null || comparedOn === null) return '';
  const { cosine, maxAbsError, top1Agreement } = agreement;
  if (cosine === null)
    return `On ${comparedOn} the outputs of ${precision} cannot be compared with those of the input.`;
  const classes = top1Agreement === null ? '' : `, same class in ${shareText(top1Agreement)}`;
  const sqnr = sqnrText(agreement) === 'equal' ? 'equal' : `SQNR ${sqnrText(agreement)} dB`;
  return `Against the input on ${comparedOn}: ${sqnr}, cosine ${cosineText(cosine)}, largest error ${errorText(maxAbsError)}${classes}.`;
}
