import { NetworkError } from '../errors.ts';
import { isTooDeep } from '../text/nesting.ts';
import { quote } from '../token/index.ts';
import type { HeaderList, HttpResponse } from '../types.ts';
import type { Check, CheckContext, Judgement } from './check.ts';
import { type Described, type Found, foundIn, notDiscovered } from './discovered.ts';
import { once } from './once.ts';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** `named`: by the challenge. `path`, `root`: the well-known locations with the endpoint's path, and without. */
export type Place = 'named' | 'path' | 'root';

/** What a location answered that may hold the protected resource metadata. */
export interface PublishedDocument {
  readonly url: string;
  /** One location can be several of them. */
  readonly places: readonly Place[];
  readonly status: number;
  readonly contentType: string;
  /** As it came, members of the wrong type included; null: no JSON object. */
  readonly document: Readonly<Record<string, unknown>> | null;
  readonly exchange: number;
}

type Looked = PublishedDocument | { readonly places: readonly Place[]; readonly error: NetworkError };

/** Every location that answered, in the order in which clients look. */
export async function publishedDocuments(context: CheckContext): Promise<readonly PublishedDocument[]> {
  const looked = await lookEverywhere(context);
  const answered = looked.flatMap((one) => ('error' in one ? [] : [one]));
  const [first] = looked;
  if (answered.length === 0 && first !== undefined && 'error' in first) throw first.error;
  return answered;
}

/** What one of the well-known locations answered. @throws NetworkError when it gave no answer */
export async function documentAt(context: CheckContext, place: Place): Promise<PublishedDocument> {
  const looked = (await lookEverywhere(context)).find(({ places }) => places.includes(place));
  if (looked === undefined) throw new NetworkError('unavailable.endpoint', 'There is no such location.');
  if ('error' in looked) throw looked.error;
  return looked;
}

/** A check that reads the protected resource metadata as it was published. */
export function resourceDocumentCheck({
  judge,
  ...described
}: Described & {
  readonly judge: (seen: SeenDocument) => Omit<Judgement, 'exchanges'>;
}): Check<SeenDocument> {
  return {
    revisions: { since: '2025-06-18' },
    ...described,
    per: 'target',
    unmet: noMetadata,
    observe: async (context) => ({ ...foundIn(context), published: await documentInUse(context) }),
    judge: (seen) => ({ ...judge(seen), exchanges: [seen.published.exchange] }),
  };
}

export interface SeenDocument extends Found {
  readonly published: PublishedDocument;
}

/** Why there is no metadata to look at, if so. */
export function noMetadata(context: CheckContext): string | undefined {
  const { discovery } = context.evidence;
  return discovery?.protectedResourceMetadata === null
    ? 'There is no protected resource metadata to look at.'
    : notDiscovered(context);
}

/** The one that discovery settled on. */
async function documentInUse(context: CheckContext): Promise<PublishedDocument> {
  const url = context.evidence.discovery?.protectedResourceMetadata?.url;
  const documents = await publishedDocuments(context);
  const used = documents.find((one) => one.url === url);
  if (used !== undefined && used.document !== null) return used;
  throw new NetworkError(
    'unavailable.endpoint',
    `The protected resource metadata was found at ${url ?? 'its location'}, and is not there any more (${used?.status ?? 'no answer'}).`,
  );
}

/** What came in place of the document: "404", "200 with no JSON object but "text/html"". */
export function describeDocument({ status, contentType, document }: PublishedDocument): string {
  const type = contentType === '' ? 'no content type' : quote(contentType, 60);
  if (document !== null) return `${status} with a JSON object`;
  return status === 200 ? `200 with no JSON object but ${type}` : String(status);
}

/** A list of strings; undefined: it is none. */
export function textsOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((item): item is string => typeof item === 'string');
  return texts.length === value.length ? texts : undefined;
}

/** Once for all checks that ask. */
function lookEverywhere(context: CheckContext): Promise<readonly Looked[]> {
  return once(context, 'discovery/resource-documents', async () => {
    const looked: Looked[] = [];
    for (const location of locations(context)) looked.push(await lookAt(context, location));
    return looked;
  });
}

interface Location {
  readonly url: string;
  readonly places: readonly Place[];
}

/** MCP authorization server discovery: the challenge's URL, then the two of RFC 9728 §3.1. */
function locations({ evidence: { target, discovery } }: CheckContext): readonly Location[] {
  const { origin, pathname, search } = new URL(target.url);
  const hint = discovery?.challenge?.parameters.resource_metadata;
  const wanted: readonly (readonly [Place, string])[] = [
    ...(hint !== undefined && isWebUrl(hint) ? [['named', hint] as const] : []),
    ['path', `${origin}${WELL_KNOWN}${pathname.replace(/\/$/u, '')}${search}`],
    ['root', `${origin}${WELL_KNOWN}`],
  ];
  const urls = [...new Set(wanted.map(([, url]) => url))];
  return urls.map((url) => ({
    url,
    places: wanted.filter(([, wantedUrl]) => wantedUrl === url).map(([place]) => place),
  }));
}

async function lookAt(context: CheckContext, { url, places }: Location): Promise<Looked> {
  try {
    const isNamed = places.length === 1 && places[0] === 'named';
    const response = await getDocument(context, url, isNamed);
    const { status, exchange } = response;
    return {
      url,
      places,
      status,
      contentType: response.header('content-type')[0] ?? '',
      document: status === 200 ? objectIn(response.body) : null,
      exchange,
    };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return { places, error };
  }
}

/**
 * Gets a document without a credential, and once more after 429 or an exchange that failed.
 * @throws NetworkError
 */
export async function getDocument(
  context: CheckContext,
  url: string,
  named: boolean,
  headers: HeaderList = [],
): Promise<HttpResponse> {
  const get = (): Promise<HttpResponse> =>
    context.http.send({
      method: 'GET',
      url,
      headers: [['Accept', 'application/json'], ...headers],
      purpose: 'metadata',
      phase: 'check',
      named,
    });
  const first = await get().catch((error: unknown) => {
    if (error instanceof NetworkError && error.retryable) return undefined;
    throw error;
  });
  if (first !== undefined && first.status !== 429) return first;
  await context.wait?.(1_000);
  const second = await get();
  if (second.status === 429)
    throw new NetworkError('rate_limited.endpoint', `${url} answered 429 (too many requests) twice.`, {
      exchanges: [second.exchange],
    });
  return second;
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);
}

function objectIn(body: string): PublishedDocument['document'] {
  try {
    const json: unknown = JSON.parse(body.replace(/^\uFEFF/u, ''));
    return isObject(json) && !isTooDeep(json) ? json : null;
  } catch {
    return null;
  }
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
