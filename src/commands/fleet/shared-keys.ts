import { createKeyCache, type KeyCache } from '../../token/index.ts';
import type { Http } from '../../types.ts';

type Reading = ReturnType<KeyCache['read']>;

/**
 * Keys for all targets of a run: a set that could be read serves every target, one that could not be read counts
 * for the target that asked for it alone, because its own bounds may be the reason.
 */
export function createSharedKeys(): KeyCache {
  const readable = new Map<string, Reading>();
  const own = new WeakMap<Http, KeyCache>();
  return {
    read: async (request, lacking) => {
      const { jwksUri, http } = request;
      const former = readable.get(jwksUri);
      const known = former === undefined ? undefined : await former.catch(() => undefined);
      if (known !== undefined && 'keys' in known && holds(known.keys, lacking)) return known;
      const cache = own.get(http) ?? createKeyCache();
      own.set(http, cache);
      const reading = cache.read(request, lacking);
      const isUsable = known !== undefined && 'keys' in known;
      if (former === undefined || lacking !== undefined) {
        readable.set(jwksUri, reading);
        void reading
          .catch(() => undefined)
          .then((found) => {
            if (found !== undefined && 'keys' in found) return;
            if (readable.get(jwksUri) !== reading) return;
            if (isUsable && former !== undefined) readable.set(jwksUri, former);
            else readable.delete(jwksUri);
          });
      }
      return await reading;
    },
  };
}

function holds(keys: readonly { readonly kid?: string }[], kid: string | undefined): boolean {
  return kid === undefined || keys.some((key) => key.kid === kid);
}
