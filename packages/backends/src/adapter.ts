/** The parts of WebGPU's adapter information that this package reads. */
export interface AdapterInfo {
  vendor?: string | undefined;
  architecture?: string | undefined;
  device?: string | undefined;
  description?: string | undefined;
  isFallbackAdapter?: boolean | undefined;
}

/** The parts of `navigator.gpu` that this package uses. */
export interface Gpu {
  requestAdapter(options?: { powerPreference?: 'high-performance' }): Promise<{
    info?: AdapterInfo;
    isFallbackAdapter?: boolean;
  } | null>;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b|software/i;

/** The adapter that tfjs would get, or `undefined` where there is none. */
export async function adapterOf(gpu: Gpu): Promise<AdapterInfo | undefined> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return undefined;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info ?? {};
  return {
    vendor,
    architecture,
    device,
    description,
    isFallbackAdapter: isFallbackAdapter ?? adapter.isFallbackAdapter,
  };
}

/** An adapter in words: its description where it has one. */
export function adapterName(info: AdapterInfo): string {
  const { description, vendor, architecture, device } = info;
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ');
  const shown = name || 'an adapter without a name';
  return isSoftware(info) ? softwareName(shown) : shown;
}

/** Whether an adapter computes on the processor, as SwiftShader and llvmpipe do. */
export function isSoftware(info: AdapterInfo): boolean {
  return info.isFallbackAdapter === true || isSoftwareName(Object.values(info).join(' '));
}

/** Whether a renderer's name is one of those that compute on the processor. */
export function isSoftwareName(name: string): boolean {
  return SOFTWARE.test(name);
}

/** Marks a name as that of a software adapter. */
export function softwareName(name: string): string {
  return /software/i.test(name) ? name : `${name} (software)`;
}
