import type { BackendName } from './backend-name.ts';

/** What a look at the machine says of one backend. */
export type Probe =
  | { available: true; software?: string | undefined }
  | { available: false; reason: string; cure: string };

/** What differs between Node and browsers; `#platform` is the one of the place where the code runs. */
export interface Platform {
  /** The backends that `'auto'` tries, in this order. */
  readonly auto: readonly BackendName[];

  /** The processor, in words. */
  readonly processor: string;

  /**
   * Finds out whether a backend can be used, without loading it or changing anything.
   *
   * @param loaded Whether its package is loaded already, or about to be by the caller's own `load`.
   */
  probe(name: BackendName, loaded: boolean): Promise<Probe>;

  /** Does what must be done before a backend's package is loaded. */
  prepare(name: BackendName): Promise<void>;

  /** Loads the package that brings a backend. */
  load(name: BackendName): Promise<unknown>;

  /** Describes the graphics device that a started webgl or webgpu backend runs on. */
  graphics(name: 'webgl' | 'webgpu'): Promise<string>;
}
