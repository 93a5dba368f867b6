import fc from 'fast-check';
import { t } from 'tap';
import { createSealer, openToken, sealToken } from '../src/index.js';

const oldKey = 'an old key of at least 32 characters';
const newKey = 'a new key of at least 32 characters!';
const sealer = createSealer([newKey]);

t.test('what is sealed opens again', async () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(sealer.open('cursor', sealer.seal('cursor', value)));
      return text === JSON.stringify(value);
    }),
  );
});

t.test('the same value gives another text each time, all of them safe in a URL', async (t) => {
  const texts = Array.from({ length: 100 }, () => sealer.seal('cursor', ['Ä', null]));
  t.equal(new Set(texts).size, 100);
  for (const text of texts) t.match(text, /^[A-Za-z0-9_-]+$/);
});

t.test('a change of any single bit is noticed', async (t) => {
  const bytes = Buffer.from(sealer.seal('cursor', ['all/title', 'matrix']), 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const forged = Buffer.from(bytes);
    forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    if (sealer.open('cursor', forged.toString('base64url')) !== undefined) t.fail(`bit ${bit}`);
  }
});

t.test('a text that is cut off, lengthened or foreign does not open', async (t) => {
  const text = sealer.seal('cursor', 'value');
  for (let length = 0; length < text.length; length++) {
    t.equal(sealer.open('cursor', text.slice(0, length)), undefined);
  }
  const foreign = ['', ' ', 'abc', `${text}A`, `${text}=`, `${text}\n`, ` ${text}`, 'é', '\0'];
  for (const other of foreign) t.equal(sealer.open('cursor', other), undefined, other);
  t.equal(sealer.open('cursor', 'A'.repeat(1_000_000)), undefined);
});

t.test(
  'of the texts that decode to the same bytes, only the one that was made opens',
  async (t) => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const value of ['a', 'ab', 'abc']) {
      const text = sealer.seal('cursor', value);
      const opening = [...alphabet].filter(
        (last) => sealer.open('cursor', text.slice(0, -1) + last) !== undefined,
      );
      t.same(opening, [text.at(-1)]);
    }
    const standard = Array.from({ length: 200 }, () => sealer.seal('cursor', 'x')).find((text) =>
      /[-_]/.test(text),
    );
    const other = standard?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
    t.equal(sealer.open('cursor', other), undefined, 'the standard alphabet');
  },
);

t.test('a text opens for its own purpose alone', async (t) => {
  t.equal(sealer.open('consistency-token', sealer.seal('cursor', 1)), undefined);
});

t.test('keys rotate: the newest seals, all of them open', async (t) => {
  const before = createSealer([oldKey]);
  const between = createSealer([newKey, oldKey]);
  t.equal(between.open('cursor', before.seal('cursor', 'kept')), 'kept');
  t.equal(sealer.open('cursor', between.seal('cursor', 'fresh')), 'fresh');
  t.equal(sealer.open('cursor', before.seal('cursor', 'gone')), undefined);
});

t.test('there is no sealing without a key', async (t) => {
  t.throws(() => createSealer([]), RangeError);
});

t.test('a consistency token opens as it was sealed', async (t) => {
  const token = { write: 'AAAAAAAAAAAAAAAAAAAAAA', subjects: 3 };
  t.same(openToken(sealer, sealToken(sealer, token)), token);
});

t.test('whatever is no consistency token of ours is refused by name', async (t) => {
  const texts = [
    '',
    'abc',
    sealer.seal('cursor', ['write', 1]),
    sealer.seal('consistency-token', ['write']),
    sealer.seal('consistency-token', { write: 'w', subjects: 1 }),
  ];
  for (const text of texts) {
    t.throws(() => openToken(sealer, text), {
      code: 'invalid-token',
      faults: [{ parameter: 'Consistency-Token' }],
    });
  }
});
