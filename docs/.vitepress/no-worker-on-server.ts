import type { Plugin } from 'vitepress';

/** A Vite plugin: the pages are rendered without the worker, so the build need not bundle tfjs a second time. */
export function noWorkerOnServer(): Plugin {
  return {
    name: 'no-worker-on-server',
    enforce: 'pre',
    load(id, { ssr } = {}) {
      return ssr && id.endsWith('/start-worker.ts')
        ? 'export function startWorker() {}'
        : undefined;
    },
  };
}
