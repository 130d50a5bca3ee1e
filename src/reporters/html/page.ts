import { createHash } from 'node:crypto';
import { h, type Markup, textOf, verbatim } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style/index.ts';

/**
 * The whole document. Nothing is fetched, no form is sent, and of styles and scripts only the two that stand here
 * run: the policy names them by their hashes.
 */
export function page(title: string, body: Markup): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    `script-src '${hashOf(SCRIPT)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return textOf(h`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="mcp-authcheck">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${verbatim(STYLE)}</style>
</head>
<body>
${body}
<script>${verbatim(SCRIPT)}</script>
</body>
</html>
`);
}

/** As Content Security Policy Level 3 §2.3.1 writes it. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
