import { Secret, type Vault } from '../secret.ts';
import { formsOf } from './secret-forms.ts';
import { createMatcher } from './secret-matcher.ts';
import { maskShapes } from './shapes.ts';

/** Shorter values are wrapped but not searched for: they would blacken ordinary words. */
const SHORTEST = 4;

/** The same URLs and headers come with every exchange: short texts are cleaned once, until there is a new secret. */
const SHORT = 256;
const REMEMBERED = 500;

/** A vault with nothing in it. Forms of a secret are computed when text is next cleaned. */
export function createVault(): Vault {
  const known = new Set<string>();
  const pending: string[] = [];
  const matcher = createMatcher();
  const cleaned = new Map<string, string>();
  return {
    keep: (value) => {
      if (value.length >= SHORTEST && !known.has(value)) {
        known.add(value);
        pending.push(value);
      }
      return new Secret(value);
    },
    redact: (text) => {
      if (pending.length > 0) cleaned.clear();
      for (const value of pending.splice(0)) matcher.add(formsOf(value));
      const known = cleaned.get(text);
      if (known !== undefined) return known;
      const clean = maskShapes(matcher.mask(text));
      if (text.length <= SHORT) {
        if (cleaned.size >= REMEMBERED) cleaned.clear();
        cleaned.set(text, clean);
      }
      return clean;
    },
  };
}
