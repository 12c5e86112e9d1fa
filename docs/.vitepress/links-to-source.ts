import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/**
 * A markdown-it plugin: links to files of the repository that are no pages of the site, `../packages/scorers` or
 * `runs/x/config.json`, lead to the repository on the web, so that a page reads the same on both.
 *
 * @param root The address of the repository's files, with a slash at the end.
 */
export function linksToSource(md: MarkdownRenderer, root: string): void {
  md.core.ruler.push('links-to-source', ({ tokens, env }) => {
    const folder = posix.join('docs', posix.dirname(env.relativePath ?? ''));
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? (token.attrGet('href') ?? '') : '';
      if (!/^[\w.]/.test(href) || /^\w+:/.test(href)) continue;
      const file = posix.join(folder, href);
      const isPage = file.startsWith('docs/') && !file.startsWith('docs/runs/');
      if (!isPage) token.attrSet('href', root + file);
    }
  });
}
