/** The thread that trains. In a file of its own, so that the pages' server build can leave tfjs out. */
export function startWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}
