import { startApp } from '@marquee/service';
import { startQuery } from './start-query.js';

await startApp('query', startQuery);
