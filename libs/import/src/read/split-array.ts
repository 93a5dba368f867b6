/**
 * Rows of a JSON array, cut by brackets alone and read one by one afterwards, so that a broken row costs that row and not the file:
 * a string ends with its line at the latest (JSON knows no other), a closing bracket closes whatever it encloses, and within
 * an object another one stands only after a colon. Several arrays may follow each other, as `zcat *.json.gz` gives them; and objects
 * that go over several lines may follow each other without any array.
 */
import { type RawRow, type RowSplitter, rowCollector } from './raw-row.js';
import { isBlank } from './split-lines.js';

const [LF, QUOTE, COMMA, COLON, BACKSLASH] = [0x0a, 0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Where the scan stands, besides the row in hand. */
interface Scan {
  /** Rows stand by themselves: there is no array to be in. */
  readonly isBare: boolean;
  inArray: boolean;
  line: number;
  inString: boolean;
  escaped: boolean;
  /** The brackets that are open in this row, outermost first. */
  readonly brackets: number[];
  /** The last byte outside strings that was not blank. */
  last: number;
}

export const arraySplitter = () => splitter({ isBare: false });
export const objectSplitter = () => splitter({ isBare: true });

function splitter({ isBare }: Pick<Scan, 'isBare'>): RowSplitter {
  const row = rowCollector();
  const scan: Scan = {
    isBare,
    inArray: isBare,
    line: 1,
    inString: false,
    escaped: false,
    brackets: [],
    last: 0,
  };
  const finish = (fault?: 'cut-off' | 'not-in-array') => {
    Object.assign(scan, { inString: false, escaped: false, last: 0 });
    scan.brackets.length = 0;
    return row.finish(fault);
  };

  return {
    push(chunk) {
      const rows: RawRow[] = [];
      let start = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at] ?? 0;
        if (byte === LF) scan.line += 1;
        if (!row.open) {
          if (!beginsRow(scan, byte)) continue;
          row.begin(scan.line);
          start = at;
        }
        if (endsRow(scan, byte)) {
          row.add(chunk.subarray(start, at));
          rows.push(finish(scan.inArray ? undefined : 'not-in-array'));
          start = at;
          if (byte === OPEN_OBJECT) row.begin(scan.line);
          else scan.inArray = isBare || byte === COMMA || byte === OPEN_ARRAY;
          if (byte !== OPEN_OBJECT) continue;
        }
        step(scan, byte);
      }
      if (row.open) row.add(chunk.subarray(start));
      return rows;
    },
    end() {
      if (!row.open) return [];
      if (isBare) return [finish(scan.brackets.length > 0 ? 'cut-off' : undefined)];
      return [finish(scan.inArray ? 'cut-off' : 'not-in-array')];
    },
  };
}

/** Between rows: brackets of the array itself and commas are passed over. */
function beginsRow(scan: Scan, byte: number): boolean {
  if (isBlank(byte)) return false;
  if (!scan.inArray) {
    scan.inArray = byte === OPEN_ARRAY;
    return !scan.inArray;
  }
  if (byte === CLOSE_ARRAY) scan.inArray = scan.isBare;
  return byte !== CLOSE_ARRAY && byte !== COMMA;
}

/** Whether the row in hand ends before this byte. */
function endsRow(scan: Scan, byte: number): boolean {
  if (scan.inString) return false;
  if (!scan.inArray) return byte === OPEN_ARRAY;
  const isNext = byte === OPEN_OBJECT && scan.last !== 0 && scan.last !== COLON;
  if (scan.brackets.length === 0) return byte === COMMA || byte === CLOSE_ARRAY || isNext;
  if (byte === CLOSE_ARRAY) return !scan.brackets.includes(OPEN_ARRAY);
  // Nowhere in JSON does an object follow another one at once.
  if (scan.isBare && isNext && scan.last === CLOSE_OBJECT) return true;
  const isInObject = scan.brackets.length === 1 && scan.brackets[0] === OPEN_OBJECT;
  return isInObject && isNext;
}

function step(scan: Scan, byte: number): void {
  if (scan.inString) {
    if (scan.escaped) scan.escaped = false;
    else if (byte === BACKSLASH) scan.escaped = true;
    else if (byte === QUOTE || byte === LF) scan.inString = false;
    return;
  }
  if (isBlank(byte)) return;
  scan.last = byte;
  if (byte === QUOTE) scan.inString = true;
  else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) scan.brackets.push(byte);
  else if (byte === CLOSE_OBJECT) close(scan.brackets, OPEN_OBJECT);
  else if (byte === CLOSE_ARRAY) close(scan.brackets, OPEN_ARRAY);
}

/** Closes the innermost bracket of this kind, and with it all that it encloses. */
function close(brackets: number[], kind: number): void {
  const at = brackets.lastIndexOf(kind);
  if (at !== -1) brackets.length = at;
}
