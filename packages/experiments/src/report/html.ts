/** Markup that is safe to put into a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | null | undefined | Html | readonly Html[];

/**
 * A template for markup: every interpolated value is escaped unless it is `Html` itself; lists of
 * `Html` are joined by line ends, null and undefined are empty. For text and quoted attributes.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((page, string, i) => `${page}${markupOf(parts[i - 1])}${string}`));
}

function markupOf(part: Part): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map((item) => item.text).join('\n');
  return escapeMarkup(String(part));
}

/** Escapes text for HTML and XML, in quoted attributes too; characters that XML forbids are dropped. */
export function escapeMarkup(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The text without control characters and halves of surrogate pairs, which XML has no way to write. */
export function printable(text: string): string {
  return text.replace(/[^\P{C}\p{Cf}\p{Co}\t\n\r]|[\uFFFE\uFFFF]/gu, '');
}

/** The text in at most `length` characters, its end cut off with an ellipsis. */
export function shortened(text: string, length: number): string {
  const characters = [...printable(text)];
  return characters.length <= length
    ? characters.join('')
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}
