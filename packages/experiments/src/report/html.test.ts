import { expect, test } from 'vitest';
import { escapeMarkup, Html, html, printable, shortened } from './html.ts';

test('what is interpolated is escaped, in text and in attributes', () => {
  const name = `<script>"a" & 'b'</script>`;
  expect(html`<p title="${name}">${name}</p>`.text).toBe(
    `<p title="${escapeMarkup(name)}">${escapeMarkup(name)}</p>`,
  );
  expect(escapeMarkup(name)).toBe('&#60;script&#62;&#34;a&#34; &#38; &#39;b&#39;&#60;/script&#62;');
});

test('markup is put in as it is, lists of it line by line, and nothing for null', () => {
  const rows = [1, 2].map((n) => html`<li>${n}</li>`);
  expect(html`<ul>${rows}</ul>${null}${undefined}${new Html('<hr>')}`.text).toBe(
    '<ul><li>1</li>\n<li>2</li></ul><hr>',
  );
});

test('characters that XML has no way to write are dropped, others stay', () => {
  expect(printable('a\u0000b\u001b[1m\ud800c\ufffe\u007f')).toBe('ab[1mc');
  expect(printable('é 漢 🙂 \t\n')).toBe('é 漢 🙂 \t\n');
});

test('long texts end in an ellipsis and no character is cut in two', () => {
  expect(shortened('bootstrapped', 12)).toBe('bootstrapped');
  expect(shortened('bootstrapped', 5)).toBe('boot…');
  expect(shortened('🙂🙂🙂🙂', 3)).toBe('🙂🙂…');
});
