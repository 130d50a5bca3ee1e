import type { Secret, Vault } from '../secret.ts';
import { byNode, type Forged, partsOf } from './forged.ts';
import { type ForgersKey, forgersKey } from './forgers-key.ts';

/** A key id that no issuer publishes. */
export const UNKNOWN_KEY_ID = 'mcp-authcheck-no-such-key';

/**
 * What the header says of the key: the real one's id, an id that nobody knows, or the public key itself under such
 * an id.
 */
export type KeyNaming = 'real kid' | 'unknown kid' | 'embedded jwk';

/**
 * The JWT's claims signed with a key that no issuer has; undefined when it is no JWT. A server that refuses it has
 * proved that it checks keys, not that it checks issuers.
 */
export async function selfSigned(
  token: Secret,
  vault: Vault,
  naming: KeyNaming = 'real kid',
): Promise<Forged | undefined> {
  const parts = partsOf(token);
  if (parts === undefined) return undefined;
  const { CompactSign, exportJWK } = await import('jose');
  const { typ, kid } = parts.headerClaims;
  const algorithm = algorithmOf(parts.headerClaims);
  const { privateKey, publicKey } = await ownKey(algorithm);
  const header = {
    alg: algorithm,
    ...(typeof typ === 'string' ? { typ } : {}),
    ...(naming === 'real kid' ? (typeof kid === 'string' ? { kid } : {}) : { kid: UNKNOWN_KEY_ID }),
    ...(naming === 'embedded jwk' ? { jwk: await exportJWK(publicKey) } : {}),
  };
  const signer = new CompactSign(Buffer.from(parts.payload, 'base64url'));
  return {
    token: vault.keep(await signer.setProtectedHeader(header).sign(privateKey)),
    inShell: byNode(signing(algorithm, naming)),
  };
}

/** The same in a few lines of node, with a key of its own. */
function signing(algorithm: (typeof ALGORITHMS)[number], naming: KeyNaming): string {
  const kid = naming === 'real kid' ? 'o.kid' : `"${UNKNOWN_KEY_ID}"`;
  const jwk = naming === 'embedded jwk' ? ',jwk:publicKey.export({format:"jwk"})' : '';
  const { pair, options, hash } = means(algorithm);
  return [
    'const c=require("crypto"),o=read(h)',
    `const{privateKey:key,publicKey}=c.generateKeyPairSync(${pair})`,
    `const d=write({alg:"${algorithm}",typ:o.typ,kid:${kid}${jwk}})+"."+p`,
    `console.log(d+"."+c.sign(${hash},Buffer.from(d),{key${options}}).toString("base64url"))`,
  ].join(';');
}

function means(
  algorithm: (typeof ALGORITHMS)[number],
): Readonly<Record<'pair' | 'options' | 'hash', string>> {
  if (algorithm === 'EdDSA') return { pair: '"ed25519"', options: '', hash: 'null' };
  const bits = algorithm.slice(2);
  const hash = `"sha${bits}"`;
  if (algorithm.startsWith('ES'))
    return {
      pair: `"ec",{namedCurve:"P-${bits === '512' ? '521' : bits}"}`,
      options: ',dsaEncoding:"ieee-p1363"',
      hash,
    };
  const padding = ',padding:c.constants.RSA_PKCS1_PSS_PADDING,saltLength:c.constants.RSA_PSS_SALTLEN_DIGEST';
  return {
    pair: '"rsa",{modulusLength:2048}',
    options: algorithm.startsWith('PS') ? padding : '',
    hash,
  };
}

function algorithmOf({ alg }: Readonly<Record<string, unknown>>): (typeof ALGORITHMS)[number] {
  return ALGORITHMS.find((name) => name === alg) ?? 'RS256';
}

/** One key of ours per algorithm is enough for every forgery. */
const ownKeys = new Map<string, Promise<ForgersKey>>();

function ownKey(algorithm: string): Promise<ForgersKey> {
  const made = ownKeys.get(algorithm) ?? forgersKey(algorithm);
  ownKeys.set(algorithm, made);
  return made;
}

const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
