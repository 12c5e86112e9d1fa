import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach } from 'vitest';
import type { Publication, PublishedFile } from '../src/load-options.ts';
import { platform as node } from '../src/platform.node.ts';
import type { Platform } from '../src/platform.ts';
import { platform as web } from '../src/platform.web.ts';
import { type Loopback, loopback } from './loopback.ts';

export const CONTENT: Uint8Array = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) % 251);
export const PACKED: Buffer = gzipSync(CONTENT);
export const FILE: PublishedFile = {
  name: 'pictures.gz',
  bytes: CONTENT.length,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
};
export const PUBLICATION: Publication = {
  name: 'tiny',
  caller: 'tinySet',
  folders: [],
  mirrors: [],
  cure: 'run `npm install tiny`',
};

/** Where a download is tested; a browser's cache has tests of its own. */
export const PLATFORMS: [string, Platform][] = [
  ['Node', node],
  ['a browser', { ...web, openCache: async () => undefined }],
];

/** Rounds without pauses; a minute of silence never comes but where a test asks for it. */
export function hasty(platform: Platform, stallMs = 60_000): Platform {
  return { ...platform, patience: { stallMs, backOffMs: [0, 0] } };
}

export type Answer = Parameters<typeof loopback>[0];
const opened: Loopback[] = [];

/** A server that is closed after the test. */
export async function serve(answer: Answer): Promise<Loopback> {
  const server = await loopback(answer);
  opened.push(server);
  return server;
}
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

export function isContent({ bytes }: { bytes: Uint8Array }): boolean {
  return Buffer.compare(bytes, CONTENT) === 0; // toEqual takes half a second for as many
}

export function send(bytes: Uint8Array, headers: Record<string, string | number> = {}): Answer {
  return (_path, response) => response.writeHead(200, headers).end(bytes);
}

export const status =
  (code: number): Answer =>
  (_path, response) =>
    response.writeHead(code).end('no');
