export { type Discovered, type DiscoverOptions, discover } from './discover.ts';
