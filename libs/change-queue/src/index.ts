export {
  type ChangeQueue,
  type Consumer,
  type JobHandler,
  PartlyApplied,
  type QueueCounts,
  Unprocessable,
} from './change-queue.js';
