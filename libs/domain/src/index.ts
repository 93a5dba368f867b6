export type { ActorState, MovieContent, MovieState, Part } from './movie-state.js';
