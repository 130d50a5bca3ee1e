import { quoteAll } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { noMetadata, type PublishedDocument, publishedDocuments } from '../resource-documents.ts';
import { isSameResource } from '../same-resource.ts';

interface Documents {
  /** The endpoint's origin. */
  readonly origin: string;
  readonly documents: readonly PublishedDocument[];
}

export const metadataAgrees: Check<Documents> = {
  id: 'discovery/metadata-agrees',
  title: 'publishes the same metadata wherever it publishes it',
  level: 'SHOULD',
  spec: [
    'derived from RFC 9728 §3',
    'derived from MCP 2026-07-28 authorization, Authorization Server Discovery',
  ],
  revisions: { since: '2025-06-18' },
  per: 'target',
  passes:
    'The documents at the URL of the challenge and at the two well-known locations, those that exist, name the same `resource` and the same `authorization_servers`. One at the root that names the origin is about another resource and is left out.',
  fails:
    'A difference is a warning: which authorization server a client comes to then depends on where it looks.',
  fix: 'Serve every location from the same settings, or take the documents away that are no longer right.',
  unmet: noMetadata,
  observe: async (context) => ({
    origin: new URL(context.evidence.target.url).origin,
    documents: (await publishedDocuments(context)).filter(({ document }) => document !== null),
  }),
  judge: ({ origin, documents }) => {
    const exchanges = documents.map(({ exchange }) => exchange);
    const about = documents.filter((published) => !isOfOrigin(published, origin));
    const difference =
      differing(about, ({ resource }) => [resource]) ??
      differing(about, ({ authorization_servers: servers }) =>
        Array.isArray(servers) ? servers : [servers],
      );
    if (difference !== undefined)
      return {
        verdict: 'warn',
        message: `The metadata is not the same everywhere: ${difference}.`,
        exchanges,
      };
    const places = documents.map(({ url }) => url);
    return {
      verdict: 'pass',
      message:
        about.length > 1
          ? `The metadata is the same at ${quoteAll(places)}.`
          : `The metadata stands at ${quoteAll(about.map(({ url }) => url))} alone, so that nothing contradicts it.`,
      exchanges,
    };
  },
};

/** RFC 9728 §3.3: at the root of an origin the document may be about that origin. */
function isOfOrigin({ places, document }: PublishedDocument, origin: string): boolean {
  const resource = document?.resource;
  return (
    places.length === 1 &&
    places[0] === 'root' &&
    typeof resource === 'string' &&
    isSameResource(resource, origin)
  );
}

function differing(
  documents: readonly PublishedDocument[],
  read: (document: Readonly<Record<string, unknown>>) => readonly unknown[],
): string | undefined {
  const values = documents.map(({ url, document }) => ({ url, value: texts(read(document ?? {})) }));
  const [first, ...rest] = values;
  const key = (value: readonly string[]) => JSON.stringify(value.toSorted());
  const other = rest.find(({ value }) => key(value) !== key(first?.value ?? []));
  if (first === undefined || other === undefined) return undefined;
  return [first, other].map(({ url, value }) => `${url} names ${quoteAll(value)}`).join(', ');
}

function texts(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) =>
    value === undefined ? [] : [typeof value === 'string' ? value : JSON.stringify(value)],
  );
}
