import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { anyOrderSuite } from './any-order-suite.js';

const directory = mkdtempSync(join(tmpdir(), 'marquee-any-order-'));
t.teardown(() => rmSync(directory, { recursive: true }));

anyOrderSuite('SQLite', `sqlite:${join(directory, 'view.db')}`, 60);
