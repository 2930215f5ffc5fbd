/** The size of a row's charts, and what their axes leave free around the marks; each says itself what it needs above. */
export const CHART_BOX = { heightPx: 224, leftPx: 44, rightPx: 16, bottomPx: 40 } as const;
