const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
double[0] = -1;
/** Which of its words holds a number's sign and exponent: the second on every machine that there is, nearly. */
const HIGH: 0 | 1 = (words[1] as number) < 0 ? 1 : 0;

/** ln 2, the first part with zeros enough at its end for its product with an exponent to be exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const PARTS = 128;
/** From so many parts above 1 on a number is nearer to 2, in ratio: sqrt 2 = 1 + 53.02 / 128. */
const HALVED_FROM = 54;
/** For j = 0 to 128, c = 1 + j / 128: 1 / c, and ln c, or from `HALVED_FROM` on ln(c / 2). */
const INVERSES = /* @__PURE__ */ Float64Array.from(
  { length: PARTS + 1 },
  (_, j) => PARTS / (PARTS + j),
);
/** 2^(1023 - k): what takes a number with k in the place of its exponent to [1, 2). */
const SCALES = /* @__PURE__ */ scales();
const LOGS = /* @__PURE__ */ Float64Array.from({ length: PARTS + 1 }, logOfPart);

/**
 * The natural logarithm of a positive number that is not subnormal, to the last bit or nearly, by + - x / alone: so that
 * it is the same on every engine, which Math.log need not be.
 *
 * x = 2^e m with m in [1, 2); with c the nearest 1 + j / 128 to m and r = (m - c) / c, ln m = ln c + ln(1 + r), ln c from a
 * table, ln(1 + r) = r - r^2 / 2 + ..., of which seven terms are enough where |r| <= 1/256. Beyond sqrt 2 it is
 * ln(m / 2) that is added up, with e + 1: so near 1 nothing cancels.
 *
 * @see Tang 1990, Table-driven implementation of the logarithm function in IEEE floating-point arithmetic
 */
export function log(x: number): number {
  double[0] = x;
  const high = words[HIGH] as number;
  const fraction = high & 0xfffff;
  const j = (fraction + 0x1000) >> 13; // its first seven bits, rounded
  const exponent = (high >> 20) - 1023 + ((HALVED_FROM - 1 - j) >>> 31);
  // By a table: to write the exponent into m and read it again would wait for the write.
  const m = x * (SCALES[high >> 20] as number);
  const r = (m - (1 + j / PARTS)) * (INVERSES[j] as number);
  const tail = r * (-1 / 2 + r * (1 / 3 + r * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r * (1 / 7))))));
  return exponent * LN2_HIGH + ((LOGS[j] as number) + (r + (r * tail + exponent * LN2_LOW)));
}

/** ln c or ln(c / 2): with s = (c - 1) / (c + 1), or (c - 2) / (c + 2), it is 2 s (1 + s^2 / 3 + s^4 / 5 + ...), |s| < 0.172. */
function logOfPart(_: unknown, j: number): number {
  const s = j < HALVED_FROM ? j / (2 * PARTS + j) : (j - PARTS) / (3 * PARTS + j);
  let series = 0;
  for (let term = 23; term >= 3; term -= 2) series = series * s * s + 1 / term;
  return 2 * s + 2 * s * s * s * series;
}

function scales(): Float64Array {
  const scales = new Float64Array(2047).fill(1);
  for (let k = 1024; k < 2047; k++) scales[k] = (scales[k - 1] as number) / 2;
  for (let k = 1022; k > 0; k--) scales[k] = (scales[k + 1] as number) * 2;
  return scales;
}
