import { diagnose } from '../../src/diagnosis/index.ts';
import type { Symptoms } from '../../src/diagnosis/rule.ts';
import type { Discovery, Exchange, ProtectedResourceMetadata, Tried } from '../../src/types.ts';
import { discovery, ISSUER, URL_OF_ENDPOINT } from './symptoms.ts';

/** Where the metadata of the endpoint belongs. */
export const PLACE = 'https://calculator.example.com/.well-known/oauth-protected-resource/mcp';

/** What can be pasted, of the first finding with this code. */
export function pasted(code: string, given: Symptoms): readonly string[] {
  return (diagnose(given).find((one) => one.code === code)?.paste ?? []).map(({ text }) => text);
}

export function codesOf(given: Symptoms): readonly string[] {
  return diagnose(given).map(({ code }) => code);
}

/** The right metadata, but for what is changed. */
export function published(
  changed: Partial<ProtectedResourceMetadata>,
  tried: readonly Tried[] = [],
): Discovery {
  const document = { resource: URL_OF_ENDPOINT, authorization_servers: [ISSUER], ...changed };
  return discovery({
    protectedResourceMetadata: { url: PLACE, document, exchange: 3, tried },
    protectedResourceTried: tried,
    authorizationServers: document.authorization_servers ?? [],
    resource: document.resource ?? null,
  });
}

/** No metadata: what the places answered. */
export function unpublished(...tried: readonly Tried[]): Discovery {
  return discovery({
    protectedResourceMetadata: null,
    protectedResourceTried: tried,
    authorizationServers: [],
    resource: null,
  });
}

/** The challenge in both eras' answers, raw and parsed. */
export function challenged(
  line: string,
  scheme: string,
  parameters: Readonly<Record<string, string>>,
  changed: Partial<Discovery> = {},
): Discovery {
  const challenge = { scheme, parameters };
  return discovery({
    answers: (['legacy', 'modern'] as const).map((era, index) => ({
      era,
      status: 401,
      challenges: [challenge],
      wwwAuthenticate: [line],
      exchange: index + 1,
    })),
    challenge: scheme.toLowerCase() === 'bearer' ? challenge : null,
    ...changed,
  });
}

export function exchange(changed: Partial<Exchange>): Exchange {
  return {
    n: 9,
    phase: 'discovery',
    method: 'GET',
    url: PLACE,
    status: 200,
    startedAt: '2026-11-23T09:00:00.000Z',
    durationMs: 1,
    ...changed,
  };
}
