import { h, type Markup } from './markup.ts';

/**
 * Text that is there to be pasted. `label` says where; the button that copies it comes with the script, and without
 * it the text can be selected as it stands.
 */
export function copyable(label: string, text: string): Markup {
  return h`<figure class="paste" data-copy><figcaption>${label}</figcaption><pre><code>${text}</code></pre></figure>`;
}
