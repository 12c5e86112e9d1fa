/** A rank correlation to two digits; a dash where there is none. */
export function rho(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(2).replace('-0.00', '0.00');
}
