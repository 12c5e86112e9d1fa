import { resolveArms } from '../training/arm-settings.ts';
import { Session } from '../training/session.ts';
import type { Settings } from '../training/settings.ts';
import type { RunFolder } from './run-folder.ts';

/** The settings that a folder's run was made with, and what it is about. */
export function namedSettingsOf({ config, path }: RunFolder): Settings & {
  dataset: string;
  model: string;
} {
  if (config === null) throw new Error(`${path} has no config.json`);
  const given = config.arguments as unknown as ReturnType<typeof namedSettingsOf>;
  // Runs of before there were arms with settings of their own have their names only.
  return { ...given, arms: config.arms ?? resolveArms(given, null) };
}

/** Opens what a folder's run was about: data, net, scorer. */
export function sessionOf(folder: RunFolder, dataDir: string | undefined): Promise<Session> {
  const { dataset, model, ...settings } = namedSettingsOf(folder);
  return Session.open(settings, { dataset, model, dataDir });
}
