import { type BackendName, type UseBackendOptions, useBackend } from '@gradus/backends';
import { getBackend, setBackend } from '@tensorflow/tfjs-core';

/** A backend that has been started. */
export interface Backend {
  name: BackendName;
  /** What it runs on. */
  device: string;
  /** Whether its adapter computes on the processor. */
  software: boolean;
  /** Makes it the one in use. */
  use(): Promise<void>;
}

interface Wanted {
  /** Also on graphics adapters that are emulated. */
  software: boolean;
  /** How each is loaded, where its name is not enough. */
  options?: Partial<Record<BackendName, UseBackendOptions>>;
}

/** Starts the backends by name; of those that are not here, says why. */
export async function startBackends(
  names: readonly BackendName[],
  { software, options = {} }: Wanted,
): Promise<{ backends: Backend[]; absent: { name: string; reason: string }[] }> {
  const backends: Backend[] = [];
  const absent: { name: string; reason: string }[] = [];
  for (const name of names) {
    try {
      const { device } = await useBackend(name, options[name]);
      const isSoftware = /\(software\)$/.test(device);
      if (isSoftware && !software) {
        throw new Error(`only ${device}; measured where it is asked for with --backend ${name}`);
      }
      const known = getBackend();
      backends.push({ name, device, software: isSoftware, use: () => switchTo(known) });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const reason = words.replace(/^useBackend: \S+ is not available: /, '');
      absent.push({ name, reason });
    }
  }
  return { backends, absent };
}

async function switchTo(known: string): Promise<void> {
  if (getBackend() !== known && !(await setBackend(known))) throw new Error(`${known} is gone`);
}
