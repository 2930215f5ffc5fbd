/** The style of a report's page: our colours, what all pages share, and what is its own. */
import COLOURS from '#core/format/colours.css?raw';
import BASE from './base.css?raw';

export const pageStyle = (own: string): string => [COLOURS, BASE, own].join('\n');
