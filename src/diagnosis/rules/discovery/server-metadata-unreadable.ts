import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedIds, failedSteps, found, quote } from '../../look.ts';
import { brokenPlaces, isPageOf, said } from './server-metadata.ts';

const CHECK = 'discovery/authorization-server-metadata-found';

export const serverMetadataUnreadable: KnownRule = {
  code: 'discovery/server-metadata-unreadable',
  leg: 'discovery',
  checks: [CHECK],
  explains: ['discovery/authorization-server-metadata'],
  about: {
    title: "The authorization server's well-known addresses answer with something that is no metadata.",
    cause: 'A catch-all page answers with HTML, or the address fails with 500 where 404 would be right.',
    fix: 'Serve the metadata, or 404, at every well-known address of the issuer.',
  },
  diagnose: (symptoms) => {
    const { discovery } = symptoms.evidence;
    const [first] = brokenPlaces(symptoms);
    if (first === undefined) return [];
    const metadata = discovery?.authorizationServerMetadata ?? null;
    const results =
      metadata === null
        ? [
            ...failedIds(symptoms, ({ id }) => id === CHECK),
            ...(errorOf(symptoms, 'metadata') === undefined ? [] : failedSteps(symptoms)),
          ]
        : [];
    const fix = isPageOf(first)
      ? 'Take /.well-known/ out of the catch-all route (try_files, the index.html rewrite) of what answers for the issuer: the metadata as JSON, or 404.'
      : 'Let the address answer 404 where there is no document, or mend what fails behind it.';
    return [
      found(
        metadata === null
          ? `Where the authorization server's metadata belongs stands ${isPageOf(first) ? 'a web page' : 'an error of the server'}.`
          : "Clients stop before they reach the authorization server's metadata.",
        `${quote(first.tried.url)} answered ${said(first)}; a JSON object or 404 was expected.${metadata === null ? ` The issuer is ${quote(discovery?.issuer ?? 'unknown')}.` : ` The metadata is at ${quote(metadata.url)}, but clients ask the former place first, and the official SDKs give up there.`}`,
        fix,
        { severity: metadata === null ? 'error' : 'warning', results },
      ),
    ];
  },
};
