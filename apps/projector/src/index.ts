export {
  type Projector,
  type ProjectorDeps,
  type ProjectorMetrics,
  startProjector,
} from './start-projector.js';
