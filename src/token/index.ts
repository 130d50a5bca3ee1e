export { quote, quoteAll } from '../text/quote.ts';
export { type Accepted, type Comparison, compareToken } from './compare.ts';
export { decodeToken } from './decode.ts';
export { createProof, type ProofKey, proofKeyOf } from './dpop.ts';
export { createKeyCache, type KeyCache } from './jwks.ts';
export { createRegistrationStore, type RegistrationStoreOptions } from './registration-store.ts';
export {
  createTokenStore,
  type StoredToken,
  type TokenKey,
  type TokenStore,
  type TokenStoreOptions,
} from './store.ts';
export { tokenStoreDirectory } from './store-directory.ts';
export {
  algNone,
  changePayload,
  flipSignatureByte,
  GARBAGE_TOKEN,
  selfSigned,
  stripSignature,
  type Unsigned,
} from './tamper.ts';
export { type KeySource, verifySignature } from './verify.ts';
