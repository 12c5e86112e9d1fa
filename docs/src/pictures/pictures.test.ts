import { expect, test } from 'vitest';
import { pictures } from './pictures.ts';

// `vitest run src/pictures -u` draws them anew.
test.each(Object.keys(pictures))('the picture %s is what the code draws today', async (name) => {
  const svg = await pictures[name]?.();
  await expect(svg).toMatchFileSnapshot(`../../pictures/${name}.svg`);
});
