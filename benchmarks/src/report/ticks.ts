/** Round numbers for a logarithmic axis, six at most: 1, 2, 5, 10, ... where they fit, else fewer a decade. */
export function ticks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const inside = (value: number) => value >= low && value <= high;
  const round = (digits: number[]) =>
    decades.flatMap((power) => digits.map((d) => Number(`${d}e${power}`))).filter(inside);
  const choices = [round([1, 1.5, 2, 3, 5, 7]), round([1, 2, 5]), round([1, 3]), round([1])];
  const fitting = choices.find((values) => values.length <= 6);
  if (fitting !== undefined) return fitting;
  const tens = round([1]);
  return tens.filter((_, i) => i % Math.ceil(tens.length / 6) === 0);
}
