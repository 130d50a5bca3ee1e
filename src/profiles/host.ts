/** Host name of a URL in lower case; undefined when it is none. */
export function hostOf(url: string): string | undefined {
  return parsed(url)?.hostname;
}

/** Path of a URL without slashes at its end; undefined when it is none. */
export function pathOf(url: string): string | undefined {
  return parsed(url)?.pathname.replace(/(?<!\/)\/+$/, '');
}

/** The last ones: a target's issuer is asked about by every profile and many rules, one after the other. */
const known = new Map<string, URL | undefined>();
const MOST = 50;

function parsed(url: string): URL | undefined {
  if (known.has(url)) return known.get(url);
  if (known.size >= MOST) known.clear();
  const found = URL.canParse(url) ? new URL(url) : undefined;
  known.set(url, found);
  return found;
}
