import { isGuid } from '../../../text/guid.ts';
import { firstSegment, originOf } from '../../../text/origin.ts';
import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedIds, failedSteps, found, isEntra, quote } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

const FOUND = 'discovery/authorization-server-metadata-found';
const WHERE =
  'Entra admin center > Overview > Tenant ID, or App registrations > the client > Overview > "Directory (tenant) ID"';
const EMPTY = '00000000-0000-0000-0000-000000000000';
const SHARED: readonly string[] = ['common', 'organizations', 'consumers'];

/** Entra ID has no metadata for a tenant that it does not know: it answers 400 in place of the document. */
export const tenantUnknown: KnownRule = {
  code: 'entra/tenant-unknown',
  leg: 'target',
  explains: ['discovery/authorization-server-metadata', 'issuer/not-pinned', 'issuer/mismatch'],
  about: {
    title: 'Entra ID knows no such tenant.',
    cause:
      'The tenant id is misspelt, empty, a placeholder, or of another cloud: AADSTS90002, AADSTS900023, AADSTS900021.',
    fix: `Give --tenant (TENANT_ID) the tenant's id: ${WHERE}.`,
  },
  diagnose: (symptoms) => {
    const { discovery, target } = symptoms.evidence;
    const tenant = target.tenant ?? firstSegment(target.issuer);
    const tried = discovery?.authorizationServerTried.filter(({ url }) => url.includes(`/${tenant}/`)) ?? [];
    const refused = tried.find(({ status }) => status === 400);
    if (!isEntra(symptoms) || tenant === '' || refused === undefined) return [];
    if (errorOf(symptoms, 'metadata') === undefined || SHARED.includes(tenant.toLowerCase())) return [];
    const results = [...failedSteps(symptoms), ...failedIds(symptoms, ({ id }) => id === FOUND)];
    const asked = `${refused.url} was answered HTTP 400.`;
    const named = namedBy(symptoms, tenant);
    const near = named === undefined ? undefined : difference(tenant, named);
    const fix = `Give --tenant (TENANT_ID) the right one: ${WHERE}.${named === undefined ? '' : ` The endpoint names ${named}: take that only if it is yours.`}`;
    const more = {
      results,
      ...(near === undefined ? {} : { paste: [{ where: 'client', text: `TENANT_ID=${named}` } as const] }),
    };
    if (tenant === EMPTY) {
      const cause = `${asked} A template or a variable was never filled in.`;
      return [found('The tenant id is the empty GUID: it was never set.', cause, fix, more)];
    }
    if (!isGuid(tenant) && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(tenant)) {
      const summary = `${quote(tenant)} is no tenant: a tenant is a GUID or a domain such as contoso.onmicrosoft.com.`;
      return [found(summary, `${asked} Most often a placeholder was left in.`, fix, more)];
    }
    return [
      found(
        `Entra ID knows no tenant ${tenant}.`,
        `${asked}${named === undefined ? '' : ` The endpoint itself names the tenant ${named}${near === undefined ? '' : `, which differs in ${near}`}.`}`,
        fix,
        {
          ...more,
          confidence: 'likely',
          alternatives: [
            'The tenant is in another cloud (--authority), for instance https://login.microsoftonline.us.',
          ],
          decide: `In the browser ${refused.url} shows the AADSTS number: 90002 is an unknown tenant.`,
        },
      ),
    ];
  },
};

/** The tenant that the endpoint names, where it means the same host. */
function namedBy({ evidence }: Symptoms, tenant: string): string | undefined {
  const { target, profile, discovery } = evidence;
  const pinned = target.issuer ?? profile.issuerOf(target) ?? '';
  const here = (discovery?.authorizationServers ?? []).filter(
    (issuer) => originOf(issuer) === originOf(pinned),
  );
  return here.map(firstSegment).find((one) => one !== tenant && isGuid(one));
}

/** How far a slip of the pen goes; undefined: it is another one altogether. */
function difference(one: string, other: string): string | undefined {
  if (one.length !== other.length) return undefined;
  const count = Array.from(one).filter((character, at) => character !== other[at]).length;
  if (count > 3) return undefined;
  return count === 1 ? 'one character' : `${count} characters`;
}
