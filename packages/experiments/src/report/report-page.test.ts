import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { someConfig, someGallery, someInput, someRecords } from './report.fixture.ts';
import type { ReportInput } from './report-input.ts';
import { reportPage } from './report-page.ts';
import { reportFiles } from './write-report.ts';

function pageOf(input: ReportInput): Document {
  return parseHTML(reportPage(input)).document as unknown as Document;
}

const texts = (page: Document, selector: string) =>
  [...page.querySelectorAll(selector)].map((element) => element.textContent?.trim());

test('the page has its parts, and its headings are in order', () => {
  const page = pageOf(someInput());
  expect(page.documentElement.getAttribute('lang')).toBe('en');
  expect(texts(page, 'h1, h2, h3')).toEqual([
    'Curricula against uniform sampling',
    'geoshapes, conv',
    'Difference to uniform, seed by seed',
    'Learning curves',
    'What it cost',
    'Hardest and easiest training images',
    'Hardest',
    'Easiest',
    'How to repeat it',
  ]);
  expect(page.querySelectorAll('svg[role=img][aria-label]').length).toBe(2);
  expect(page.querySelectorAll('figure > figcaption').length).toBe(42);
  expect(texts(page, 'pre')).toEqual(['gradus run --seeds 1-5 --steps 800']);
  expect(page.querySelector('.lead')?.textContent).toContain('dynamic-free');
});

test('nothing is loaded and nothing runs', () => {
  const page = pageOf(someInput());
  expect(page.querySelectorAll('script, link, iframe, object, [onclick]').length).toBe(0);
  for (const image of page.querySelectorAll('img')) {
    expect(image.getAttribute('src')).toMatch(/^data:image\/png;base64,[\w+/]+=*$/);
    expect(image.getAttribute('alt')).toMatch(/^sample \d+: \w+, predicted \w+, score /);
  }
  expect(reportPage(someInput()).replace('http://www.w3.org/2000/svg', '')).not.toMatch(
    /url\(|@import|https?:\/\/(?!www\.w3\.org\/2000\/svg)/,
  );
});

test('what scrolls can be reached by the keyboard and has a name of its own', () => {
  const regions = [...pageOf(someInput()).querySelectorAll('.scroll')];
  expect(regions.length).toBe(6);
  const names = regions.map((region) => region.getAttribute('aria-label'));
  expect(new Set(names).size).toBe(6);
  expect(regions.every((region) => region.getAttribute('tabindex') === '0')).toBe(true);
});

test('hostile names are text and nothing else', () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;'`;
  const { dataset, ...gallery } = someGallery();
  const page = pageOf(
    someInput({
      records: someRecords({ dataset: hostile, model: hostile }).map((record) => ({
        ...record,
        arm: record.arm === 'uniform' ? 'uniform' : hostile + record.arm,
      })),
      command: hostile,
      config: {
        ...someConfig,
        device: hostile,
        commit: hostile,
        versions: { [hostile]: hostile },
        arguments: { [hostile]: hostile },
      },
      gallery: { ...gallery, title: hostile, dataset: { ...dataset, classNames: [hostile] } },
    }),
  );
  expect(page.querySelectorAll('script, [onerror]').length).toBe(0);
  expect(page.querySelectorAll('img').length).toBe(40);
  expect(texts(page, 'pre')).toEqual([hostile]);
  expect(texts(page, 'h2')[0]).toBe(`${hostile}, ${hostile}`);
});

test('the costs are given arm by arm, and seeds that never got to uniform’s error are counted', () => {
  const page = pageOf(someInput());
  const tables = [...page.querySelectorAll('table')];
  const cost = tables.find((table) => table.textContent?.includes('samples scored')) as Element;
  const rows = [...cost.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
  );
  // 36,000 samples at 0.021 ms each are as long as 90 updates of 8.4 ms.
  expect(rows[2]?.slice(0, 7)).toEqual([
    'dynamic-scored',
    '800',
    '36,000',
    '0',
    '890',
    '1.11',
    '640',
  ]);
  expect(rows[3]?.slice(3, 7)).toEqual(['800', '1,610', '2.01', 'on 3 of 5 seeds only']);
  expect(page.body.textContent).toContain('an update takes 8.40 ms, scoring one sample 0.021 ms');
});

test('where no seed got to uniform’s error, it says never', () => {
  const records = someRecords().map((record) => ({
    ...record,
    stepsToUniform: record.arm === 'uniform' ? 800 : null,
  }));
  expect(
    texts(pageOf(someInput({ records })), 'td').filter((text) => text === 'never').length,
  ).toBe(3);
});

test('one seed gives a page without intervals', () => {
  const page = pageOf(someInput({ records: someRecords({ seeds: [7] }) }));
  expect(page.querySelector('.lead')?.textContent).toMatch(/^On one seed/);
  expect(page.body.textContent).not.toMatch(/NaN|undefined|null/);
});

test('each table has a section and figures of its own', () => {
  const records = [...someRecords(), ...someRecords({ dataset: 'mnist', seeds: [1, 2] })];
  const input = someInput({ records });
  const page = pageOf(input);
  expect(texts(page, 'h2').slice(0, 2)).toEqual(['geoshapes, conv', 'mnist, conv']);
  const ids = [...page.querySelectorAll('[id]')].map((element) => element.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(reportFiles(input).map((file) => file.name)).toEqual([
    'report.html',
    'learning-curves-1.svg',
    'paired-differences-1.svg',
    'learning-curves-2.svg',
    'paired-differences-2.svg',
    'gallery-hardest.png',
    'gallery-easiest.png',
  ]);
});

test('a set whose samples are no images has a word instead of a gallery', () => {
  const { dataset, ...rest } = someGallery();
  const flat = { ...dataset, shape: [1024] };
  const input = someInput({ gallery: { ...rest, dataset: flat } });
  expect(pageOf(input).body.textContent).toContain('have the shape [1024]: they are no images');
  expect(reportFiles(input).length).toBe(3);
});

test('without records and without a gallery there is a page that says so', () => {
  const input = someInput({ records: [], gallery: undefined });
  expect(texts(pageOf(input), '.lead')).toEqual(['No training has finished yet.']);
  expect(reportFiles(input).map((file) => file.name)).toEqual(['report.html']);
});
