import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { bomb, CHUNKED, drips, floods, holds, says } from '../behaviours.ts';
import { answer, type Behaviour, head } from '../raw-deployment.ts';
import type { Row, Scene } from '../row.ts';

const DEADLINE_SECONDS = 8;
const NASTY =
  '\u001b[2J\u009b31m\u202e::error::x\n::add-mask::y\n##vso[task.setvariable]z<script>alert(1)</script>]]>';

/** What each target of the run has to suffer, and where: at its endpoint with a token, or on the way there. */
const targets: Readonly<
  Record<string, Partial<Record<'refuse' | 'resource' | 'server' | 'token' | 'session', Behaviour>>>
> = {
  silent: { refuse: holds('') },
  drip: { resource: drips(head(['Content-Length: 99999']), ' ', 200) },
  bomb: { resource: bomb('gzip'), session: bomb('gzip') },
  garbage: { session: says('\u001b]0;owned\u0007\n::error::garbage\r\n\r\n') },
  'half-json': { session: says(answer('{"jsonrpc":"2.0","id":0,"result":{"tools":[{"name":')) },
  thief: {
    token: (socket, { thief }) =>
      void socket.end(answer('', [`Location: ${thief.origin}/token`], '307 Temporary Redirect')),
  },
  endless: {
    session: floods(
      CHUNKED.replace('application/json', 'text/event-stream'),
      '1000\r\n'.concat(':'.repeat(4_095), '\n\r\n'),
    ),
  },
  echo: {
    token: (socket, { secrets }) =>
      void socket.end(
        answer(
          JSON.stringify({ error: 'invalid_client', error_description: `${NASTY} ${secrets.client}` }),
          [],
          '400 Bad Request',
        ),
      ),
  },
  nasty: {},
};

export const everythingRows: readonly Row[] = [everything()];

function everything(): Row {
  let folder = '';
  return {
    id: 'everything-at-once',
    does: 'does all of it at once, to a run with a deadline and reports',
    exit: 9,
    withinMs: (DEADLINE_SECONDS + 7) * 1_000,
    memoryMib: 192,
    leaves: /^work\/r\.(?:json|html|xml)$/,
    attack: async (scene) => {
      folder = scene.folder;
      const { origin } = await scene.stand.http((request, response, body) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        const isBearer = request.headers.authorization?.startsWith('Bearer ') === true;
        suffer(url.pathname, { isBearer, body, host: request.headers.host ?? '' }, response, scene);
      });
      await writeFile(path.join(folder, 'mcp-authcheck.yaml'), configuration(origin));
      const reports = ['json=r.json', 'html=r.html', 'junit=r.xml'].flatMap((file) => ['--report', file]);
      const bounds = ['--deadline', String(DEADLINE_SECONDS), '--timeout', '20', '--concurrency', '9'];
      const argv = ['verify', ...issuers(origin), ...bounds, ...reports, '--format', 'json'];
      return { argv, env: { CLIENT_SECRET: scene.secrets.client } };
    },
    after: () => readable(folder),
  };
}

function issuers(origin: string): readonly string[] {
  return Object.keys(targets).flatMap((name) => ['--trust-issuer', `${origin}/${name}`]);
}

function configuration(origin: string): string {
  const one = (name: string): string => `  ${name}:
    url: ${origin}/${name}/mcp
    issuer: ${origin}/${name}
    flows:
      - flow: client_credentials
        clientId: client-of-${name}
        clientSecret: { env: CLIENT_SECRET }
`;
  return `targets:\n${Object.keys(targets).map(one).join('')}`;
}

interface Asked {
  readonly isBearer: boolean;
  readonly body: string;
  readonly host: string;
}

function suffer(pathname: string, asked: Asked, response: ServerResponse, scene: Scene): void {
  const place = pathname.includes('oauth-protected-resource')
    ? 'resource'
    : pathname.includes('/oauth-authorization-server') || pathname.includes('openid-configuration')
      ? 'server'
      : pathname.endsWith('/token')
        ? 'token'
        : asked.isBearer
          ? 'session'
          : 'refuse';
  const name = Object.keys(targets).find((one) => pathname.split('/').includes(one)) ?? 'nasty';
  const behave = targets[name]?.[place];
  if (behave !== undefined && response.socket !== null) behave(response.socket, scene);
  else courteous(place, name, asked, response, scene);
}

