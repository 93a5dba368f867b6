/** Puts the text of a page together as bytes. Items are written one after the other: joined first, each would be copied twice more. */

/** Space for the pages of one process, one after the other; grows to the largest. */
let space = Buffer.allocUnsafeSlow(256 * 1_024);
/** No UTF-16 unit takes more in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;
const COMMA = 0x2c;

export interface PageBytes {
  readonly body: Buffer;
  /** Those of the items: a part of `body`. */
  readonly items: Buffer;
}

/** `{"items":[…],"page":…}`; each item, and the page, is the text of a JSON value. */
export function pageBytes(items: readonly string[], page: string): PageBytes {
  const units = items.reduce((sum, item) => sum + item.length + 1, page.length + 100);
  if (space.length < units * MAX_BYTES_PER_UNIT) {
    space = Buffer.allocUnsafeSlow(units * MAX_BYTES_PER_UNIT);
  }
  const start = space.write('{"items":[', 0);
  let end = start;
  for (const item of items) {
    if (end > start) {
      space[end] = COMMA;
      end += 1;
    }
    end += space.write(item, end);
  }
  const length = end + space.write(`],"page":${page}}`, end);
  const body = Buffer.from(space.subarray(0, length));
  return { body, items: body.subarray(start, end) };
}
