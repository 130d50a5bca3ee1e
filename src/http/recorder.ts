import { MASK, type Vault } from '../secret.ts';
import type { Exchange, ExchangeMessage, HeaderList, Phase } from '../types.ts';
import { maskUrl } from './mask-url.ts';
import { sentIds } from './trace-context.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly url: URL;
  readonly phase: Phase;
  readonly headers: HeaderList;
  readonly body: string | undefined;
}

/** One exchange being recorded. It ends once; later calls change nothing. */
export interface Entry {
  readonly n: number;
  answered(status: number, headers: HeaderList): void;
  /** Keeps the head of the decoded body, when tracing. */
  received(chunk: Uint8Array): void;
  /** `code`: of the NetworkError that ended it. */
  ended(code?: string): void;
}

export interface Recorder {
  readonly exchanges: readonly Exchange[];
  begin(request: RecordedRequest): Entry;
}

export interface RecorderOptions {
  readonly vault: Vault;
  readonly trace: boolean;
  readonly onExchange: (exchange: Exchange) => void;
}

/** Records exchanges in the order they were begun, redacted as they are written down. */
export function createRecorder(options: RecorderOptions): Recorder {
  const exchanges: Exchange[] = [];
  return {
    get exchanges() {
      return [...exchanges];
    },
    begin: (request) => begin(request, exchanges, options),
  };
}

function begin(request: RecordedRequest, exchanges: Exchange[], options: RecorderOptions): Entry {
  const { vault, trace, onExchange } = options;
  const slot = exchanges.length;
  const started = performance.now();
  const head: Buffer[] = [];
  let headBytes = 0;
  let answer: HeaderList | undefined;
  let isOpen = true;
  let exchange: Exchange = {
    n: slot + 1,
    phase: request.phase,
    method: request.method,
    url: maskUrl(request.url, vault),
    status: null,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    ...sentIds(request.headers, request.url),
    ...(trace ? { request: message(request.headers, request.body, vault) } : {}),
  };
  exchanges.push(exchange);

  const update = (change: Partial<Exchange>): void => {
    exchange = { ...exchange, durationMs: Math.round(performance.now() - started), ...change };
    exchanges[slot] = exchange;
  };

  return {
    n: slot + 1,
    answered: (status, headers) => {
      answer = headers;
      update({ status, ...factsOf(headers, request.url, vault) });
    },
    received: (chunk) => {
      if (!trace || headBytes >= CAPTURED_BYTES) return;
      head.push(Buffer.from(chunk.subarray(0, CAPTURED_BYTES - headBytes)));
      headBytes += chunk.length;
    },
    ended: (code) => {
      if (!isOpen) return;
      isOpen = false;
      const body = head.length === 0 ? undefined : Buffer.concat(head).toString('utf8');
      update({
        ...(code === undefined ? {} : { error: code }),
        ...(trace && answer !== undefined ? { response: message(answer, body, vault) } : {}),
      });
      onExchange(exchange);
    },
  };
}

/** What an answer says of itself and of who gave it. */
function factsOf(
  headers: HeaderList,
  asked: URL,
  vault: Vault,
): Pick<Exchange, 'date' | 'from' | 'contentType' | 'location'> {
  const values = (...names: readonly string[]): string | undefined => {
    const found = headers.filter(([name]) => names.includes(name.toLowerCase()));
    return found.length === 0 ? undefined : found.map(([, value]) => value).join(', ');
  };
  const short = (value: string): string => vault.redact(value.slice(0, 64));
  const date = values('date');
  const from = values('server', 'via');
  const [contentType] = values('content-type')?.split(';') ?? [];
  const location = values('location');
  return {
    ...(date === undefined ? {} : { date: short(date) }),
    ...(from === undefined ? {} : { from: short(from) }),
    ...(contentType === undefined ? {} : { contentType: short(contentType) }),
    ...(location !== undefined && URL.canParse(location, asked.href)
      ? { location: maskUrl(new URL(location, asked), vault) }
      : {}),
  };
}

function message(headers: HeaderList, body: string | undefined, vault: Vault): ExchangeMessage {
  return {
    headers: headers.map(([name, value]) => [
      name,
      SENSITIVE.has(name.toLowerCase()) ? MASK : vault.redact(value),
    ]),
    ...(body === undefined ? {} : { body: clip(vault.redact(body)) }),
  };
}

function clip(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

const SHOWN_CHARACTERS = 4 * 1024;
/** More than is shown, so that a secret across the cut is still recognised whole. */
const CAPTURED_BYTES = 64 * 1024;

const SENSITIVE = new Set([
  'authorization',
  'proxy-authorization',
  'authentication-info',
  'cookie',
  'set-cookie',
  'dpop',
  'mcp-session-id',
  'x-api-key',
  'api-key',
  'apikey',
  'x-functions-key',
  'ocp-apim-subscription-key',
]);
