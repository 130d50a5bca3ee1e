import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** A value with where it came from. */
export interface Leaf {
  readonly value: string | number | boolean | null;
  readonly from: string;
}

/** Settings in the order in which they are printed. */
export type Annotated = Leaf | AnnotatedList | AnnotatedMap;

export interface AnnotatedList {
  readonly items: readonly Annotated[];
}

export interface AnnotatedMap {
  readonly entries: readonly (readonly [key: string, value: Annotated])[];
}

/** YAML with the origin of every value in a comment behind it. */
export function annotatedYaml(root: AnnotatedMap, heading: string): string {
  const document = new Document<YAMLMap | Scalar | YAMLSeq, false>();
  document.commentBefore = ` ${heading}`;
  document.contents = nodeOf(root);
  return document.toString({ lineWidth: 0 });
}

/** Any JSON, all of it from one place. */
export function annotated(value: unknown, from: string): Annotated {
  if (Array.isArray(value)) return { items: value.map((item) => annotated(item, from)) };
  if (typeof value === 'object' && value !== null) {
    return { entries: Object.entries(value).map(([key, item]) => [key, annotated(item, from)]) };
  }
  return { value: isPlain(value) ? value : null, from };
}

function isPlain(value: unknown): value is Leaf['value'] {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function nodeOf(value: Annotated): YAMLMap | Scalar | YAMLSeq {
  if ('entries' in value) {
    const map = new YAMLMap();
    map.items = value.entries.map(([key, item]) => new Pair(new Scalar(key), nodeOf(item)));
    return map;
  }
  if ('items' in value) {
    const list = new YAMLSeq();
    list.items = value.items.map(nodeOf);
    return list;
  }
  const scalar = new Scalar(value.value);
  scalar.comment = ` ${value.from}`;
  return scalar;
}
