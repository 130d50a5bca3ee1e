import { dirname } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { Config, Settings, TargetConfig } from './config-schema.ts';
import { type ConfigDocument, type Path, placeIn, whereIn } from './document.ts';

/** One configuration file, read and checked. */
export interface ConfigSource {
  readonly config: Config;
  readonly document: ConfigDocument;
  /** Absolute path; relative paths inside the file start from its folder. */
  readonly path: string;
}

/** A target as it stands in one of the files. */
export interface TargetEntry {
  readonly name: string;
  readonly own: TargetConfig;
  readonly source: ConfigSource;
  /** The files whose defaults hold for it: its own first, then the one that includes that, and so on. */
  readonly defaults: readonly ConfigSource[];
}

/** What holds for a target, and where each setting stands. */
export interface InForce {
  readonly settings: TargetConfig;
  /** "mcp-authcheck.yaml:7:5: targets.calculator.url": where a setting stands, for messages. */
  readonly at: (...path: Path) => string;
  readonly originOf: (key: string) => Origin;
  /** Folder that relative paths in this setting start from. */
  readonly folderOf: (key: string) => string;
}

export interface Origin {
  readonly source: ConfigSource;
  /** `['targets', 'calculator']` or `['defaults']`. */
  readonly path: Path;
}

/** A target's own settings over the defaults of its file, those over the defaults of the including file. */
export function inForce({ name, own, source, defaults }: TargetEntry): InForce {
  const inherited = [...defaults].reverse().map(({ config }): Settings => config.defaults ?? {});
  const settings: TargetConfig = Object.assign({}, ...inherited, own);
  const originOf = (key: string): Origin => {
    const from = key in own ? undefined : defaults.find(({ config }) => key in (config.defaults ?? {}));
    return from === undefined ? { source, path: ['targets', name] } : { source: from, path: ['defaults'] };
  };
  return {
    settings,
    at: (...path) => {
      const origin = originOf(String(path[0] ?? ''));
      return whereIn(origin.source.document, [...origin.path, ...path]);
    },
    originOf,
    folderOf: (key) => dirname(originOf(key).source.path),
  };
}

/** "targets/a.yaml:3:3": where the name of a target stands. */
export function placeOfName({ name, source }: TargetEntry): string {
  return placeIn(source.document, ['targets', name]);
}

/** Every target of all the files, by name. */
export interface TargetNames {
  /** @throws UsageError `config.target_name`, `config.target_twice`, with both places */
  readonly add: (entry: TargetEntry) => void;
  readonly all: ReadonlyMap<string, TargetEntry>;
}

/** Names become parts of report files: short, printable, and different on every file system. */
export function targetNames(): TargetNames {
  const all = new Map<string, TargetEntry>();
  const byFolded = new Map<string, TargetEntry>();
  const add = (entry: TargetEntry): void => {
    const { name } = entry;
    const twin = byFolded.get(name.toLowerCase());
    if (twin !== undefined) throw twice(twin, entry);
    if (name.length > 200 || !/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u.test(name)) {
      throw new UsageError(
        'config.target_name',
        `${placeOfName(entry)}: targets: a name that is too long or has unusual characters.`,
        { hint: 'Letters, digits, space, dot, hyphen and underscore; at most 200 of them.' },
      );
    }
    all.set(name, entry);
    byFolded.set(name.toLowerCase(), entry);
  };
  return { add, all };
}

function twice(first: TargetEntry, second: TargetEntry): UsageError {
  const there = placeOfName(first);
  const here = placeOfName(second);
  if (first.name === second.name) {
    return new UsageError(
      'config.target_twice',
      `${here}: the target ${second.name} is there already: ${there}.`,
      { hint: 'Rename one of them: names tell targets apart in reports and shards, over all files.' },
    );
  }
  return new UsageError(
    'config.target_name',
    `${here}: two targets differ only in case: ${second.name}, and ${first.name} at ${there}.`,
    { hint: 'Rename one of them: some file systems and CI systems know no case.' },
  );
}
