import { MASK } from '../secret.ts';

/** Masks what looks like a credential although nobody kept it. Every pattern is linear in the text. */
export function maskShapes(text: string): string {
  return SUSPICIOUS.test(text) ? masked(text) : text;
}

function masked(text: string): string {
  return SHAPES.reduce((cleaned, [pattern, replacement]) => cleaned.replace(pattern, replacement), text);
}

const PARAMETERS =
  'access_token|refresh_token|id_token|client_secret|client_assertion|assertion|subject_token|actor_token|' +
  'device_code|code_verifier|password|id_token_hint|logout_hint';

// What stands for a value in a line for a shell: one of our variables, or what a command prints.
const VARIABLES =
  'TOKEN|CLIENT_SECRET|WRONG_SECRET|CLIENT_ASSERTION|ASSERTION|CODE|CODE_VERIFIER|REFRESH_TOKEN|SUBJECT_TOKEN';
const OTHERS_TOKENS =
  '(?:EXPIRED|WRONG_AUDIENCE|WRONG_ISSUER|NOT_YET_VALID|WITHOUT_AUDIENCE|NEAR|ID|REVOKED|OTHER|NARROW|WIDER|BROADER|SCOPELESS)_TOKEN';
const NO_VARIABLE = [
  `(?!\\$(?:(?:${VARIABLES}|${OTHERS_TOKENS})(?![\\w.~+/-])|\\((?:printf|node|curl) |\\{TOKEN%)`,
  // What we send as garbage.
  '|mcp-authcheck-[a-z-]+(?![\\w.~+/-]))',
].join('');

// Microsoft's page about an error number: the number stands where elsewhere a code would.
const NO_ERROR_NUMBER =
  '(?!(?<=https://login\\.microsoftonline\\.com/error\\?code=)\\d{4,9}\\.?(?:[\\s"\'<>;,)\\\\]|$))';

const SCHEMES = 'Bearer|Basic|DPoP|Negotiate|PoP';

/** What every shape has some of. Most texts have nothing of it, and are read once instead of eight times. */
const SUSPICIOUS = new RegExp(
  `-----BEGIN|eyJ|${PARAMETERS}|code|state|authorization|${SCHEMES}|cookie|mcp-session-id|x-api-key`,
  'i',
);

const SHAPES: readonly (readonly [RegExp, string])[] = [
  // PEM private keys; one that is cut off reaches to the end.
  [/-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,32}PRIVATE KEY-----|$)/g, MASK],
  // Compact JWS and JWE: a base64url JSON object, then at least one more part.
  [/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){0,3}/g, MASK],
  // Form and query parameters.
  [
    new RegExp(
      `(?<![A-Za-z0-9_-])((?:${PARAMETERS}|code|state)=)${NO_VARIABLE}${NO_ERROR_NUMBER}[^&\\s"'<>;,\\\\]+`,
      'gi',
    ),
    `$1${MASK}`,
  ],
  // JSON members, also in JSON inside JSON.
  [
    new RegExp(`(\\\\{0,4}"(?:${PARAMETERS})\\\\{0,4}"\\s{0,8}:\\s{0,8}\\\\{0,4}")[^"\\\\]+`, 'gi'),
    `$1${MASK}`,
  ],
  // Authorization header lines and members.
  [
    new RegExp(
      `(authorization\\\\?["']?\\s{0,8}[:=,]\\s{0,8}\\\\?["']?(?:${SCHEMES}) +)${NO_VARIABLE}[^\\s"'\\\\,]+`,
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
  [/(?<![A-Za-z0-9-])((?:set-)?cookie\s{0,8}:(?!\s{0,8}\$COOKIE\b)\s{0,8})[^\r\n"\\]+/gi, `$1${MASK}`],
  [
    /(?<![A-Za-z0-9-])((?:mcp-session-id|x-api-key)\s{0,8}:\s{0,8})(?!\$(?:MCP_SESSION_ID|X_API_KEY)(?![\w.~+/-]))[^\s"',\\]+/gi,
    `$1${MASK}`,
  ],
];
