import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../architecture/imports.ts';

/** What users and contributors read, relative to the repository. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];

export function pageText(page: string): string {
  return readFileSync(path.join(ROOT, page), 'utf8');
}

export interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page. */
export function blocksOf(page: string, language?: string): readonly Block[] {
  return [...pageText(page).matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .map(([, found = '', text = '']) => ({ page, language: found, text }))
    .filter((block) => language === undefined || block.language === language);
}

/** Where a page links to, without what leaves the repository. */
export function linksOf(page: string): readonly string[] {
  const prose = pageText(page).replaceAll(/^```.*?^```$/gms, '');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Every place of a page that a link can name: written anchors and headings, as GitHub spells them. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const text = pageText(page);
  const written = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slugOf(heading));
  return new Set([...written, ...headings]);
}

/** Commands of mcp-authcheck in a page's shell blocks, a line each, without comments; the first word is its own. */
export function shellCommands(page: string): readonly string[] {
  return blocksOf(page, 'sh')
    .filter(({ text }) => !isScript(text))
    .flatMap(({ text }) => commandsIn(text));
}

/** Every command of mcp-authcheck on a page, in scripts and in the configuration of CI systems as well. */
export function allCommands(page: string): readonly string[] {
  return blocksOf(page)
    .filter(({ language }) => language === 'sh' || language === 'yaml')
    .flatMap(({ text }) => commandsIn(text));
}

/** Whether a command goes to servers other than those of `serve`: test/docs/open-world.ts has them. */
export function isForOpenWorld(command: string): boolean {
  return /\b(?:tools|forms)\.example\.com\b/.test(command);
}

/** A block that is one program and not a list of commands. */
export function isScript(text: string): boolean {
  return /^\s*(?:if|for|case) /m.test(text);
}

function commandsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => /(?<![\w/.-])(?:npx )?mcp-authcheck (?=[a-z]).*$/.exec(line.replace(/ +# .*$/, ''))?.[0])
    .filter((command) => command !== undefined);
}

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}
