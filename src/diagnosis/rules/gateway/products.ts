/** A program or service that stands in front of servers, recognised by its `Server` or `Via` header. */
export interface Product {
  readonly id: string;
  readonly name: string;
}

const PRODUCTS: readonly (Product & { readonly says: RegExp })[] = [
  { id: 'cloudflare', name: 'Cloudflare', says: /cloudflare/i },
  { id: 'appgateway', name: 'Azure Application Gateway', says: /Microsoft-Azure-Application-Gateway/i },
  { id: 'awselb', name: 'AWS Application Load Balancer', says: /awselb/i },
  { id: 'cloudfront', name: 'Amazon CloudFront', says: /cloudfront/i },
  { id: 'google', name: "Google Cloud's load balancer", says: /\bgoogle\b|Google Frontend/i },
  { id: 'akamai', name: 'Akamai', says: /AkamaiGHost|akamai/i },
  { id: 'bigip', name: 'F5 BIG-IP', says: /big-?ip/i },
  { id: 'envoy', name: 'Envoy', says: /envoy/i },
  { id: 'kong', name: 'Kong', says: /kong/i },
  { id: 'nginx', name: 'NGINX', says: /nginx|openresty/i },
  { id: 'caddy', name: 'Caddy', says: /caddy/i },
  { id: 'traefik', name: 'Traefik', says: /traefik/i },
  { id: 'haproxy', name: 'HAProxy', says: /haproxy/i },
  { id: 'varnish', name: 'Varnish', says: /varnish/i },
  { id: 'squid', name: 'Squid', says: /squid/i },
  { id: 'iis', name: 'IIS or Azure App Service', says: /Microsoft-IIS/i },
  { id: 'apache', name: 'Apache', says: /apache/i },
];

/** The product that a `Server` or `Via` header names, or one that only says that it is a proxy (`Via`). */
export function productOf(from: string): Product | undefined {
  const known = PRODUCTS.find(({ says }) => says.test(from));
  if (known !== undefined) return { id: known.id, name: known.name };
  // Via: 1.1 some-host
  return /(?:^|, )(?:HTTP\/)?\d(?:\.\d)? \S/.test(from) ? { id: 'proxy', name: 'a proxy' } : undefined;
}
