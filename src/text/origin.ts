/** The origin of a URL; undefined where there is none, or where it is no URL. */
export function originOf(url: string | null | undefined): string | undefined {
  return url != null && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** The first segment of a URL's path, where Entra ID's issuers have the tenant; empty without one. */
export function firstSegment(url: string | null | undefined): string {
  if (url == null || !URL.canParse(url)) return '';
  const [, first = ''] = new URL(url).pathname.split('/');
  return first;
}
