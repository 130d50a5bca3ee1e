import { isGuid } from '../../../text/guid.ts';
import { firstSegment } from '../../../text/origin.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedIds, failedSteps, found, isEntra, quote } from '../../look.ts';

const SHARED: readonly string[] = ['common', 'organizations', 'consumers'];
/** What Entra ID says at a shared endpoint to an application of one tenant, and to machines. */
const NUMBERS: readonly number[] = [50194, 9001023, 50059, 50128, 90019, 9002332, 700005];

/** `common` and its like mean "the tenant of whoever signs in": no machine does, and most applications have one tenant. */
export const sharedTenant: KnownRule = {
  code: 'entra/shared-tenant',
  leg: 'target',
  explains: [
    'issuer/mismatch',
    'issuer/not-pinned',
    'settings/refused',
    ...NUMBERS.map((number) => `entra/aadsts-${number}`),
  ],
  about: {
    title: 'The tenant is one of the shared names, common, organizations or consumers, and that does not do.',
    cause:
      'They stand for the tenant of whoever signs in. A machine has none (AADSTS9001023, AADSTS50059), and an application of a single tenant is refused there (AADSTS50194).',
    fix: 'Give --tenant the Directory (tenant) ID.',
  },
  diagnose: (symptoms) => {
    const { target, discovery, flows } = symptoms.evidence;
    const named = target.tenant ?? firstSegment(target.issuer);
    if (!isEntra(symptoms) || !SHARED.includes(named.toLowerCase())) return [];
    const stopped = flows.filter(
      ({ error }) =>
        error?.code === 'usage.tenant_not_specific' || NUMBERS.includes(error?.provider?.aadsts ?? 0),
    );
    if (stopped.length === 0) return [];
    const reasons = stopped.map(({ request, error }) => {
      const number = error?.provider?.aadsts;
      return number === undefined
        ? `A machine has no tenant that ${quote(named)} could stand for`
        : `${request.flow} was refused with AADSTS${number}: the client ${request.clientId ?? ''} belongs to one tenant`;
    });
    const wanted = (discovery?.authorizationServers ?? []).map(firstSegment).find(isGuid);
    return [
      found(
        `The tenant is given as ${quote(named)}, and the clients belong to one tenant.`,
        `${reasons.join('. ')}.`,
        `Set TENANT_ID (--tenant) to the Directory (tenant) ID: App registrations > the client > Overview${wanted === undefined ? '' : `. The endpoint names ${wanted}: take that only if it is yours`}.`,
        {
          results: [
            ...failedSteps(symptoms),
            ...failedIds(symptoms, ({ id }) => id === 'discovery/issuer-is-exact'),
          ],
        },
      ),
    ];
  },
};
