import { demandedClaimCheck } from '../demanded.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const rolesAsExpected = demandedClaimCheck({
  id: 'token/roles-as-expected',
  title: 'is reached with a token that holds the expected roles or permissions',
  spec: TOKEN_HANDLING,
  passes:
    'Every role or permission named with --expect-role is in the token, wherever the provider writes it.',
  fails: 'One of them is missing: fail.',
  fix: "Assign the role to the client or person at the provider. Entra ID: API permissions > Application permissions, with admin consent; Keycloak: the service account's roles; Auth0: the API's permissions for the application.",
  enable: 'name roles with --expect-role',
  demand: ({ flow }) => {
    const { roles = [] } = flow?.request.expect ?? {};
    return { expected: { roles }, accepted: {} };
  },
});
