import { createSealer } from '@marquee/service';
import fc from 'fast-check';
import { test } from 'tap';
import { type CursorPlace, openCursor, sealCursor } from '../src/cursor.js';

const key = 'a key of thirty-two characters….';
const sealer = createSealer([key]);
const list = 'movies title []';

const place = fc.record<CursorPlace>({
  direction: fc.constantFrom('next', 'previous'),
  after: fc.option(
    fc.record({
      sortValue: fc.option(fc.string({ unit: 'binary', maxLength: 500 })),
      id: fc.uuid(),
    }),
  ),
  skip: fc.integer({ min: 0, max: 10_000 }),
});

test('a cursor opens as the place it was made of, for its own list alone', async (t) => {
  fc.assert(
    fc.property(place, (place) => {
      const cursor = sealCursor(sealer, list, place);
      t.same(openCursor(sealer, list, cursor), JSON.parse(JSON.stringify(place)));
      t.throws(() => openCursor(sealer, 'movies -title []', cursor), { code: 'invalid-cursor' });
      t.match(cursor, /^[\w-]+$/);
    }),
  );
});

test('a cursor with any bit changed, cut or lengthened is refused', async (t) => {
  const cursor = sealCursor(sealer, list, {
    direction: 'next',
    after: { sortValue: 'The Matrix', id: '0190a000-0000-7000-8000-000000000001' },
    skip: 0,
  });
  const bytes = Buffer.from(cursor, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const forged = Buffer.from(bytes);
    forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    t.throws(() => openCursor(sealer, list, forged.toString('base64url')), {
      code: 'invalid-cursor',
    });
  }
  for (const text of ['', 'x', cursor.slice(1), cursor.slice(0, -1), `${cursor}A`, '%00', 'null']) {
    t.throws(() => openCursor(sealer, list, text), { code: 'invalid-cursor' });
  }
});

test('cursors outlive a change of keys while the old key is kept, and no longer', async (t) => {
  const place: CursorPlace = { direction: 'next', after: null, skip: 0 };
  const cursor = sealCursor(sealer, list, place);
  const newKey = 'another key of thirty-two letters';
  t.same(openCursor(createSealer([newKey, key]), list, cursor), place);
  t.throws(() => openCursor(createSealer([newKey]), list, cursor), { code: 'invalid-cursor' });
});

test('what was sealed for another purpose is no cursor', async (t) => {
  t.throws(() => openCursor(sealer, list, sealer.seal('consistency-token', ['w', 1])), {
    code: 'invalid-cursor',
  });
});
