import { type BackendName, useBackend } from '@gradus/backends';
import { geoShapes, standardise } from '@gradus/datasets';
import { createRng } from '@gradus/samplers';
import { installWasmTraining } from '@gradus/wasm-training';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { net } from './net.ts';
import type { Settings } from './settings.ts';
import { Trainer } from './trainer.ts';

type Candidate = Exclude<Settings['backend'], 'auto'>;

const load: Record<Candidate, () => Promise<unknown>> = {
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
};

/** The backend in use, and in words what it is and what became of the others. */
export interface Picked {
  name: BackendName;
  words: string;
}

/**
 * Starts the backend that is asked for, or of wasm and the GPUs there are the one on which the playground's net
 * takes the least time for ten updates. A software GPU is not tried: it computes on the processor, as wasm does.
 */
export async function pickBackend(
  asked: Settings['backend'],
  onProgress: (words: string) => void,
): Promise<Picked> {
  if (asked !== 'auto') {
    const { name, device } = await start(asked);
    return { name, words: `${asked}: ${device}` };
  }
  const tried: { candidate: Candidate; device: string; ms: number }[] = [];
  const others: string[] = [];
  for (const candidate of ['wasm', 'webgpu', 'webgl'] as const) {
    onProgress(`trying ${candidate}`);
    try {
      const { device } = await start(candidate);
      if (/\(software\)|software/i.test(device)) others.push(`${candidate} is software`);
      else tried.push({ candidate, device, ms: await trial() });
    } catch {
      others.push(`no ${candidate}`);
    }
  }
  tried.sort((a, b) => a.ms - b.ms);
  const [best, ...slower] = tried;
  if (best === undefined) throw new Error('none of wasm, webgpu and webgl starts in this browser');
  const { name } = await start(best.candidate);
  others.push(...slower.map(({ candidate }) => `${candidate} is slower at this net`));
  return { name, words: `${name}: ${best.device}; ${others.join(', ')}` };
}

async function start(candidate: Candidate) {
  const used = await useBackend(candidate, {
    load: load[candidate],
    ...(candidate === 'wasm' && {
      wasmPaths: {
        'tfjs-backend-wasm.wasm': plain,
        'tfjs-backend-wasm-simd.wasm': simd,
        'tfjs-backend-wasm-threaded-simd.wasm': threaded,
      },
    }),
  });
  if (candidate === 'wasm') installWasmTraining();
  return used;
}

/** Milliseconds for ten updates of the net, after three to warm up. */
async function trial(): Promise<number> {
  const data = geoShapes({ count: 50, kind: 'geom', placement: 'centred', seed: 1 });
  const model = net(data.shape, 3, { random: createRng(1) });
  const trainer = new Trainer(model, standardise(data));
  const all = Int32Array.from({ length: data.count }, (_, i) => i);
  const updates = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const logits = trainer.update(data, all, 0.01);
      if (i === count - 1) await logits.data();
      logits.dispose();
    }
  };
  try {
    await updates(3);
    const began = performance.now();
    await updates(10);
    return performance.now() - began;
  } finally {
    trainer.dispose();
  }
}
