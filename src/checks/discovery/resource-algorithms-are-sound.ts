import { decodeToken, quoteAll } from '../../token/index.ts';
import { resourceDocumentCheck, textsOf } from '../resource-documents.ts';

export const resourceAlgorithmsAreSound = resourceDocumentCheck({
  id: 'discovery/resource-algorithms-are-sound',
  title: 'lists no signature algorithm in its metadata that signs nothing',
  level: 'MUST',
  spec: ['RFC 9728 §2', 'RFC 9728 §2.2', 'RFC 9449 §4.2'],
  passes:
    'Neither `resource_signing_alg_values_supported` nor `dpop_signing_alg_values_supported` has `none`, in any spelling, and `signed_metadata`, if it is there, is signed with another algorithm.',
  fails: '`none` in one of the lists, or as the algorithm of `signed_metadata`, fails.',
  fix: 'Take `none` out of the lists of algorithms and sign `signed_metadata` with a key of the resource.',
  judge: ({ published: { document } }) => {
    const lists = LISTS.filter((name) => (textsOf(document?.[name]) ?? []).some(isNone));
    const signed = document?.signed_metadata;
    const algorithm = typeof signed === 'string' ? decodeToken(signed).header?.alg : undefined;
    const unsigned = isNone(algorithm) ? ['signed_metadata'] : [];
    const wrong = [...lists, ...unsigned];
    return wrong.length === 0
      ? { verdict: 'pass', message: 'The metadata offers no algorithm that signs nothing.' }
      : {
          verdict: 'fail',
          message: `The metadata has the algorithm "none" in ${quoteAll(wrong)}; it must not be used, since it signs nothing.`,
        };
  },
});

const LISTS = ['resource_signing_alg_values_supported', 'dpop_signing_alg_values_supported'] as const;

function isNone(algorithm: unknown): boolean {
  return typeof algorithm === 'string' && algorithm.toLowerCase() === 'none';
}
