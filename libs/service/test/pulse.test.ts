import { setTimeout as sleep } from 'node:timers/promises';
import { t } from 'tap';
import { createPulse } from '../src/index.js';

t.test(
  'a pulse is alive until it has been silent for too long, and again at its next beat',
  async (t) => {
    const pulse = createPulse(20);
    await pulse.check();
    while (pulse.silentMs() <= 20) await sleep(5);
    await t.rejects(pulse.check(), /no turn for \d+ ms/);
    pulse.beat();
    await pulse.check();
  },
);
