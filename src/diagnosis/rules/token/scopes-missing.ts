import { shortScope } from '../../demanded.ts';
import type { KnownRule } from '../../known-rule.ts';
import { fill, found, isEntra, quote, quoteAll, readFlows } from '../../look.ts';
import { explainedBy } from './explained-by.ts';
import { likeOf } from './like.ts';

export const scopesMissing: KnownRule = {
  code: 'token/scopes-missing',
  leg: 'token',
  unlessExplained: true,
  checks: ['token/scopes-as-expected'],
  about: {
    title: 'The token lacks scopes that are expected.',
    cause: 'They were not asked for or not consented to; machines at Entra ID have none.',
    fix: 'Ask for the scope by name, and consent to it.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token }) => {
      const expected = request.expect?.scp ?? [];
      const missing = expected.filter(
        (scope) => !token.scp.includes(shortScope(scope)) && !token.scp.includes(scope),
      );
      const [first] = missing;
      if (first === undefined) return [];
      const results = explainedBy(symptoms, request);
      if (isEntra(symptoms) && token.appOnly === true) {
        return [
          found(
            `Scopes are expected of a machine's token, which never has any: ${quoteAll(missing)}.`,
            `A machine's token has no scp claim at Entra ID: its rights are roles, here ${quoteAll(token.roles)}.`,
            'Expect roles of client credentials (--expect-role), and let the server look at roles for machines.',
            {
              ...(token.roles.length === 0 ? {} : { paste: [expectRoles(token.roles)] }),
              results,
            },
          ),
        ];
      }
      const asked = askedOf(symptoms.evidence.flows, request) ?? request.scopes;
      const like = likeOf(first, token.scp);
      const advice = adviceFor(first, asked, like);
      return [
        found(
          `The token lacks scopes: ${quoteAll(missing)}.`,
          `Expected are ${quoteAll(expected)}; the token has ${quoteAll(token.scp)}. ${advice.cause}`,
          fill(advice.fix, symptoms, request),
          {
            paste:
              like === undefined && isEntra(symptoms) ? [askFor(fill(scopesOf(expected), symptoms))] : [],
            results,
          },
        ),
      ];
    }),
};

/** Why it is missing: written otherwise, not asked for, asked for by `.default`, or asked for and not given. */
function adviceFor(
  scope: string,
  asked: readonly string[] | undefined,
  like: string | undefined,
): { readonly cause: string; readonly fix: string } {
  const name = shortScope(scope);
  if (like !== undefined) {
    return {
      cause: `${quote(like)} and ${quote(name)} are not the same: scopes are compared letter for letter.`,
      fix: `App registrations > the API {audience} > Expose an API > ${like}: its name should be ${name}. Or expect ${like}.`,
    };
  }
  if (asked?.some((one) => shortScope(one) === '.default') === true) {
    return {
      cause: `Asked for was ${asked.join(' ')}: /.default brings what was consented to before, and that consent is older than the scope.`,
      fix: `Ask for the scope by name with --scope api://{audience}/${name}; or App registrations > the client {clientId} > API permissions: add it, and Grant admin consent. Then sign in again.`,
    };
  }
  if (asked !== undefined && !asked.some((one) => shortScope(one) === name)) {
    return {
      cause: `It was not asked for: ${asked.join(' ') || 'nothing was'}.`,
      fix: `Ask for it as well, with --scope api://{audience}/${name}, and consent to it for the client {clientId}.`,
    };
  }
  return {
    cause: 'Consent may be older than the scope, or a person declined it.',
    fix: `Ask for the scope by name with --scope api://{audience}/${name}, and grant consent for the client {clientId}: API permissions > Grant admin consent.`,
  };
}

function askedOf(
  flows: readonly {
    readonly request: unknown;
    readonly tokens?: { readonly requestedScopes?: readonly string[] };
  }[],
  request: unknown,
): readonly string[] | undefined {
  return flows.find((flow) => flow.request === request)?.tokens?.requestedScopes;
}

function scopesOf(names: readonly string[]): string {
  return names.map((name) => (name.includes('/') ? name : `api://{audience}/${name}`)).join(' ');
}

function askFor(scopes: string) {
  return { where: 'client', text: `CUSTOM_SCOPES="${scopes} offline_access"` } as const;
}

function expectRoles(roles: readonly string[]) {
  return { where: 'client', text: roles.map((role) => `--expect-role ${role}`).join(' ') } as const;
}
