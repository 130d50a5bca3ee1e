import type { Check } from '../check.ts';
import { belongsToItsPrincipal } from './belongs-to-its-principal.ts';
import { doesNotReplaceAGoodToken } from './does-not-replace-a-good-token.ts';
import { endsWhenDeleted } from './ends-when-deleted.ts';
import { handleBelongsToItsPrincipal } from './handle-belongs-to-its-principal.ts';
import { idIsUnguessable } from './id-is-unguessable.ts';
import { isNoCredential } from './is-no-credential.ts';
import { notMintedInModernEra } from './not-minted-in-modern-era.ts';
import { requestStateIsBound } from './request-state-is-bound.ts';
import { unknownIsRefused } from './unknown-is-refused.ts';

/** Sessions and handles are no credentials. */
export const sessionChecks: readonly Check[] = [
  isNoCredential,
  doesNotReplaceAGoodToken,
  belongsToItsPrincipal,
  idIsUnguessable,
  endsWhenDeleted,
  unknownIsRefused,
  notMintedInModernEra,
  handleBelongsToItsPrincipal,
  requestStateIsBound,
];
