import type { PeerArm } from '../suite.ts';

// What `peer.ts` and `compiled.ts` are in a page.
const absent = 'a page starts no programs: measured without --browser';

export function peerArm(name: string): PeerArm {
  return { name, turn: async () => ({ absent }) };
}

export async function python(): Promise<{ absent: string }> {
  return { absent };
}

export async function compiled(): Promise<{ absent: string }> {
  return { absent };
}
