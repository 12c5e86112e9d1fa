import envPaths from 'env-paths';

/** The folder that `gradus` keeps data sets in: `GRADUS_CACHE`, or the place that the system has for caches. */
export function cacheDirectory(): string {
  return process.env.GRADUS_CACHE || envPaths('gradus', { suffix: '' }).cache;
}
