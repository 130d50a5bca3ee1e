import { quote } from '../../text/quote.ts';

/** What stands between blobs and a whole report: one sentence each, and what to do next. */
export interface Problem {
  /** `report.*`: it leaves the merge incomplete. */
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** "shard 3 of 8 (blobs/3.jsonl)" */
export function nameOf(
  shard: { readonly index: number; readonly total: number },
  ...files: readonly string[]
): string {
  const where = files.length === 0 ? '' : ` (${files.map((file) => shown(file)).join(' and ')})`;
  return `shard ${shard.index} of ${shard.total}${where}`;
}

/** A file's path as it may stand in a sentence; odd names are quoted. */
export function shown(file: string): string {
  return /^[\w./@+:\\ -]{1,200}$/.test(file) ? file : quote(file, 200);
}

/** Some names, and how many more there are. */
export function listed(names: readonly string[], most = 5): string {
  const some = names.slice(0, most).map((name) => quote(name, 80));
  return names.length > most ? `${some.join(', ')} and ${names.length - most} more` : some.join(', ');
}
