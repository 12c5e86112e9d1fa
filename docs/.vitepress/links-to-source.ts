import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/**
 * A markdown-it plugin: links of a page in `docs` to files of the repository that are no pages of the site,
 * `../packages/scorers` or `runs/x/config.json`, lead to the repository on the web. Pages in folders of
 * `docs` link from the root: `/thesis`.
 *
 * @param root The address of the repository's files, with a slash at the end.
 */
export function linksToSource(md: MarkdownRenderer, root: string): void {
  const { normalizeLink } = md;
  md.normalizeLink = (url) => {
    const file = posix.normalize(posix.join('docs', url));
    const isElsewhere = /^[\w.]/.test(url) && !/^\w+:/.test(url) && !file.startsWith('docs/');
    return normalizeLink(isElsewhere || file.startsWith('docs/runs/') ? root + file : url);
  };
}