/** What is not said with violence is said with words that nobody should have to print. */
function courteous(
  place: string,
  name: string,
  asked: Asked,
  response: ServerResponse,
  { secrets }: Scene,
): void {
  const origin = `http://${asked.host}`;
  const issuer = `${origin}/${name}`;
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (place === 'resource')
    send(200, {
      resource: `${issuer}/mcp`,
      authorization_servers: [issuer],
      resource_name: NASTY,
      scopes_supported: [NASTY],
    });
  else if (place === 'server')
    send(200, {
      issuer,
      token_endpoint: `${issuer}/token`,
      authorization_endpoint: `${issuer}/authorize`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      service_documentation: NASTY,
      scopes_supported: [NASTY],
    });
  else if (place === 'token')
    send(200, { access_token: secrets.access, token_type: 'Bearer', expires_in: 60, scope: NASTY });
  else if (place === 'session') send(200, answered(asked.body, secrets.access));
  else {
    const metadata = `${origin}/.well-known/oauth-protected-resource/${name}/mcp`;
    response.setHeader(
      'www-authenticate',
      `Bearer resource_metadata="${metadata}", error_description="::error::x"`,
    );
    send(401, { error: NASTY });
  }
}

function answered(body: string, token: string): object {
  const { id, method } = parsed(body);
  const tools = [{ name: NASTY, description: `${NASTY} ${token}`, inputSchema: { type: 'object' } }];
  const serverInfo = { name: NASTY, version: token };
  const hello = {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo,
    instructions: NASTY,
  };
  if (method === 'initialize') return { jsonrpc: '2.0', id, result: hello };
  if (method === 'tools/list') return { jsonrpc: '2.0', id, result: { tools } };
  return { jsonrpc: '2.0', id, error: { code: -32_601, message: `${NASTY} ${token}` } };
}

function parsed(body: string): { readonly id?: unknown; readonly method?: unknown } {
  try {
    return JSON.parse(body) as { readonly id?: unknown; readonly method?: unknown };
  } catch {
    return {};
  }
}

interface Report {
  readonly verdict: string;
  readonly targets: readonly {
    readonly name: string;
    readonly findings: readonly { readonly code: string }[];
  }[];
}

/** A person finds in the reports how it ended, and at the targets that were judged what is wrong and what to do. */
function readable(folder: string): void {
  const read = (file: string): string => {
    if (!existsSync(path.join(folder, file))) throw new Error(`there is no ${file}`);
    return readFileSync(path.join(folder, file), 'utf8');
  };
  const report = JSON.parse(read('r.json')) as Report;
  // What failed is not forgiven by what could not be finished.
  if (report.verdict !== 'fail') throw new Error(`the report says ${report.verdict}`);
  const html = read('r.html');
  if (!/incomplete/i.test(html) || !html.trimEnd().endsWith('</html>'))
    throw new Error('r.html does not say how it ended');
  if (/<script/i.test(html)) throw new Error('r.html has a script');
  if (!read('r.xml').trimEnd().endsWith('</testsuites>')) throw new Error('r.xml is cut off');
  for (const [name, cause] of Object.entries(CAUSES)) {
    const { findings = [] } = report.targets.find((target) => target.name === name) ?? {};
    const codes = findings.map(({ code }) => code);
    if (!codes.includes(cause)) throw new Error(`${name}: ${cause} is not among ${codes.join(', ')}`);
    if (!html.includes(cause)) throw new Error(`r.html does not name ${cause}`);
  }
}

/** Root causes that are known long before the deadline. */
const CAUSES: Readonly<Record<string, string>> = {
  thief: 'network/stopped-for-safety',
  echo: 'oauth/invalid_client',
  garbage: 'network/broken-answer',
  'half-json': 'session/broken-answer',
};
