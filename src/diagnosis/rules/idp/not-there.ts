import { word } from '../../az/shell.ts';
import type { Diagnosis } from '../../look.ts';
import { failedIds, failedSteps, found, quote } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { issuerInUse } from './in-use.ts';

/** What there is none of, in words: `realm "x"`, and how the provider's issuers look. */
export interface Missing {
  readonly summary: string;
  readonly cause: string;
  readonly fix: string;
  readonly alternatives?: readonly string[];
}

/**
 * The finding about an issuer whose metadata is at none of its places, while its host answers 404: what the path
 * names does not exist there. `words` are asked with the issuer, and with the one that the endpoint names at the
 * same host, if that is another.
 */
export function notThere(
  symptoms: Symptoms,
  words: (issuer: URL, named: string | undefined) => Missing,
): readonly Diagnosis[] {
  const { discovery } = symptoms.evidence;
  const issuer = issuerInUse(symptoms);
  if (issuer === undefined || discovery === null || discovery.authorizationServerMetadata !== null) return [];
  const tried = discovery.authorizationServerTried;
  if (tried.length === 0 || tried.some(({ status }) => status !== 404)) return [];
  const named = discovery.authorizationServers.find(
    (one) => one !== issuer.href && URL.canParse(one) && new URL(one).host === issuer.host,
  );
  const { summary, cause, fix, alternatives } = words(issuer, named);
  const beside = named === undefined ? '' : ` The endpoint names ${quote(named)}.`;
  return [
    found(
      summary,
      `${cause}${beside} ${tried.map(({ url }) => url).join(' and ')} answered 404.`,
      named === undefined ? fix : 'Give the issuer that the endpoint names, if it is the one that you mean:',
      {
        confidence: named === undefined ? 'likely' : 'certain',
        results: [
          ...failedSteps(symptoms),
          ...failedIds(symptoms, ({ id }) => id === 'discovery/authorization-server-metadata-found'),
        ],
        ...(named === undefined ? {} : { paste: [{ where: 'client', text: `--issuer ${word(named)}` }] }),
        ...(alternatives === undefined || named !== undefined ? {} : { alternatives }),
      },
    ),
  ];
}
