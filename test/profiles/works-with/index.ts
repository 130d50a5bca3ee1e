import { auth0 } from './auth0.ts';
import { b2c } from './b2c.ts';
import { entra, externalId } from './entra.ts';
import { generic } from './generic.ts';
import { keycloak } from './keycloak.ts';
import { okta, oktaOrg } from './okta.ts';
import type { Row } from './row.ts';

/** Every provider that is played, one for each row of the table. */
export const rows: readonly Row[] = [entra, externalId, b2c, okta, oktaOrg, auth0, keycloak, generic];
