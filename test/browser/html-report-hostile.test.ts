import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { report } from '../reporters/report.ts';
import { failed, passed, withTexts } from './html-reports.ts';
import { leftOut, openAll, startViewer, type Viewer, widthOf } from './open-html.ts';

describe.skipIf(leftOut('hostile texts in the HTML report'))('the HTML report, whatever servers say', () => {
  let viewer: Viewer;
  beforeAll(async () => {
    viewer = await startViewer();
  });
  afterAll(async () => {
    await viewer?.close();
  });

  it.each([
    ['as it is', false],
    ['even if there were no policy', true],
  ])(
    'runs no script, asks for nothing and adds no element: %s',
    async (_, bypassCSP) => {
      const plain = report([failed('billing'), failed('search', 1), passed('orders')]);
      const harmless = await viewer.open(
        withTexts(plain, () => 'harmless'),
        { bypassCSP },
      );
      const elements = await elementsOf(harmless.page);
      await harmless.close();
      for (const first of [0, 7, 14, 20]) {
        let next = first;
        const attacked = withTexts(plain, () => ATTACKS[next++ % ATTACKS.length] ?? '');
        const { page, heard, close } = await viewer.open(attacked, { bypassCSP });
        await openAll(page);
        await page.evaluate("for (const one of document.querySelectorAll('button, summary')) one.click();");
        expect(await page.evaluate("'pwned' in globalThis")).toBe(false);
        expect(heard).toEqual([]);
        expect(await elementsOf(page)).toEqual(elements);
        await close();
      }
    },
    60_000,
  );

  it('never gets wider than a telephone', async () => {
    const long = withTexts(report([failed('billing'), passed('orders')]), () => 'W'.repeat(600));
    const { page, close } = await viewer.open(long, { viewport: { width: 360, height: 800 } });
    await openAll(page);
    expect(await widthOf(page)).toBe(360);
    await close();
  });
});

/** How many elements there are of the kinds that the attacks would add to, and of those that listen to something. */
function elementsOf(page: Page): Promise<unknown> {
  return page.evaluate(`(() => {
    const all = [...document.querySelectorAll('*')];
    const kinds = 'script style meta link base title form iframe img math mtext mglyph animate a textarea';
    const numbers = kinds.split(' ').map((kind) => [kind, all.filter(({ localName }) => localName === kind).length]);
    const listening = all.filter((one) => one.getAttributeNames().some((name) => name.startsWith('on')));
    return Object.fromEntries([...numbers, ['listening', listening.length]]);
  })()`);
}

const ATTACKS: readonly string[] = [
  '<script>globalThis.pwned=1</script>',
  '"><script>globalThis.pwned=1</script>',
  '</style><script>globalThis.pwned=1</script>',
  '</script><script>globalThis.pwned=1</script>',
  '</title><svg onload=globalThis.pwned=1>',
  '--><img src=x onerror=globalThis.pwned=1>',
  '"><img src=https://evil.example/x onerror=globalThis.pwned=1>',
  "' onmouseover='globalThis.pwned=1' x='",
  '" autofocus onfocus="globalThis.pwned=1" x="',
  'javascript:globalThis.pwned=1',
  'https://evil.example/"onclick="globalThis.pwned=1',
  '<iframe srcdoc="<script>parent.pwned=1</script>">',
  '<a href="javascript:globalThis.pwned=1">x</a>',
  '<svg><animate onbegin=globalThis.pwned=1 attributeName=x dur=1s>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<form action=https://evil.example/><button>x</button></form>',
  '</textarea></select></table><details open ontoggle=globalThis.pwned=1>',
  '&lt;script&gt;globalThis.pwned=1&lt;/script&gt;&#60;script&#62;',
  '\u0000<\u0000script>globalThis.pwned=1</script>',
  '{{constructor.constructor("globalThis.pwned=1")()}}',
  '+ADw-script+AD4-globalThis.pwned=1+ADw-/script+AD4-',
  '<math><mtext><table><mglyph><style><!--</style><img src onerror=globalThis.pwned=1>',
  '\u2028globalThis.pwned=1\u2029',
];
