import { quote, quoteAll } from '../../token/index.ts';
import { discoveryCheck, urlProblem } from '../discovered.ts';
import { SERVER_DISCOVERY } from '../sources.ts';

export const authorizationServersListed = discoveryCheck({
  id: 'discovery/authorization-servers-listed',
  title: 'lists at least one authorization server in its metadata',
  level: 'MUST',
  spec: [...SERVER_DISCOVERY, 'RFC 9728 §2', 'RFC 8414 §2'],
  passes:
    '`authorization_servers` in the protected resource metadata lists at least one issuer, each an https URL (http on this machine) without query and fragment.',
  fails:
    'A list that is missing, empty or no list of strings fails, and so does an entry that is no such URL.',
  fix: 'List the issuer of your authorization server in `authorization_servers`, exactly as its own metadata writes it in `issuer`; not the URL of its metadata.',
  unmet: (discovery) =>
    discovery.protectedResourceMetadata === null
      ? 'There is no protected resource metadata to look at.'
      : undefined,
  judge: ({ discovery }) => {
    const metadata = discovery.protectedResourceMetadata;
    const exchanges = metadata === null ? [] : [metadata.exchange];
    const listed: unknown = metadata?.document.authorization_servers;
    if (!Array.isArray(listed) || listed.length === 0)
      return {
        verdict: 'fail',
        message: 'The metadata lists no `authorization_servers`; at least one was expected.',
        exchanges,
      };
    const problems = listed.flatMap((issuer: unknown) => issuerProblem(issuer) ?? []);
    return problems.length > 0
      ? { verdict: 'fail', message: `In \`authorization_servers\`, ${problems.join('; ')}.`, exchanges }
      : { verdict: 'pass', message: `The metadata lists ${quoteAll(listed.map(String))}.`, exchanges };
  },
});

/** An issuer is an https URL without query and fragment (RFC 8414 §2). */
function issuerProblem(issuer: unknown): string | undefined {
  if (typeof issuer !== 'string') return 'an entry is not a string';
  const problem = urlProblem(issuer);
  if (problem !== undefined) return `${quote(issuer)} ${problem}`;
  return /[?#]/.test(issuer) ? `${quote(issuer)} has a query or fragment` : undefined;
}
