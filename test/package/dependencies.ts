export interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

export interface Lockfile {
  readonly lockfileVersion?: number;
  readonly packages: Readonly<Record<string, Locked>>;
}

/** The dependencies that are not named by one exact version. */
export function looseVersions(dependencies: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(dependencies)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} ${version}`);
}

/** What is locked, without the package itself, and the name of each. */
export function lockedIn({ packages }: Lockfile): readonly (Locked & { readonly name: string })[] {
  return Object.entries(packages)
    .filter(([folder]) => folder !== '')
    .map(([folder, entry]) => ({ ...entry, name: nameIn(folder) }));
}

/** Lowest versions by name, of each major that is still mended where there are several. */
export type Floors = Readonly<Record<string, readonly string[]>>;

/** Locked packages below their floor, wherever in the tree they are. */
export function outdated(lockfile: Lockfile, floors: Floors): readonly string[] {
  return lockedIn(lockfile).flatMap(({ name, version = '0.0.0' }) => {
    const own = floors[name] ?? [];
    const floor = own.find((one) => major(one) === major(version)) ?? own.at(-1);
    return floor === undefined || atLeast(version, floor) ? [] : [`${name} ${version} < ${floor}`];
  });
}

export function atLeast(version: string, floor: string): boolean {
  const [have, want] = [numbers(version), numbers(floor)];
  const index = want.findIndex((number, at) => number !== have[at]);
  if (index !== -1) return (have[index] ?? 0) > (want[index] ?? 0);
  // A preview comes before the version (Semantic Versioning 2.0.0, §11).
  return !version.split('+', 1)[0]?.includes('-') || version === floor;
}

/** Licences under which code may be in the bundle: none that asks for more than to be named. */
export const PERMISSIVE: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
];

/** Licences that are not in the list, with who has them: `A OR B` needs one of the two, `A AND B` both. */
export function unknownLicences(
  packages: readonly { readonly name: string; readonly license?: string | undefined }[],
  allowed: readonly string[],
): readonly string[] {
  return packages
    .filter(({ license = '' }) => {
      const plain = license.replaceAll(/[()]/g, '');
      return !plain.split(' OR ').some((one) => one.split(' AND ').every((part) => allowed.includes(part)));
    })
    .map(({ name, license }) => `${name} (${license ?? 'none'})`);
}

function nameIn(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function major(version: string): string {
  return version.split('.', 1)[0] ?? '';
}

function numbers(version: string): readonly number[] {
  return version.split(/[.+-]/).slice(0, 3).map(Number);
}
