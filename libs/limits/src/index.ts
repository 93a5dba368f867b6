export {
  type Allowance,
  failedLogins,
  type Limit,
  type Limiter,
  type Limits,
  openLimits,
  perSecond,
} from './limits.js';
