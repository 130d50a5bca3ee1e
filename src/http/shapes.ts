import { MASK } from '../secret.ts';

/** Masks what looks like a credential although nobody kept it. Every pattern is linear in the text. */
export function maskShapes(text: string): string {
  return SHAPES.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

const PARAMETERS =
  'access_token|refresh_token|id_token|client_secret|client_assertion|assertion|subject_token|actor_token|' +
  'device_code|code_verifier|password|id_token_hint|logout_hint';

const SCHEMES = 'Bearer|Basic|DPoP|Negotiate|PoP';

const SHAPES: readonly (readonly [RegExp, string])[] = [
  // PEM private keys; one that is cut off reaches to the end.
  [/-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,32}PRIVATE KEY-----|$)/g, MASK],
  // Compact JWS and JWE: a base64url JSON object, then at least one more part.
  [/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){0,3}/g, MASK],
  // Form and query parameters.
  [new RegExp(`(?<![A-Za-z0-9_-])((?:${PARAMETERS}|code|state)=)[^&\\s"'<>;,\\\\]+`, 'gi'), `$1${MASK}`],
  // JSON members, also in JSON inside JSON.
  [
    new RegExp(`(\\\\{0,4}"(?:${PARAMETERS})\\\\{0,4}"\\s{0,8}:\\s{0,8}\\\\{0,4}")[^"\\\\]+`, 'gi'),
    `$1${MASK}`,
  ],
  // Authorization header lines and members.
  [
    new RegExp(
      `(authorization\\\\?["']?\\s{0,8}[:=,]\\s{0,8}\\\\?["']?(?:${SCHEMES}) +)[^\\s"'\\\\,]+`,
      'gi',
    ),
    `$1${MASK}`,
  ],
  // A scheme followed by something that is no word and no parameter.
  [
    new RegExp(
      `(?<![A-Za-z0-9_-])((?:${SCHEMES}) +)(?=[A-Za-z_-]{0,64}[0-9.~+/])[A-Za-z0-9._~+/-]{12,}(?![A-Za-z0-9._~+/-]|\\s*=\\s*[^=\\s,])=*`,
      'gi',
    ),
    `$1${MASK}`,
  ],
  // Cookies and other headers that carry a credential.
  [/(?<![A-Za-z0-9-])((?:set-)?cookie\s{0,8}:\s{0,8})[^\r\n"]+/gi, `$1${MASK}`],
  [/(?<![A-Za-z0-9-])((?:mcp-session-id|x-api-key)\s{0,8}:\s{0,8})[^\s"',]+/gi, `$1${MASK}`],
];
