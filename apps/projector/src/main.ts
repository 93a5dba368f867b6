import { startApp } from '@marquee/service';
import { startProjectorApp } from './start-projector-app.js';

await startApp('projector', startProjectorApp);
