import t from 'tap';
import { createPasswords } from '../src/users/passwords.js';

t.test('a password fits its hash, and no other one does', async (t) => {
  const passwords = createPasswords();
  const [one, two] = [await passwords.hash('Ünïcödé 1'), await passwords.hash('Ünïcödé 1')];
  t.not(one, two, 'each has a salt of its own');
  t.equal(await passwords.isRight('Ünïcödé 1'.normalize('NFD'), one), true, 'however it is typed');
  t.equal(await passwords.isRight('Ünïcödé 1 ', one), false);
  t.equal(await passwords.isRight('Ünïcödé 1', null), false, 'nobody has one');
});

t.test('a fingerprint is the same for the same password and purpose', async (t) => {
  const { fingerprint } = createPasswords();
  const first = await fingerprint('password', 'a');
  t.equal(await fingerprint('password', 'a'), first);
  t.not(await fingerprint('password', 'b'), first);
  t.not(await fingerprint('passwore', 'a'), first);
});

t.test('so many are computed at once, so many wait, and more are refused', async (t) => {
  const passwords = createPasswords({ atOnce: 2, waiting: 3 });
  let [running, most] = [0, 0];
  const work = () =>
    passwords.hash('password', async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    });
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, work));
  t.equal(most, 2);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  t.equal(refused.length, 3);
  for (const { reason } of refused) t.match(reason, { code: 'overloaded' });
  t.match(await work(), /^\$argon2id/, 'places are given back');
});

t.test('what fails in its turn gives its place back', async (t) => {
  const passwords = createPasswords({ atOnce: 1, waiting: 1 });
  for (let n = 0; n < 3; n += 1) {
    const refused = passwords.hash('password', () => Promise.reject(new Error('taken')));
    await t.rejects(refused, /taken/);
  }
  t.equal(await passwords.isRight('x', null), false);
});
