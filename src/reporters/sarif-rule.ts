import type { Level } from '../types.ts';
import { inline } from './markdown-text.ts';
import type { Broken } from './sarif-result.ts';

/** A `reportingDescriptor` of SARIF §3.49 for a check, with help as text and as Markdown. */
export function ruleOf(broken: readonly Broken[]): object {
  const [first] = broken.flatMap(({ results }) => results);
  const { id = '', spec = [], level = 'MUST', group = '' } = first ?? {};
  const fix = broken.flatMap(({ results }) => results).find((result) => result.fix !== undefined)?.fix;
  const title = titleOf(id);
  const rules = spec.join('; ');
  const explain = `mcp-authcheck explain ${id}`;
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: {
      text: rules === '' ? `${title}. Level ${level}.` : `${title}. Level ${level}; the rule: ${rules}.`,
    },
    help: {
      text: [
        ...(fix === undefined ? [] : [`Fix: ${fix}`]),
        ...(rules === '' ? [] : [`Rule (${level}): ${rules}.`]),
        `What it sends and expects: ${explain}`,
      ].join('\n'),
      markdown: [
        ...(fix === undefined ? [] : [`**Fix:** ${inline(fix)}`]),
        ...(rules === '' ? [] : [`**Rule (${level}):** ${inline(rules)}.`]),
        `What it sends and expects: \`${explain}\``,
      ].join('\n\n'),
    },
    defaultConfiguration: { level: LEVELS[level] },
    properties: {
      tags: ['security', 'oauth', 'mcp', group],
      // Makes GitHub show "high", "medium" or "low" in place of the level.
      'security-severity': SEVERITIES[level],
    },
  };
}

const LEVELS = { MUST: 'error', SHOULD: 'warning', MAY: 'note', INFO: 'note' } as const satisfies Record<
  Level,
  string
>;
const SEVERITIES = { MUST: '8.0', SHOULD: '5.0', MAY: '2.0', INFO: '1.0' } as const satisfies Record<
  Level,
  string
>;

/** `endpoint/rejects-no-token`: "Endpoint: rejects no token" */
function titleOf(id: string): string {
  const [group = '', name = ''] = id.split('/');
  return `${group.charAt(0).toUpperCase()}${group.slice(1).replaceAll('-', ' ')}: ${name.replaceAll('-', ' ')}`;
}
