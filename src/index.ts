/** The library entry: what other programs may import. */

export { type Person, type VerifyInput, type VerifySettings, verify } from './commands/library.ts';
export { AuthcheckError, type ErrorClass, type ErrorObject, EXIT_CODES } from './errors.ts';
export { decodeToken } from './token/decode.ts';
export type * from './types.ts';
