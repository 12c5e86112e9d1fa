import { createHash } from 'node:crypto';
import { fingerprint, isFile } from '../import-own.ts';
import type { Session } from '../training/session.ts';
import type { Prepared } from './prepare.ts';
import { versions } from './provenance.ts';
import type { RunOptions } from './run.ts';
import type { Identity } from './run-folder.ts';

/** What decides a run's numbers, with a sha256 of each file of it and of the images, unless these were stood in for. */
export async function identityOf(
  { preset, parts: { model, scorers }, session, backend, standIn }: Prepared,
  { arms }: Pick<RunOptions, 'arms'>,
): Promise<Identity> {
  const names = scorers.map(({ name }) => name);
  return {
    arguments: {
      dataset: preset.name,
      model: model.name,
      ...session.settings,
      arms: arms ?? null,
      ...(await fingerprints(model.name, names)),
      ...(standIn ? {} : { trainSha256: trainFingerprint(session) }),
    },
    versions: versions(),
    backend: backend.name,
  };
}

/** The sha256 of every file that decides what is computed. */
async function fingerprints(model: string, scorers: string[]): Promise<Record<string, string>> {
  const files = Object.entries({
    model,
    ...Object.fromEntries(scorers.map((name, i) => [i === 0 ? 'scorer' : `scorer ${name}`, name])),
  }).filter(([, name]) => isFile(name));
  return Object.fromEntries(
    await Promise.all(
      files.map(async ([what, file]) => [`${what}Sha256`, await fingerprint(file)]),
    ),
  );
}

/** The sha256 of the first seed's training part: data that changed under a name make another run. */
function trainFingerprint(session: Session): string {
  const { inputs, labels } = session.data(session.settings.seeds[0] as number).train;
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of [inputs, labels]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}
