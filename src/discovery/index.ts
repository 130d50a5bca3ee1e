export { type Discovered, type DiscoverOptions, discover } from './discover.ts';
export { rediscover } from './rediscover.ts';
