export {
  type Allowance,
  type Limit,
  type Limiter,
  type Limits,
  openLimits,
  perSecond,
} from './limits.js';
