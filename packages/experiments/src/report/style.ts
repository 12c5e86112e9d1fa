import { dark, declarations, light } from './palette.ts';
import { FONTS } from './svg.ts';

/** The report's style sheet: light and dark by the reader's system, light on paper. */
export const style: string = `
:root { color-scheme: light dark; ${declarations(light)} font: 16px/1.55 ${FONTS}; }
@media screen and (prefers-color-scheme: dark) { :root { ${declarations(dark)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .6rem; }
h3 { font-size: 1.05rem; margin: 1.8rem 0 .4rem; }
h1, h2, h3, p, li, dd, summary, figcaption { overflow-wrap: anywhere; }
p, figcaption, .lead { max-width: 46rem; }
.lead { font-size: 1.1rem; margin: 0 0 .8rem; }
.quiet, figcaption, .notes { color: var(--quiet); }
figure { margin: 0; }
.scroll { overflow-x: auto; max-width: 100%; }
:focus-visible { outline: 3px solid var(--arm-1); outline-offset: 2px; }
.scroll svg { width: 100%; min-width: 42rem; max-width: 54rem; height: auto; }
figcaption, .notes, summary { font-size: .9rem; }
.notes p { margin: .3rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .95rem; }
th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--rule); white-space: nowrap; }
thead th { vertical-align: bottom; white-space: normal; min-width: 4.5rem; }
tbody th { position: sticky; left: 0; background: var(--paper); white-space: normal; min-width: 8.6rem; max-width: 11rem; overflow-wrap: anywhere; }
th:first-child, td:first-child { padding-left: 0; }
.right { text-align: right; }
.left { text-align: left; }
details { margin: .5rem 0; }
summary { cursor: pointer; width: fit-content; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--rule); border-radius: .4rem; padding: .7rem .9rem; margin: .6rem 0; }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .92em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; min-width: 0; }
.gallery { list-style: none; padding: 0; margin: .6rem 0; display: grid; gap: .9rem .7rem; grid-template-columns: repeat(auto-fill, minmax(6.2rem, 1fr)); }
.gallery img { display: block; width: 100%; max-width: 8rem; height: auto; image-rendering: pixelated; outline: 1px solid var(--rule); }
.gallery .wrong img { outline: 3px solid var(--arm-2); }
.gallery figcaption { line-height: 1.35; margin-top: .35rem; color: var(--ink); }
.mark { color: var(--arm-2); }
@media screen and (max-width: 44rem) { figcaption.wide::before { content: '↔ Scrolls sideways. '; } }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print {
  :root { color-scheme: light; font-size: 10pt; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  figure, tr, .gallery li, pre { break-inside: avoid; }
  .scroll { overflow: visible; }
  .scroll svg { min-width: 0; }
  th, td { white-space: normal; }
  .gallery { grid-template-columns: repeat(7, 1fr); gap: .5rem; }
  * { print-color-adjust: exact; }
}
`;
