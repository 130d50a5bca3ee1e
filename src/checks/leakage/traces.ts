import type { Secret } from '../../secret.ts';

/** Something that only whoever saw the token can write. */
export interface Trace {
  /** "the token", "its signature", "its decoded payload" */
  readonly what: string;
  readonly text: string;
}

/** Shorter pieces turn up by chance. */
const SHORTEST = 12;

/** The token and its telling parts; of an opaque one there are none. Holds secrets. */
export function tracesOf(token: Secret): readonly Trace[] {
  const raw = token.reveal();
  const [, payload = '', signature = '', ...more] = raw.split('.');
  const parts =
    payload === '' || more.length > 0
      ? []
      : [
          { what: 'its signature', text: signature },
          { what: 'its payload', text: payload },
          ...decoded(payload).map((text) => ({ what: 'its decoded payload', text })),
        ];
  return [{ what: 'the token', text: raw }, ...parts].filter(({ text }) => text.length >= SHORTEST);
}

/** The claims as the issuer wrote them, and as a server writes them that read them. */
function decoded(payload: string): readonly string[] {
  const text = Buffer.from(payload, 'base64url').toString('utf8');
  try {
    return [...new Set([text, JSON.stringify(JSON.parse(text))])];
  } catch {
    return [];
  }
}

/** The first trace in the text, also where that is JSON inside JSON or percent-encoded. */
export function traceIn(text: string, traces: readonly Trace[]): Trace | undefined {
  const spellings = [text, text.replaceAll('\\', ''), percentDecoded(text)];
  return traces.find((trace) => spellings.some((spelling) => spelling.includes(trace.text)));
}

function percentDecoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
