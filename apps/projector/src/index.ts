export { measureProjector } from './measure-projector.js';
export {
  type ProjectorControl,
  type ProjectorControlDeps,
  projectorControl,
} from './projector-control.js';
export { projectorRoutes } from './projector-routes.js';
export {
  type Projector,
  type ProjectorDeps,
  type ProjectorMetrics,
  startProjector,
} from './start-projector.js';
