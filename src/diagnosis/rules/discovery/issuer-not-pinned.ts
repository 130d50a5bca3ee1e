import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, midRun, quote, quoteAll } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';

export const issuerNotPinned: KnownRule = {
  code: 'issuer/not-pinned',
  leg: 'target',
  explains: ['issuer/mismatch', 'token/of-another-server'],
  about: {
    title: 'No issuer is pinned, so no credential was sent.',
    cause:
      'The endpoint names its authorization server itself; without a pin a hostile endpoint could collect secrets.',
    fix: 'Give --tenant, or --issuer with the issuer you trust.',
  },
  diagnose: (symptoms) => {
    const later = midRun(symptoms, 'issuer.not_pinned');
    const error = symptoms.errors.find((one) => one.code === 'issuer.not_pinned' && one !== later);
    if (error === undefined) return [];
    const named = symptoms.evidence.discovery?.authorizationServers ?? [];
    const { target, profile } = symptoms.evidence;
    const pinned = target.issuer ?? profile.issuerOf(target);
    if (pinned !== undefined) {
      return [
        found(
          'The endpoint names another authorization server than the pinned one, so nothing was sent.',
          `It names ${quoteAll(named)}; pinned is ${quote(pinned)}.`,
          'Compare the two: the endpoint is another than you meant, its authorization_servers are wrong, or the tenant or issuer you gave is. If both are right, allow the other server with --allowed-origin. For the pinned one the metadata must say:',
          { results: failedSteps(symptoms), paste: [metadataToServe(symptoms, pinned)] },
        ),
      ];
    }
    return [
      found(
        'No issuer is pinned, so no credential was sent.',
        `${error.message} The endpoint names ${quoteAll(named)}; whoever controls it could name any other.`,
        `If that is the right one, give --issuer ${named[0] ?? 'URL'}; for Entra ID give --tenant.`,
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};
