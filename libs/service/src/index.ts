export {
  isAlive,
  keysOf,
  publicKeys,
  scopesIn,
  signToken,
  TOKEN_LIFE_SECONDS,
  type TokenClaims,
} from './access-tokens.js';
export { type AdminServerOptions, startAdminServer } from './admin-server.js';
export {
  ADMINISTRATOR_ID,
  type Authenticate,
  authenticateAdministrator,
  type Caller,
  callerOf,
  identifyCaller,
  requireCaller,
  requireScope,
} from './authenticate.js';
export { authenticateCallers, type CallerSources } from './authenticate-callers.js';
export { type ConsistencyToken, openToken, sealToken } from './consistency-token.js';
export { adminTokenOf, cursorKeysOf, tokenKeysOf } from './data-dir.js';
export { type EdgeSettings, edgeDefaults } from './edge-settings.js';
export { fits } from './entity-tags.js';
export { isReservedId, remoteKeys } from './external-issuer.js';
export { openPlace, sealPlace } from './feed-token.js';
export { type Check, type HealthChecks, healthRoutes } from './health.js';
export { createHttpApp, type HttpApp, type HttpAppOptions, isRequestId } from './http-app.js';
export { addressKey, limitRequests, limitWrites, tellAllowance } from './limit-requests.js';
export { createLogger, isDebugging, type LogFormat, type Logger } from './logger.js';
export {
  hashOfSecret,
  isSecretOf,
  type MachineKey,
  machineKeyText,
  newSecret,
  readMachineKey,
} from './machine-keys.js';
export { createMetrics, type Metrics, measureRequests, type RequestTimes } from './metrics.js';
export { logged, noteEvents } from './note-events.js';
export { linker, linksTo, type Neighbours } from './page-links.js';
export { problemOf, sendProblem } from './problem-answers.js';
export { problemResponses } from './problem-responses.js';
export { createPulse, type Pulse, SILENCE_LIMIT_MS } from './pulse.js';
export { type GaugeValue, type ScrapedGauge, scrapeGauges } from './scraped-gauges.js';
export { createSealer, type Sealer } from './sealer.js';
export {
  type AppName,
  describeSettings,
  InvalidSettings,
  readSettings,
  type Settings,
} from './settings.js';
export type { Load } from './shed-load.js';
export { closeOnSignals, type ShutdownOptions } from './shutdown.js';
export { type RunningApp, type StartContext, startApp } from './start-app.js';
export type { TokenKey } from './token-keys.js';
export { type TracedEvents, traceEvents } from './trace-events.js';
export { traceRequests } from './trace-requests.js';
export { type Span, type SpanOptions, startTracing, type Tracing } from './tracing.js';
export { invalidInput } from './validate-requests.js';
export { bodyValidator, parameterValidator, type Validator } from './validator.js';
export { answerPrimary } from './workers/questions.js';
