import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/**
 * A markdown-it plugin: an image of the folder `pictures` becomes part of the page, whose style sheet then
 * says what its colours are in the light and in the dark.
 */
export function inlinePictures(md: MarkdownRenderer): void {
  const image = md.renderer.rules.image as NonNullable<typeof md.renderer.rules.image>;
  md.renderer.rules.image = (tokens, index, options, env: { path: string }, self) => {
    const source = tokens[index]?.attrGet('src') ?? '';
    if (!/(^|\/)pictures\/[\w-]+\.svg$/.test(source)) {
      return image(tokens, index, options, env, self);
    }
    const svg = readFileSync(join(dirname(env.path), source), 'utf8').trim();
    return `<span class="picture" tabindex="0" v-pre>${svg}</span>`;
  };
}
