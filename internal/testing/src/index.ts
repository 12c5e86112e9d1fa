export { nearly } from './nearly.ts';
export { type ScorerCase, type TemperatureCase, vectors } from './vectors.ts';
