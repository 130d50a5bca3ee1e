import type { Exchange, TargetReport } from '../../types.ts';

/** Who takes part besides the client. */
export type Party = 'authorization' | 'gateway' | 'endpoint' | 'other';

export interface Parties {
  /** In the order in which they stand, without the client. */
  readonly present: readonly { readonly party: Party; readonly title: string; readonly host: string }[];
  readonly of: (exchange: Exchange) => Exclude<Party, 'gateway'>;
}

/** Who took part in these exchanges, told by the origins of their URLs. */
export function partiesOf(target: TargetReport, exchanges: readonly Exchange[]): Parties {
  const endpoint = originOf(target.url);
  const { issuer, authorizationServerMetadata: metadata } = target.discovery;
  const servers = new Set(
    [issuer, metadata?.token_endpoint, metadata?.jwks_uri, metadata?.authorization_endpoint]
      .flatMap((url) => (typeof url === 'string' ? originOf(url) : []))
      .filter((origin) => origin !== ''),
  );
  const of = ({ url, phase }: Exchange): Exclude<Party, 'gateway'> => {
    const origin = originOf(url);
    // A server that issues its own tokens is both: what it is asked for decides.
    if (servers.has(origin) && (origin !== endpoint || phase === 'token' || phase === 'registration'))
      return 'authorization';
    if (origin === endpoint) return 'endpoint';
    return phase === 'token' || phase === 'authorization' ? 'authorization' : 'other';
  };
  const seen = new Set<Party>(exchanges.map(of));
  const gateway = gatewayOf(target);
  const hosts = (party: Party): string =>
    [...new Set(exchanges.flatMap((exchange) => (of(exchange) === party ? hostOf(exchange.url) : [])))].join(
      ', ',
    );
  return {
    of,
    present: [
      ...(seen.has('authorization')
        ? [
            {
              party: 'authorization' as const,
              title: 'Authorization server',
              host: hosts('authorization'),
            },
          ]
        : []),
      ...(seen.has('other') ? [{ party: 'other' as const, title: 'Elsewhere', host: hosts('other') }] : []),
      ...(gateway === undefined ? [] : [{ party: 'gateway' as const, title: 'Gateway', host: gateway }]),
      { party: 'endpoint', title: 'MCP endpoint', host: hostOf(target.url) },
    ],
  };
}

/** A gateway is drawn where something says that there is one: a finding, or who claims to have answered. */
function gatewayOf({ findings, exchanges }: TargetReport): string | undefined {
  const said = exchanges.find(({ from }) => from !== undefined && GATEWAYS.test(from))?.from;
  if (said !== undefined) return said.slice(0, 60);
  return findings.some(({ code }) => code.startsWith('gateway/')) ? 'in front of the endpoint' : undefined;
}

const GATEWAYS =
  /cloudflare|cloudfront|envoy|nginx|traefik|kong|varnish|akamai|awselb|application-gateway|apim|google frontend|fly\/|vercel|netlify|oauth2-proxy|haproxy|caddy|\b[12]\.[01] \S/i;

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 80);
}
