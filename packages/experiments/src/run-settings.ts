import type { RunFolder } from './run-folder.ts';
import { Session } from './session.ts';
import type { Settings } from './settings.ts';

/** The settings that a folder's run was made with. */
export function settingsOf({ config, path }: RunFolder): Settings {
  if (config === null) throw new Error(`${path} has no config.json`);
  return config.arguments as unknown as Settings;
}

/** Opens what a folder's run was about: data, net, scorer. */
export function sessionOf(folder: RunFolder, dataDir: string | undefined): Promise<Session> {
  const settings = settingsOf(folder) as Settings & { dataset: string; model: string };
  const { dataset, model } = settings;
  return Session.open(settings, { dataset, model, dataDir });
}
