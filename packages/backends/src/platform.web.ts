import type { Gpu } from './adapter.ts';
import type { Platform } from './platform.ts';
import { type WebHost, webPlatform } from './web-platform.ts';

/** Browsers, and workers in them. */
export const host: WebHost = {
  processor: `${globalThis.navigator?.hardwareConcurrency ?? 'unknown number of'} logical processors`,
  hasWebAssembly: typeof WebAssembly === 'object',

  get gpu(): Gpu | undefined {
    return (globalThis.navigator as { gpu?: Gpu } | undefined)?.gpu;
  },

  renderer() {
    const canvas =
      typeof OffscreenCanvas === 'function'
        ? new OffscreenCanvas(1, 1)
        : globalThis.document?.createElement('canvas');
    const gl = canvas?.getContext('webgl2') as WebGL2RenderingContext | null | undefined;
    if (gl == null) return undefined;
    const { UNMASKED_RENDERER_WEBGL } = gl.getExtension('WEBGL_debug_renderer_info') ?? {};
    const name = String(gl.getParameter(UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
    gl.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow but a few contexts
    return name;
  },

  resolves(name) {
    try {
      return typeof import.meta.resolve(name) === 'string';
    } catch {
      return false; // no import map says what the name means
    }
  },

  // The name is not spelled out, so that a bundler does not insist on packages that are optional.
  load: (name) => import(/* @vite-ignore */ /* webpackIgnore: true */ name),
};

export const platform: Platform = webPlatform(host);
