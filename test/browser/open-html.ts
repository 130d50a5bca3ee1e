import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { html } from '../../src/reporters/html.ts';
import type { Report } from '../../src/types.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath, mayLeaveOut } from '../support/chromium.ts';

const executablePath = chromiumPath();

/** Said aloud: a test that is left out must not look like one that passed. */
export function leftOut(what: string): boolean {
  const leaveOut = executablePath === undefined && mayLeaveOut;
  if (leaveOut) console.warn(`SKIPPED: ${what}, because there is no Chromium on this machine.`);
  return leaveOut;
}

export interface Opened {
  readonly page: Page;
  /** Messages of the console, errors, dialogs, violations of the policy, requests for anything but the page. */
  readonly heard: readonly string[];
  readonly close: () => Promise<void>;
}

export interface Viewer {
  readonly open: (report: Report, options?: BrowserContextOptions) => Promise<Opened>;
  readonly close: () => Promise<void>;
}

/** A browser that opens reports from files of its own folder. */
export async function startViewer(): Promise<Viewer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'authcheck-html-'));
  const browser = await chromium.launch({
    executablePath: executablePath ?? 'chromium',
    args: CHROMIUM_ARGUMENTS,
  });
  let files = 0;
  return {
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
    open: async (report, options = {}) => {
      files += 1;
      const file = path.join(folder, `report-${files}.html`);
      await writeFile(file, html.render(report, { colour: false, width: 100, unicode: true }));
      const url = pathToFileURL(file).href;
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const heard: string[] = [];
      page.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
      page.on('dialog', (dialog) => {
        heard.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => {
        const asked = request.url();
        if (asked !== url && !asked.startsWith('data:')) heard.push(`request: ${asked}`);
      });
      await page.addInitScript(
        "addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective));",
      );
      await page.goto(url);
      return { page, heard, close: () => context.close() };
    },
  };
}

export async function openAll(page: Page): Promise<void> {
  await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true;");
}

/** CSS pixels of the page with what one would have to scroll to. */
export function widthOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth');
}
