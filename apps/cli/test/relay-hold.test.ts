import t from 'tap';
import { relayHold } from '../src/import/relay-hold.js';

t.test(
  'the relay waits while ratings are stored, and the storing waits after a million',
  async (t) => {
    const hold = relayHold();
    t.equal(hold.mayWait(), true, 'from the beginning on');
    for (let round = 0; round < 2; round++) {
      t.equal(hold.stored(600_000), false);
      t.equal(hold.stored(400_000), false);
      t.equal(hold.stored(1), true);
      t.equal(hold.mayWait(), true, 'it is told to catch up');
    }
    hold.end();
    t.equal(hold.mayWait(), false);
    t.equal(hold.stored(1), false, 'of a file that follows one of movies');
    t.equal(hold.mayWait(), true);
  },
);
