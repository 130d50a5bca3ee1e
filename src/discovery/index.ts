export { type Discovered, type DiscoverOptions, discover } from './discover.ts';
export { rediscover } from './rediscover.ts';
export { serverOf } from './server-of.ts';
