export {
  type Announcements,
  type Announcer,
  type Follower,
  type Following,
  noAnnouncements,
} from './announcements.js';
export { backoffMs } from './backoff.js';
export { boardPages } from './board-pages.js';
export {
  type BoardOptions,
  type BoardPlugin,
  type ChangeQueue,
  type Consumer,
  type DeadLetter,
  type JobHandler,
  PartlyApplied,
  type QueueAlarm,
  type QueueCounts,
  type QueueLog,
  QueueMisconfigured,
  type QueueOptions,
  QueueUnavailable,
  Unprocessable,
} from './change-queue.js';
export { openAnnouncements, openChangeQueue } from './open-change-queue.js';
export { publishEvents } from './publish-events.js';
