import { anchored, code, list, page, shell, text } from './markdown.mjs';

const PER = {
  target: 'once per target',
  era: 'in each era that the endpoint speaks: handshake (up to 2025-11-25) and stateless (2026-07-28)',
  flow: 'for each flow that brought a token',
};

const GROUPS = {
  discovery: 'What the endpoint says of itself without a token.',
  token: 'The access token that each flow brought.',
  endpoint: 'The door: who gets in and who does not.',
  server: 'What lies behind the door.',
};

const CONTROL = 'endpoint/accepts-valid-token';

/** Every check of the registry, by group. */
export function checksPage({ checks, groupOf, Secret }) {
  const groups = [...new Set(checks.map(({ id }) => groupOf(id)))];
  return page(
    'The checks',
    'Each check is the predicate of a sentence about the server. Pick some with `--checks` and leave some out with `--skip`; both take ids and groups.',
    shell([
      'mcp-authcheck verify --list-checks',
      'mcp-authcheck verify URL --checks discovery,endpoint/rejects-no-token',
      'mcp-authcheck verify URL --skip token',
    ]),
    'What a result means: `pass`; `fail`: the rule is broken; `warn`: a recommendation is not followed, or the server refuses in a form that clients stumble over (`--strict` makes it fail the run); `info`: worth knowing; `skip`: it could not run here, and the reason is given; `blocked`: something before it failed; `inconclusive`: what was seen proves nothing.',
    groups.flatMap((group) => [
      anchored(group, `## ${group}`),
      ...(GROUPS[group] === undefined ? [] : [GROUPS[group]]),
      ...checks.filter(({ id }) => groupOf(id) === group).map((check) => section(check, Secret)),
    ]),
  );
}

function section(check, Secret) {
  return [
    anchored(anchorOf(check.id), `### ${code(check.id)}`),
    `The server ${text(check.title)}.`,
    list([
      `level: **${check.level}**`,
      `source: ${text(check.spec.join('; '))}`,
      `runs: ${PER[check.per]}${check.everyShape ? '; also in the shape of an era that it does not speak' : ''}`,
      ...needsOf(check, Secret),
      ...part(check),
    ]),
  ].join('\n\n');
}

function anchorOf(id) {
  return id.replaceAll('/', '-');
}

function part(check) {
  if (check.part === 'control')
    return ['part: the positive control. It runs before and after the negative checks of its era.'];
  if (check.part === 'negative')
    return [`part: negative. Its pass counts only while [${code(CONTROL)}](#${anchorOf(CONTROL)}) holds.`];
  return [];
}

function needsOf(check, Secret) {
  const token = check.per === 'era' ? 'an access token that the endpoint took' : 'an access token';
  const unmet = check.unmet?.(bareContext(check, Secret));
  return [
    ...(check.needsToken ? [`needs: ${token}`] : []),
    ...(unmet === undefined ? [] : [`skipped, for instance, with: “${text(unmet)}”`]),
  ];
}

/** An endpoint that says nothing of itself, an opaque token and no demands: every need is unmet. */
function bareContext({ per }, Secret) {
  const tokens = {
    accessToken: new Secret('opaque'),
    tokenType: 'Bearer',
    expiresAt: null,
    scopes: null,
    library: 'none',
    exchanges: [],
  };
  const flow = {
    request: { flow: 'bearer' },
    tokens,
    token: {
      format: 'opaque',
      claims: null,
      header: null,
      aud: [],
      scp: [],
      roles: [],
      iss: null,
      signature: 'unverified',
    },
    sessions: [],
    error: null,
  };
  const url = 'https://mcp.example.com/mcp';
  const evidence = {
    target: {
      name: 'bare',
      url,
      allowedOrigins: [],
      headers: [],
      flows: [],
      expect: { tools: [], calls: [] },
    },
    profile: { acceptedIssuers: () => [], acceptedAudiences: () => [] },
    discovery: {
      answers: [],
      challenge: null,
      protectedResourceMetadata: null,
      protectedResourceTried: [],
      issuer: null,
      authorizationServers: [],
      authorizationServerMetadata: null,
      authorizationServerTried: [],
      resource: null,
      notes: [],
    },
    flows: [flow],
    eras: { legacy: null, modern: null },
    now: () => 0,
  };
  return { evidence, flow, ...(per === 'era' ? { era: 'legacy' } : {}) };
}
