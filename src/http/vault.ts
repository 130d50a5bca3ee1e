import { Secret, type Vault } from '../secret.ts';
import { formsOf } from './secret-forms.ts';
import { createMatcher } from './secret-matcher.ts';
import { maskShapes } from './shapes.ts';

/** Shorter values are wrapped but not searched for: they would blacken ordinary words. */
const SHORTEST = 4;

/** A vault with nothing in it. Forms of a secret are computed when text is next cleaned. */
export function createVault(): Vault {
  const known = new Set<string>();
  const pending: string[] = [];
  const matcher = createMatcher();
  return {
    keep: (value) => {
      if (value.length >= SHORTEST && !known.has(value)) {
        known.add(value);
        pending.push(value);
      }
      return new Secret(value);
    },
    redact: (text) => {
      for (const value of pending.splice(0)) matcher.add(formsOf(value));
      return maskShapes(matcher.mask(text));
    },
  };
}
