import { quote } from '../text/quote.ts';
import type { ProtocolChoice } from '../types.ts';
import { FALLBACK_REVISION } from './legacy-fallback.ts';

export interface Choice {
  readonly issuer: string | null;
  readonly pinned: string | undefined;
  /** The one that was in use before and is still named. */
  readonly kept: string | undefined;
  readonly named: readonly string[];
  readonly protocol: ProtocolChoice;
}

/** What is worth saying about which authorization server is used, and why. */
export function choice({ issuer, pinned, kept, named, protocol }: Choice): readonly string[] {
  if (issuer === null) {
    const remedy = protocol === FALLBACK_REVISION ? '' : ` --protocol ${FALLBACK_REVISION} does as they do.`;
    return [
      `The endpoint names no authorization server. Clients of revision ${FALLBACK_REVISION} would take the endpoint's origin for one; this tool sends it no credential.${remedy}`,
    ];
  }
  if (pinned === undefined) {
    if (named.length < 2) return [];
    const which = kept === undefined ? 'the first' : 'the one used before';
    return [`The endpoint names ${named.length} authorization servers; ${which}, ${quote(issuer)}, is used.`];
  }
  if (named.length === 0 || named.includes(pinned)) return [];
  const list = named
    .slice(0, 5)
    .map((name) => quote(name))
    .join(', ');
  return [
    `The pinned issuer ${quote(pinned)} is not among the authorization servers that the endpoint names: ${list}.`,
  ];
}
