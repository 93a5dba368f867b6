/** `npm start`: command, projector and query app in one process, on one port. */
import { startApp } from '@marquee/service';
import { startStandalone } from './start-standalone.js';

await startApp('standalone', startStandalone);
