export {
  type ChangeFeed,
  type ChangeFeedOptions,
  createChangeFeed,
  type NextOptions,
  type TailOptions,
} from './change-feed.js';
export { changeJson } from './change-json.js';
export {
  type Change,
  type ChangeKind,
  changeKinds,
  type ReadChanges,
} from './read-changes.js';
