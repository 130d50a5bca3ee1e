/** The one of `held` that is meant by `wanted`, and written otherwise: capitals, dots, dashes, an API in front. */
export function likeOf(wanted: string, held: readonly string[]): string | undefined {
  if (held.includes(wanted)) return undefined;
  return held.find((one) => plain(one) === plain(wanted));
}

function plain(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}
