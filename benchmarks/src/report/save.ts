import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { markdown } from './markdown.ts';
import { page } from './page.ts';
import type { Report } from './report.ts';

/** Writes `<name>.json` into a folder. */
export async function saveReport(folder: string, report: Report): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${report.name}.json`), `${JSON.stringify(report, undefined, 2)}\n`);
}

/** Writes `report.md` and `report.html` of all results in a folder beside them; gives the path of the latter. */
export async function savePage(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const reports = await readReports(folder);
  const path = join(folder, 'report.html');
  await writeFile(join(folder, 'report.md'), `${reports.map(markdown).join('\n\n')}\n`);
  await writeFile(path, page(reports));
  return path;
}

/** The results in a file, or in all files of a folder. */
export async function readReports(path: string): Promise<Report[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UsageError(`there is no ${path}`);
  const files = found.isDirectory()
    ? (await readdir(path)).filter((file) => file.endsWith('.json')).map((file) => join(path, file))
    : [path];
  return Promise.all(
    files.sort().map(async (file) => {
      const report = parse(await readFile(file, 'utf8'));
      if (!Array.isArray(report?.rows)) throw new UsageError(`${file} holds no results`);
      return { ...report, name: report.name ?? report.suite };
    }),
  );
}

function parse(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}
