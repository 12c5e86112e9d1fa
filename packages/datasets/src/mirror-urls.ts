import type { LoadOptions, Mirror, Publication, PublishedFile } from './load-options.ts';

/** The addresses of a file, in the order to try them: of `baseUrl` where it is given, of the mirrors otherwise. */
export function mirrorUrls(
  publication: Publication,
  file: Pick<PublishedFile, 'name'>,
  baseUrl: LoadOptions['baseUrl'],
  isBrowser: boolean,
): string[] {
  const plain = file.name.replace(/\.gz$/, '');
  if (baseUrl !== undefined) {
    const bases = typeof baseUrl === 'string' ? [baseUrl] : baseUrl;
    const names = plain === file.name ? [plain] : [file.name, plain];
    return bases.flatMap((base) => names.map((name) => within(publication.caller, base, name)));
  }
  const { mirrors, openMirrors = [] } = publication;
  const all: Mirror[] = isBrowser ? [...openMirrors, ...mirrors] : [...mirrors, ...openMirrors];
  return all.map(({ url, isPlain }) => url + (isPlain ? plain : file.name));
}

/** The address of a file in a folder; a query, such as a key that the server asks for, stays at the end. */
function within(caller: string, base: string, name: string): string {
  const url = parsed(base);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TypeError(`${caller}: baseUrl must be an http or https address, got ${base}`);
  }
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${name}`;
  return url.href;
}

function parsed(base: string): URL | undefined {
  try {
    return new URL(base, globalThis.location?.href); // in a page '/data/' is an address too
  } catch {
    return undefined;
  }
}
