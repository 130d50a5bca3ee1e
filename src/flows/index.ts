import { UsageError } from '../errors.ts';
import { authorizationCode } from './authorization-code.ts';
import { bearer } from './bearer.ts';
import { clientCredentials } from './client-credentials.ts';
import { deviceCode } from './device-code.ts';
import { enterprise } from './enterprise.ts';
import type { Flow } from './flow.ts';
import { jwtBearer } from './jwt-bearer.ts';
import { none } from './none.ts';
import { refreshToken } from './refresh-token.ts';

/** Every way of getting a token. */
export const flows: readonly Flow[] = [
  clientCredentials,
  authorizationCode,
  refreshToken,
  deviceCode,
  jwtBearer,
  enterprise,
  bearer,
  none,
];

/**
 * The flow with that name.
 * @throws UsageError `config.flow` when there is none
 */
export function flowNamed(name: string): Flow {
  const flow = flows.find((candidate) => candidate.name === name);
  if (flow !== undefined) return flow;
  throw new UsageError('config.flow', `There is no flow "${name}".`, {
    hint: `Use one of: ${flows.map((candidate) => candidate.name).join(', ')}.`,
  });
}
