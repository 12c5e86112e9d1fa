const LIGHT =
  '--ink: #1b1d21; --paper: #ffffff; --rule: #d3d6da; --quiet: #565b64; --ours: #0063a8; --peer: #55595f;';
const DARK =
  '--ink: #e8e9eb; --paper: #16181c; --rule: #3a3e45; --quiet: #a9aeb6; --ours: #62bbee; --peer: #c4c8ce;';

/** The page's style sheet: light and dark by the reader's system, light on paper. */
export const style: string = `
:root { color-scheme: light dark; ${LIGHT} font: 16px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .6rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .3rem; }
h3 { font-size: 1rem; margin: 0 0 .3rem; }
h1, h2, h3, p, li, dd, summary, td, th { overflow-wrap: anywhere; }
p, li { max-width: 46rem; }
a { color: var(--ours); }
:focus-visible { outline: 3px solid var(--ours); outline-offset: 2px; }
.quiet { color: var(--quiet); font-size: .9rem; }
.charts { display: grid; gap: 2rem 2.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); margin: 1rem 0; }
figure { margin: 0; min-width: 0; }
figure svg { display: block; width: 100%; max-width: 34rem; height: auto; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .85rem; }
th, td { padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
th:first-child { text-align: left; white-space: normal; min-width: 9rem; }
th { font-weight: 600; }
tbody th { font-weight: 400; }
details { margin: .4rem 0; }
summary { cursor: pointer; width: fit-content; font-size: .9rem; color: var(--quiet); }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .92em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .6rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; min-width: 0; }
.key { display: inline-block; width: .7em; height: .7em; transform: rotate(45deg); border: 2px solid; margin: 0 .35em; }
.key.ours { color: var(--ours); background: var(--ours); }
.key.peer { color: var(--peer); }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
@media print { :root { color-scheme: light; font-size: 10pt; } main { max-width: none; padding: 0; } figure, tr { break-inside: avoid; } .scroll { overflow: visible; } * { print-color-adjust: exact; } }
`;
