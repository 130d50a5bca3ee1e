export interface Lockfile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version?: string;
        readonly integrity?: string;
        readonly dev?: boolean;
        readonly hasInstallScript?: boolean;
      }
    >
  >;
}

/** The dependencies that are not named by one exact version. */
export function looseVersions(dependencies: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(dependencies)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} ${version}`);
}

/** Locked packages below their floor, wherever in the tree they are. */
export function outdated(lockfile: Lockfile, floors: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(lockfile.packages).flatMap(([folder, { version = '0.0.0' }]) => {
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const floor = folder === '' ? undefined : floors[name];
    return floor === undefined || atLeast(version, floor) ? [] : [`${name} ${version} < ${floor}`];
  });
}

export function atLeast(version: string, floor: string): boolean {
  const [have, want] = [numbers(version), numbers(floor)];
  const index = want.findIndex((number, at) => number !== have[at]);
  return index === -1 || (have[index] ?? 0) > (want[index] ?? 0);
}

function numbers(version: string): readonly number[] {
  return version.split(/[.+-]/).slice(0, 3).map(Number);
}
