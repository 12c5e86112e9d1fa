const MARK = /<!-- begin: ([\w -]+) -->\n[\s\S]*?<!-- end -->/g;

/**
 * Fills the marked parts of a page, `<!-- begin: NAME ARGUMENT -->` to `<!-- end -->`, and leaves the rest alone.
 *
 * @param parts By name: makes what stands between the marks from the argument, `''` where there is none.
 * @throws RangeError for a mark of another name.
 */
export function fillMarks(
  page: string,
  parts: Record<string, (argument: string) => string>,
): string {
  return page.replace(MARK, (_, mark: string) => {
    const [name = '', argument = ''] = mark.split(' ');
    const part = parts[name];
    if (part === undefined) throw new RangeError(`fillMarks: there is no part ${name}`);
    return `<!-- begin: ${mark} -->\n\n${part(argument)}\n\n<!-- end -->`;
  });
}

/** The page without what is between marks: the words that people wrote. */
export function proseOf(page: string): string {
  return page.replace(MARK, '');
}
