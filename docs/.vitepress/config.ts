import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import mathml from 'markdown-it-math/temml';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { inlinePictures } from './inline-pictures.ts';
import { linksToSource } from './links-to-source.ts';
import { noWorkerOnServer } from './no-worker-on-server.ts';

const source = 'https://github.com/gradus-js/gradus';

/** Three steps. In the page itself, as the path of a file would depend on the base. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M4 28V21h8v-7h8V7h8v21z" fill="#0063a8"/></svg>';

export default defineConfig({
  title: 'Gradus',
  description: 'Automatic curriculum learning for TensorFlow.js',
  lang: 'en',
  // Or `pnpm docs:build --base /gradus/`.
  base: process.env.DOCS_BASE ?? '/',
  cleanUrls: false,
  srcExclude: ['runs/**', 'README.md'],
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      md.use(mathml as never); // its types are those of an older markdown-it
      md.use(linksToSource, `${source}/blob/main/`);
      md.use(inlinePictures);
    },
  },
  themeConfig: {
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    nav: [
      { text: 'Guide', link: '/guide/start', activeMatch: '^/(guide|packages|recipes)/' },
      { text: 'Playground', link: '/playground' },
      { text: 'Results', link: '/results', activeMatch: '^/(results|benchmarks)' },
      { text: 'Thesis', link: '/thesis', activeMatch: '^/(thesis|related-work)' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: 'Source', link: source },
    ],
    sidebar: { '/': guideSidebar(), '/api/': [{ text: 'API reference', items: apiSidebar() }] },
    footer: { message: 'MIT licence. Nothing on this site is loaded from elsewhere.' },
  },
  vite: {
    plugins: [noWorkerOnServer()],
    resolve: {
      conditions: ['@gradus/source'],
      // tfjs as it is bundled already: a thousand files less to read and to minify.
      alias: [
        {
          find: /^@tensorflow\/tfjs-(core|layers|backend-\w+)$/,
          replacement: '@tensorflow/tfjs-$1/dist/tf-$1.fesm.min.js',
        },
      ],
    },
    worker: { format: 'es' },
    // The playground's worker holds all of tfjs, and loads when the page is opened, not before.
    build: { chunkSizeWarningLimit: 4_000 },
  },
});

function guideSidebar(): DefaultTheme.SidebarItem[] {
  return [
    {
      text: 'Guide',
      items: [
        { text: 'Start here', link: '/guide/start' },
        { text: 'The idea in five minutes', link: '/guide/idea' },
        { text: 'Playground', link: '/playground' },
        { text: 'Far from the data', link: '/toy' },
      ],
    },
    {
      text: 'Packages',
      items: [
        { text: 'datasets', link: '/packages/datasets' },
        { text: 'scorers', link: '/packages/scorers' },
        { text: 'temperature', link: '/packages/temperature' },
        { text: 'samplers', link: '/packages/samplers' },
        { text: 'curricula', link: '/packages/curricula' },
        { text: 'wasm-training', link: '/packages/wasm-training' },
        { text: 'backends', link: '/packages/backends' },
        { text: 'gradus, the command', link: '/packages/gradus' },
      ],
    },
    {
      text: 'Recipes',
      items: [
        { text: 'Your own model', link: '/recipes/own-model' },
        { text: 'Your own data', link: '/recipes/own-data' },
        { text: 'Label noise', link: '/recipes/label-noise' },
        { text: 'Long training, resumed', link: '/recipes/long-training' },
        { text: 'In the browser', link: '/recipes/browser' },
        { text: 'tf.data and fitDataset', link: '/recipes/tf-data' },
      ],
    },
    {
      text: 'Evidence',
      items: [
        { text: 'Results', link: '/results' },
        { text: 'Every table', link: '/results-tables' },
        { text: 'Benchmarks', link: '/benchmarks' },
        { text: 'The thesis, claim by claim', link: '/thesis' },
        { text: 'Related work', link: '/related-work' },
      ],
    },
  ];
}

/** TypeDoc writes it, before the site is built. */
function apiSidebar(): DefaultTheme.SidebarItem[] {
  const file = fileURLToPath(new URL('../api/typedoc-sidebar.json', import.meta.url));
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}
