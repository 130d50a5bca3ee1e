import type { Exchange, Paste } from '../../../types.ts';
import type { Symptoms } from '../../rule.ts';
import { type Product, productOf } from './products.ts';

/** What the road asked of the endpoint itself, in order. */
export function atEndpoint({ evidence, exchanges }: Symptoms): readonly Exchange[] {
  if (!URL.canParse(evidence.target.url)) return [];
  const { origin, pathname } = new URL(evidence.target.url);
  const path = `${origin}${pathname}`;
  return exchanges.filter(({ url, phase }) => {
    if (phase !== 'discovery' && phase !== 'session') return false;
    return url === path || url.startsWith(`${path}?`);
  });
}

/** The exchanges with these numbers, in order. */
export function numbered({ exchanges }: Symptoms, numbers: readonly number[]): readonly Exchange[] {
  return exchanges.filter(({ n }) => numbers.includes(n));
}

/** Who stands in front of the server, as far as answers say it. */
export interface Front {
  /** "NGINX", else "something in front of the server". */
  readonly name: string;
  /** The same as part of a sentence: "NGINX in front of the server". */
  readonly whole: string;
  readonly product: Product | undefined;
  /** " (Server: nginx)", or nothing where the answer does not say who gave it. */
  readonly told: string;
}

const SOMETHING = 'something in front of the server';

export function frontOf(exchange: Exchange | undefined): Front {
  const from = exchange?.from;
  const product = from === undefined ? undefined : productOf(from);
  return {
    name: product?.name ?? SOMETHING,
    whole: product === undefined ? SOMETHING : `${product.name} in front of the server`,
    product,
    told:
      from === undefined
        ? ''
        : ` (${/\d \S/.test(from) ? 'Via' : 'Server'}: ${from.replace(/[^\x20-\x7e]/g, '?')})`,
  };
}

export function isPage({ contentType }: Exchange): boolean {
  return /html/i.test(contentType ?? '');
}

/** What is pasted into the configuration of the front: this product's setting, or those of the most usual ones. */
export function setting(
  { product }: Front,
  settings: Readonly<Partial<Record<string, string>>>,
): { readonly paste?: readonly Paste[] } {
  if (product !== undefined && product.id !== 'proxy') {
    const text = settings[product.id];
    return text === undefined ? {} : { paste: [{ where: 'gateway', text }] };
  }
  const { nginx, apim, proxy } = settings;
  const texts = [proxy, nginx === undefined ? undefined : `# NGINX\n${nginx}`, apim];
  return { paste: texts.flatMap((text) => (text === undefined ? [] : [{ where: 'gateway', text }])) };
}

export const COMPARE =
  'Send the same request to the server directly, past the gateway: what differs is made by the gateway.';
