export { quote, quoteAll } from '../text/quote.ts';
export { type Accepted, type Comparison, compareToken } from './compare.ts';
export { decodeToken } from './decode.ts';
export { type Cut, cutToken, shortSignature } from './decode-cut.ts';
export { kindOfOpaque } from './decode-kinds.ts';
export { findToken, type PastedProblem } from './decode-pasted.ts';
export { createProof, type ProofKey, proofKeyOf } from './dpop.ts';
export type { Forged } from './forged.ts';
export { createKeyCache, type KeyCache } from './jwks.ts';
export { type Confused, keyConfusion } from './key-confusion.ts';
export { createKeychain, type KeychainOptions } from './keychain.ts';
export { createMint, type Mint } from './mint.ts';
export { type KeyNaming, selfSigned } from './own-signature.ts';
export { createRegistrationStore, type RegistrationStoreOptions } from './registration-store.ts';
export {
  createTokenStore,
  type StoredToken,
  type TokenKey,
  type TokenStore,
  type TokenStoreOptions,
} from './store.ts';
export { tokenStoreDirectory } from './store-directory.ts';
export type { Keychain } from './store-keychain.ts';
export {
  algNone,
  type ClaimChange,
  changePayload,
  flipSignatureByte,
  GARBAGE_TOKEN,
  stripSignature,
  temptingChanges,
  type Unsigned,
} from './tamper.ts';
export { type KeySource, verifySignature } from './verify.ts';
