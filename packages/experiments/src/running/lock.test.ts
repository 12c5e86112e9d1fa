import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a folder has one writer at a time, and the next once it is given back', async () => {
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(`${folder} is in use by process ${process.pid}`);
  await unlock();
  await (await lockFolder(folder))();
  expect(existsSync(join(folder, 'lock.json'))).toBe(false);
});

test('what a dead process left behind is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await writeFile(join(folder, 'lock.json'), JSON.stringify({ pid, host: hostname() }));
  await (await lockFolder(folder))();
});

test('so is a lock that was cut off while it was written', async () => {
  await writeFile(join(folder, 'lock.json'), '{"pid":');
  await (await lockFolder(folder))();
});

test('a process of another machine is never taken for dead', async () => {
  await writeFile(join(folder, 'lock.json'), JSON.stringify({ pid: 1, host: 'elsewhere' }));
  await expect(lockFolder(folder)).rejects.toThrow('in use by process 1 on elsewhere');
});
