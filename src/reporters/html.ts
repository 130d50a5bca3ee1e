import { causesTable } from './html/causes.ts';
import { fleet } from './html/fleet.ts';
import { hero, nameOf } from './html/hero.ts';
import { h, type Markup } from './html/markup.ts';
import { page } from './html/page.ts';
import { sectionsOf } from './html/sections.ts';
import { onlyTarget } from './html/target.ts';
import type { Reporter } from './reporter.ts';

/**
 * For people who would rather look than read: one file that opens anywhere, fetches nothing, and can be read without
 * its script, which only filters, sorts and copies.
 */
export const html: Reporter = {
  name: 'html',
  summary: 'a page to look at: one file, for people and their managers',
  render: (report) => {
    const { targets, verdict } = report;
    const [only, ...more] = targets;
    const title = `${TITLES[verdict]}: ${nameOf(targets)} (mcp-authcheck)`;
    const content = only !== undefined && more.length === 0 ? onlyTarget(only) : allOf(report.targets);
    return page(
      title,
      h`<a class="skip" href="#main">To the content</a>
${hero(report)}
<main id="main" tabindex="-1">${content}</main>
<footer class="wrap foot"><p>Written by mcp-authcheck ${report.tool.version}. Secrets are masked; names and messages come from the servers that were looked at.</p></footer>
<p id="say" class="quiet" role="status"></p>`,
    );
  },
};

const TITLES = { pass: 'Passed', fail: 'Failed', incomplete: 'Incomplete' } as const;

function allOf(targets: Parameters<typeof sectionsOf>[0]): Markup {
  const { rows, sections } = sectionsOf(targets);
  return h`${causesTable(targets)}${fleet(rows)}${sections}`;
}
