import { emailKeyOf, type UserPatch } from '@marquee/contracts';
import {
  decideCreateUser,
  decidePatchUser,
  decideReplaceUser,
  endsTokens,
  profileOf,
  type UserState,
  userAsRead,
} from '@marquee/domain';
import t from 'tap';

const ada: UserState = {
  ...{ id: 'ada', version: 7, editedVersion: 7, email: 'Ada@example.com', firstName: 'Ada' },
  ...{ lastName: 'Lovelace', role: 'viewer', passwordHash: 'old' },
  createdAt: '2026-01-01T00:00:00.000Z',
};
const herself = { writer: { id: 'ada', role: 'viewer' }, passwordHash: null } as const;
const somebody = { writer: { id: 'x', role: 'administrator' }, passwordHash: null } as const;

t.test('addresses that differ in case alone are one address', async (t) => {
  const same: readonly (readonly [one: string, two: string])[] = [
    ['ada@example.com', ' ADA@Example.COM\n'],
    ['straße@example.com', 'STRASSE@example.com'],
    ['ΟΔΟΣ@example.com', 'οδος@example.com'],
    ['ΟΔΟΣ@example.com', 'οδοσ@example.com'],
    ['e\u0301va@example.com', 'ÉVA@example.com'],
  ];
  for (const [one, two] of same) t.equal(emailKeyOf(one), emailKeyOf(two), two);
  t.not(emailKeyOf('a.da@example.com'), emailKeyOf('ada@example.com'), 'dots count');
  t.not(emailKeyOf('ada+1@example.com'), emailKeyOf('ada@example.com'), 'so do tags');
  for (const [one] of same) t.equal(emailKeyOf(emailKeyOf(one)), emailKeyOf(one));
});

t.test('a new user is a viewer, with trimmed texts', async (t) => {
  const input = { email: ' Ada@example.com ', password: 'x', firstName: ' Ada', lastName: 'L ' };
  const made = { id: 'ada', passwordHash: 'hash', now: Date.UTC(2026, 0, 1) };
  t.strictSame(decideCreateUser(input, made), {
    ...{ ...ada, version: 0, editedVersion: 0, lastName: 'L', passwordHash: 'hash' },
  });
});

t.test('a replacement leaves password and role where it does not give them', async (t) => {
  const input = { email: 'eve@example.com', firstName: 'Eve', lastName: 'Lovelace' };
  t.strictSame(decideReplaceUser(ada, input, herself), { ...ada, ...input });
  const change = { ...herself, passwordHash: 'new' };
  t.strictSame(decideReplaceUser(ada, input, change), { ...ada, ...input, passwordHash: 'new' });
  const same = { email: 'Ada@example.com ', firstName: 'Ada', lastName: 'Lovelace' };
  t.equal(decideReplaceUser(ada, { ...same, version: 1, id: 'x' }, herself), ada);
});

const patches: readonly (readonly [patch: UserPatch, changed: object | null])[] = [
  [{}, null],
  [{ firstName: ' Ada ' }, null],
  [{ role: 'viewer' }, null],
  [{ id: 'x', version: 1, createdAt: 'x' }, null],
  [{ firstName: 'Eve' }, { firstName: 'Eve' }],
  [{ email: ' ADA@example.com' }, { email: 'ADA@example.com' }],
];

t.test('a patch changes what it names', async (t) => {
  for (const [patch, changed] of patches) {
    const after = decidePatchUser(ada, patch, herself);
    if (changed === null) t.equal(after, ada, JSON.stringify(patch));
    else t.strictSame(after, { ...ada, ...changed });
  }
});

t.test('administrators alone give roles', async (t) => {
  const provider = { role: 'provider' } as const;
  t.throws(() => decidePatchUser(ada, provider, herself), { code: 'forbidden' });
  t.throws(() => decideReplaceUser(ada, { ...ada, ...provider }, herself), { code: 'forbidden' });
  t.strictSame(decidePatchUser(ada, provider, somebody), { ...ada, ...provider });
});

t.test('another password or role ends tokens, nothing else does', async (t) => {
  t.equal(endsTokens(ada, { ...ada, passwordHash: 'new' }), true);
  t.equal(endsTokens(ada, { ...ada, role: 'provider' }), true);
  t.equal(endsTokens(ada, { ...ada, email: 'x', firstName: 'x', lastName: 'x' }), false);
});

t.test('what is shown of a user has no password, and to others no address', async (t) => {
  t.strictSame(Object.keys(userAsRead(ada)), [
    ...['id', 'version', 'email', 'firstName', 'lastName', 'role', 'createdAt'],
  ]);
  t.strictSame(profileOf(ada), { id: 'ada', firstName: 'Ada', lastName: 'Lovelace' });
});
