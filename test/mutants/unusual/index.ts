import { gateUnusuals } from './gate.ts';
import { issuerUnusuals } from './issuer.ts';
import { protocolUnusuals } from './protocol.ts';
import type { Unusual } from './unusual.ts';

/** Every correct server that is not as others are. */
export const unusuals: readonly Unusual[] = [...protocolUnusuals, ...issuerUnusuals, ...gateUnusuals];
