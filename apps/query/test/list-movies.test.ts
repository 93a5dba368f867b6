import { movieListSuite } from './movie-list-suite.js';

movieListSuite('SQLite', { store: {}, runs: 150, limits: [2, 7, 100] });
