import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { report } from '../reporters/report.ts';
import { failed, fleet, passed } from './html-reports.ts';
import { leftOut, openAll, startViewer, type Viewer, widthOf } from './open-html.ts';

describe.skipIf(leftOut('accessibility of the HTML report'))('the HTML report, for everybody', () => {
  let viewer: Viewer;
  beforeAll(async () => {
    viewer = await startViewer();
  });
  afterAll(async () => {
    await viewer?.close();
  });

  const pages = [
    { name: 'one target that fails', of: report([failed('billing')]) },
    { name: 'one that passes', of: report([passed('billing')]) },
    { name: 'two', of: report([failed('billing'), passed('orders')]) },
    { name: 'many', of: fleet(20) },
  ];
  const views = [
    { scheme: 'light', width: 1280 },
    { scheme: 'dark', width: 1280 },
    { scheme: 'dark', width: 360 },
  ] as const;

  it.each(pages.flatMap((page) => views.map((view) => ({ ...page, ...view }))))(
    'axe finds nothing, also with everything open: $name, $scheme, $width px',
    async ({ of, scheme, width }) => {
      const { page, close } = await viewer.open(of, {
        colorScheme: scheme,
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
      });
      // Evaluated through the developer tools, which the page's policy does not bind: it stays as it is.
      await page.evaluate(axe.source);
      expect(await violations(page)).toEqual([]);
      await openAll(page);
      expect(await violations(page)).toEqual([]);
      expect(await widthOf(page)).toBe(width);
      await close();
    },
    90_000,
  );
});

function violations(page: Page): Promise<readonly string[]> {
  return page.evaluate(`axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html).join(' | ')))`);
}
