import type { Finding, Paste, SupportIds } from '../../types.ts';
import { count } from '../words.ts';
import { copyable } from './copyable.ts';
import { h, joined, type Markup, nothing } from './markup.ts';
import { badge, link } from './words.ts';

const SIGNS = { error: ['fail', 'Error'], warning: ['warn', 'Warning'], note: ['info', 'Note'] } as const;

/** A finding in full. What mends it comes before why it is so. */
export function findingCard(finding: Finding, consequences: readonly Finding[], level: 3 | 4 = 4): Markup {
  const { severity, summary, fix, cause, paste = [], alternatives = [], decide, look, support } = finding;
  const [sign, word] = SIGNS[severity];
  const heading = level === 3 ? h`<h3>${summary}</h3>` : h`<h4>${summary}</h4>`;
  return h`<article class="finding is-${severity}">
<p class="kicker">${badge(sign, word)}<span>${CONFIDENCE[finding.confidence]}</span></p>
${heading}
<div class="fix"><p class="label">Fix</p><p>${fix}</p>${paste.map(pasteBlock)}</div>
<dl class="facts">
${fact('Why', h`${cause}`)}
${alternatives.length === 0 ? nothing : fact('Or', h`<ul>${alternatives.map((text) => h`<li>${text}</li>`)}</ul>`)}
${decide === undefined ? nothing : fact('To decide', h`${decide}`)}
${look === undefined ? nothing : fact('Look at', h`${look}`)}
${explains(finding, consequences)}
${supportFact(support)}
${fact('Name', nameOf(finding))}
</dl></article>`;
}

const CONFIDENCE = {
  certain: 'certain: nothing else fits what was seen',
  likely: 'most likely this',
  possible: 'one of several causes that fit',
} as const;

function fact(name: string, value: Markup): Markup {
  return h`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

const WHERE: Readonly<Record<Paste['where'], string>> = {
  shell: 'In a shell',
  manifest: 'In the manifest',
  server: 'At the server',
  gateway: 'At the gateway',
  client: 'At the client',
  claims: 'In the token',
};

function pasteBlock({ where, text }: Paste): Markup {
  return copyable(WHERE[where], text);
}

/** What goes away once it is mended. */
function explains({ results }: Finding, consequences: readonly Finding[]): Markup {
  const ids = [...new Set([...results, ...consequences.flatMap((one) => one.results)])];
  const shown = ids.slice(0, MOST_NAMED).map((id) => h`<code>${id}</code>`);
  const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
  return h`${ids.length === 0 ? nothing : fact('Explains', h`${count(ids.length, 'failure')}: ${joined(shown, h`, `)}${more}`)}${
    consequences.length === 0
      ? nothing
      : fact('Goes away with it', h`<ul>${consequences.map(({ summary }) => h`<li>${summary}</li>`)}</ul>`)
  }`;
}

const MOST_NAMED = 12;

function supportFact(ids: SupportIds | undefined): Markup {
  if (ids === undefined) return nothing;
  const { correlationId, traceId, timestamp } = ids;
  const facts = [
    ...(correlationId === undefined ? [] : [h`correlation id <code>${correlationId}</code>`]),
    ...(traceId === undefined ? [] : [h`trace id <code>${traceId}</code>`]),
    ...(timestamp === undefined ? [] : [h`${timestamp}`]),
  ];
  return facts.length === 0 ? nothing : fact('For support', joined(facts, h`, `));
}

function nameOf({ code, aadsts, docs }: Finding): Markup {
  const number = aadsts === null || code.includes(`${aadsts}`) ? '' : ` (AADSTS${aadsts})`;
  return h`<code>${code}</code>${number}, more with <code>mcp-authcheck explain ${code}</code>${
    docs.startsWith('https://') ? h` or at ${link(docs)}` : nothing
  }`;
}
