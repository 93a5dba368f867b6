export { measureProjector } from './measure-projector.js';
export {
  type Projector,
  type ProjectorDeps,
  type ProjectorMetrics,
  startProjector,
} from './start-projector.js';
