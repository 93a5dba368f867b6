export { type Checkpoints, checkpointsOf } from './checkpoints.js';
export { Database } from './database.js';
