/**
 * The part of a load script that knows MCP over streamable HTTP, in both eras (revisions up to 2025-11-25 with
 * `initialize`; 2026-07-28 without): plain JavaScript that every engine runs. It expects the constants `TARGET`
 * (a plan without its access) and `ENV`.
 */
export const PROTOCOL: string = String.raw`
// MCP over streamable HTTP. legacy: initialize first (up to 2025-11-25); modern: stateless (2026-07-28).
const ERA = ENV.MCP_ERA || TARGET.era;
if (ERA !== 'legacy' && ERA !== 'modern') {
  throw new Error('MCP_ERA expects legacy or modern, found ' + ERA);
}
const REVISION = TARGET.revisions[ERA];

let lastId = 0;

// One message and its headers. session: what initialize brought (legacy). more: headers of this call (modern).
function messageOf(method, params, session, more) {
  const message = { jsonrpc: '2.0', method: method };
  if (!method.startsWith('notifications/')) {
    lastId += 1;
    message.id = lastId;
  }
  const headers = Object.assign(gatewayHeaders(), {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
  });
  if (ERA === 'modern') {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': REVISION,
      'io.modelcontextprotocol/clientInfo': TARGET.clientInfo,
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    message.params = Object.assign({ _meta: meta }, params);
    Object.assign(headers, { 'MCP-Protocol-Version': REVISION, 'Mcp-Method': method }, more);
  } else {
    if (params !== undefined) message.params = params;
    Object.assign(headers, sessionHeaders(session));
  }
  return { id: message.id, headers: headers, body: JSON.stringify(message) };
}

function sessionHeaders(session) {
  const headers = {};
  if (session.id) headers['Mcp-Session-Id'] = session.id;
  if (session.revision) headers['MCP-Protocol-Version'] = session.revision;
  return headers;
}

function gatewayHeaders() {
  const headers = Object.assign({}, TARGET.headers);
  for (const [name, variable] of Object.entries(TARGET.secretHeaders)) headers[name] = needed(variable);
  return headers;
}

function needed(variable) {
  const value = ENV[variable];
  if (!value) throw new Error('The environment variable ' + variable + ' is not set.');
  return value;
}

// The answer to the request with this id, from JSON or from an event stream; null when there is none.
function answerIn(text, id) {
  const body = String(text || '').replace(/^\uFEFF/, '').trimStart();
  const texts = body.startsWith('{') || body.startsWith('[') ? [body] : eventsIn(body);
  for (const one of texts) {
    const found = parsed(one);
    const messages = Array.isArray(found) ? found : [found];
    for (const message of messages) {
      if (message && message.id === id && ('result' in message || 'error' in message)) return message;
    }
  }
  return null;
}

function eventsIn(body) {
  return body.split(/\r\n\r\n|\n\n|\r\r/).map(function dataOf(event) {
    return event
      .split(/\r\n|\n|\r/)
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).replace(/^ /, ''))
      .join('\n');
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return undefined;
  }
}

// Whether a tool did its work: a result, complete, and no error.
function succeeded(answer) {
  const result = answer && answer.result;
  if (!result || result.isError === true) return false;
  return result.resultType === undefined || result.resultType === 'complete';
}

// Compared with the structured content or its result member, else with the text as JSON, else as text.
function meets(answer, expected) {
  const result = (answer && answer.result) || {};
  const structured = result.structuredContent;
  if (structured !== undefined) {
    return same(structured, expected) || (structured !== null && same(structured.result, expected));
  }
  const texts = (result.content || []).filter((block) => block && typeof block.text === 'string');
  if (texts.length === 0) return false;
  const text = texts.map((block) => block.text).join('\n');
  return text === expected || same(parsed(text), expected);
}

function same(found, expected) {
  if (found === expected) return true;
  if (typeof found !== 'object' || typeof expected !== 'object' || !found || !expected) return false;
  if (Array.isArray(found) !== Array.isArray(expected)) return false;
  const names = Object.keys(expected);
  if (names.length !== Object.keys(found).length) return false;
  return names.every((name) => Object.prototype.hasOwnProperty.call(found, name) && same(found[name], expected[name]));
}

// Whether a tool is listed; what further pages hold is not looked at.
function lists(answer, tool) {
  const result = (answer && answer.result) || {};
  return result.nextCursor !== undefined || (result.tools || []).some((one) => one.name === tool);
}
`.trim();

/**
 * What every engine does with what a token endpoint answers: the client's authentication (RFC 6749 §2.3.1), and
 * when the token is renewed. It expects the constants `ACCESS` (client credentials) and `ENV`.
 */
export const TOKEN_REQUEST: string = `
// The token request: the secret goes in the body or in the header, as the authorization server takes it.
function tokenRequest(base64) {
  const form = Object.assign({}, ACCESS.form);
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };
  const secret = needed(ACCESS.secretVariable);
  if (ACCESS.method === 'client_secret_post') {
    form.client_id = ACCESS.clientId;
    form.client_secret = secret;
  } else {
    const encode = ACCESS.method === 'client_secret_basic' ? formEncoded : (text) => text;
    headers.Authorization = 'Basic ' + base64(encode(ACCESS.clientId) + ':' + encode(secret));
  }
  const body = Object.keys(form).map((name) => formEncoded(name) + '=' + formEncoded(form[name]));
  return { headers: headers, body: body.join('&') };
}

// application/x-www-form-urlencoded (RFC 6749 Appendix B).
function formEncoded(text) {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (one) => '%' + one.charCodeAt(0).toString(16).toUpperCase())
    .replace(/%20/g, '+');
}

// What the answer brings, and when to ask again: a minute before it expires, or half-way when it is short-lived.
function tokenFrom(status, text) {
  const answer = parsed(text) || {};
  if (status !== 200 || typeof answer.access_token !== 'string') {
    const said = typeof answer.error === 'string' ? ': ' + JSON.stringify(answer.error.slice(0, 80)) : '';
    throw new Error('The token endpoint answered ' + status + said + '.');
  }
  const seconds = Number(answer.expires_in) || 300;
  return { value: answer.access_token, renewAt: Date.now() + 1000 * Math.max(seconds - 60, seconds / 2) };
}

// Seconds to wait before asking a busy server again; undefined: it is no use.
function waitBefore(attempt, status, retryAfter) {
  if (attempt > 3 || (status !== 429 && status !== 503)) return undefined;
  return Math.min(Math.max(Number(retryAfter) || 2 ** attempt, 1), 30);
}
`.trim();
