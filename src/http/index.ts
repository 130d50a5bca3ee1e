export { parseChallenges } from '../text/challenges.ts';
export { LIMITS, type Limits } from './limits.ts';
export { createNetwork, type Network, type NetworkOptions } from './network.ts';
export { useOwnGlobals } from './own-globals.ts';
export type { HttpTarget } from './target-http.ts';
export {
  newTraceContext,
  type TraceContext,
  traceContextFrom,
} from './trace-context.ts';
export { createVault } from './vault.ts';
