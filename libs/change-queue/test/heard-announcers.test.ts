import { test } from 'tap';
import { GONE_MS, hearAnnouncers, SILENCE_MS } from '../src/heard-announcers.js';

function announcers() {
  const clock = { now: 5_000 };
  return { clock, ...hearAnnouncers(() => clock.now) };
}

test('messages without a gap say that nothing was missed', async (t) => {
  const { clock, heard } = announcers();
  t.notOk(heard('a', 7), 'who knows what it said before');
  for (const number of [8, 9, 10]) {
    clock.now += SILENCE_MS - 1;
    t.ok(heard('a', number));
  }
  t.notOk(heard('a', 12));
  t.ok(heard('a', 13));
});

test('each announcer has numbers of its own', async (t) => {
  const { heard } = announcers();
  heard('a', 1);
  heard('b', 50);
  t.ok(heard('a', 2));
  t.ok(heard('b', 51));
});

test('a message after a long silence does not make up for it', async (t) => {
  const { clock, heard } = announcers();
  heard('a', 1);
  clock.now += SILENCE_MS;
  t.notOk(heard('a', 2));
});

test('pages are trusted as long as the announcer that was silent longest may be', async (t) => {
  const { clock, heard, trustedUntil } = announcers();
  t.ok(trustedUntil() < clock.now, 'nobody is there');
  heard('a', 1);
  clock.now += 300;
  heard('b', 1);
  t.equal(trustedUntil(), clock.now - 300 + SILENCE_MS);
});

test('one that ends in an orderly way holds up nobody; one that falls silent does until it is gone', async (t) => {
  const { clock, heard, ended, forgetGone, trustedUntil } = announcers();
  heard('a', 1);
  heard('b', 1);
  heard('c', 1);
  ended('a');
  t.ok(forgetGone());
  clock.now += GONE_MS;
  heard('c', 2);
  t.ok(trustedUntil() < clock.now, 'b is silent');
  clock.now += 1;
  t.notOk(forgetGone(), 'b may have said something at the end');
  t.ok(trustedUntil() > clock.now);
  t.ok(forgetGone());
});
