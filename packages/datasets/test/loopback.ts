import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server on this machine, and what was asked of it. */
export interface Loopback {
  /** Ends with a slash. */
  url: string;
  /** The paths asked for, in order, with their queries. */
  asked: string[];
  close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1; `answer` is told how often its path was asked for before. */
export async function loopback(
  answer: (
    path: string,
    response: ServerResponse,
    before: number,
    request: IncomingMessage,
  ) => void,
): Promise<Loopback> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url as string;
    const before = asked.filter((other) => other === path).length;
    asked.push(path);
    answer(path, response, before, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
