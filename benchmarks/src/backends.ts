import { type BackendName, useBackend } from '@gradus/backends';
import { getBackend, setBackend } from '@tensorflow/tfjs-core';

/** A backend that has been started. */
export interface Backend {
  name: BackendName;
  /** What it runs on. */
  device: string;
  /** Makes it the one in use. */
  use(): Promise<void>;
}

/** Starts the backends by name. `software`: also on graphics adapters that are emulated. */
export async function startBackends(
  names: BackendName[],
  { software }: { software: boolean },
): Promise<{ backends: Backend[]; absent: { name: string; reason: string }[] }> {
  const backends: Backend[] = [];
  const absent: { name: string; reason: string }[] = [];
  for (const name of names) {
    try {
      const { device } = await useBackend(name);
      if (!software && /software/i.test(device)) {
        throw new Error(`only ${device}; measured where it is asked for with --backend ${name}`);
      }
      const known = getBackend();
      backends.push({ name, device, use: () => switchTo(known) });
    } catch (error) {
      absent.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { backends, absent };
}

async function switchTo(known: string): Promise<void> {
  if (getBackend() !== known && !(await setBackend(known))) throw new Error(`${known} is gone`);
}
