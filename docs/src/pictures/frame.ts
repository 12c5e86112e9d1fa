/** Room around a chart for its axes. */
export const WIDE = { width: 640, height: 300, marginLeft: 46, marginBottom: 44, marginTop: 28 };
/** A label under the middle of its axis. */
export const centred = { labelAnchor: 'center', labelArrow: 'none' } as const;
