import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { Symptoms } from '../../src/diagnosis/rule.ts';
import type { Finding } from '../../src/types.ts';

export interface RuleCase {
  readonly code: string;
  readonly name: string;
  readonly given: Symptoms;
  /** Parts of summary, cause and fix: the values that were compared, and this run's own ids. */
  readonly says: readonly string[];
  /** Default: error. */
  readonly severity?: Finding['severity'];
  /** Another error that explains more and comes first. */
  readonly behind?: string;
}

/** Each case is recognised, prints its evidence, fills in the run's ids, and an error comes first. */
export function describeRules(title: string, cases: readonly RuleCase[]): void {
  describe(title, () => {
    it.each(cases.map((one) => [one.code, one.name, one] as const))('%s: %s', (code, _, one) => {
      const { given, says, severity = 'error', behind = code } = one;
      const findings = diagnose(given);
      const finding = findings.find((candidate) => candidate.code === code);
      expect(findings.map((candidate) => candidate.code)).toContain(code);
      const text = `${finding?.summary} ${finding?.cause} ${finding?.fix}`;
      for (const part of says) expect(text).toContain(part);
      expect(finding?.severity).toBe(severity);
      expect(text).not.toMatch(/\{(clientId|tenant|audience)\}|undefined|null/);
      if (severity === 'error') expect(findings[0]?.code).toBe(behind);
    });
  });
}
