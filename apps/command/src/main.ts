import { startApp } from '@marquee/service';
import { startCommand } from './start-command.js';

await startApp('command', startCommand);
