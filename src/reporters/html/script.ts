/**
 * The one script of the page: filters and sorts the table of targets, adds buttons that copy, opens what a link leads
 * to. It reads the page, sends and keeps nothing, and the page is whole without it.
 */
export const SCRIPT = `(() => {
'use strict';
const $ = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];
const announce = (text) => { const place = $('say'); if (place) place.textContent = text; };

function button(text, action) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', () => action(made));
  return made;
}

async function copy(block, made) {
  const code = block.querySelector('code');
  const text = code.textContent.trimEnd();
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(code);
    done = document.execCommand('copy');
  }
  made.textContent = done ? 'Copied' : 'Press Ctrl+C';
  announce(done ? 'Copied' : 'Selected: press Ctrl+C to copy');
  setTimeout(() => { made.textContent = 'Copy'; }, 2000);
}
const withCopy = (root) => {
  for (const block of root.querySelectorAll('[data-copy]')) {
    if (block.querySelector('button')) continue;
    const label = block.querySelector('figcaption');
    const made = button('Copy', (pressed) => copy(block, pressed));
    made.setAttribute('aria-label', 'Copy: ' + label.textContent.toLowerCase());
    made.className = 'copy';
    label.after(made);
  }
};
document.addEventListener('toggle', (event) => withCopy(event.target), true);
for (const block of all('[data-copy]')) {
  if (!block.closest('details:not([open])')) withCopy(block.parentElement);
}

function reveal() {
  const goal = location.hash.length > 1 && $(decodeURIComponent(location.hash.slice(1)));
  if (!goal) return;
  for (let place = goal.closest('details'); place; place = place.parentElement.closest('details')) place.open = true;
  const section = goal.closest('details.target');
  if (!section) return;
  section.scrollIntoView();
  section.querySelector('summary').focus({ preventScroll: true });
}
addEventListener('hashchange', reveal);
reveal();

let opened = [];
addEventListener('beforeprint', () => {
  opened = all('details[data-print]:not([open])').filter((one) => !one.hidden);
  for (const one of opened) one.open = true;
});
addEventListener('afterprint', () => { for (const one of opened) one.open = false; opened = []; });

const table = $('fleet');
if (!table) return;
const body = table.tBodies[0];
const sections = new Map(all('details.target').map((one) => [one.dataset.for, one]));
const rows = [...body.rows].map((row) => {
  const link = row.querySelector('a[href^="#"]');
  return {
    row,
    section: link && sections.get(link.getAttribute('href').slice(1)),
    text: row.textContent.toLowerCase(),
    tags: row.dataset.t.split('\\n'),
  };
});
const value = (id) => ($(id) ? $(id).value : '');

function filter() {
  const words = value('q').toLowerCase().split(/\\s+/).filter(Boolean);
  const verdict = value('fv'), cause = value('fc'), provider = value('fp'), tag = value('ft');
  let shown = 0;
  for (const { row, section, text, tags } of rows) {
    const fits = (!verdict || row.dataset.v === verdict) && (!cause || row.dataset.c === cause) &&
      (!provider || row.dataset.p === provider) && (!tag || tags.includes(tag)) &&
      words.every((word) => text.includes(word));
    if (row.hidden === fits) row.hidden = !fits;
    if (section && section.hidden === fits) section.hidden = !fits;
    if (fits) shown += 1;
  }
  const number = rows.length.toLocaleString('en');
  $('shown').textContent = shown === rows.length ? number + ' targets' : shown.toLocaleString('en') + ' of ' + number + ' targets';
}
let waiting;
$('q').addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
const choices = ['fv', 'fc', 'fp', 'ft'].map($).filter(Boolean);
for (const choice of choices) choice.addEventListener('change', filter);
$('reset').addEventListener('click', () => {
  $('q').value = '';
  for (const choice of choices) choice.value = '';
  filter();
  $('q').focus();
});
$('filters').hidden = false;

for (const place of all('[data-cause]')) {
  place.append(button('Show these targets', () => {
    $('fc').value = place.dataset.cause;
    filter();
    $('targets').scrollIntoView();
    $('fc').focus({ preventScroll: true });
  }));
}

const key = (row, column) => row.cells[column].dataset.n ?? row.cells[column].textContent;
for (const head of table.querySelectorAll('th[data-sort]')) {
  const made = button(head.textContent, () => {
    const up = head.getAttribute('aria-sort') !== 'ascending';
    for (const other of table.querySelectorAll('th')) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    const column = head.cellIndex;
    const compare = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;
    const keyed = rows.map((one) => [key(one.row, column), one.row]);
    keyed.sort(([one], [other]) => (up ? 1 : -1) * compare(one, other));
    body.append(...keyed.map(([, row]) => row));
    announce('Sorted by ' + head.textContent + (up ? ', ascending' : ', descending'));
  });
  head.replaceChildren(made);
}

const setAll = (open) => { for (const [, one] of sections) if (!one.hidden) one.open = open; };
$('unfold').addEventListener('click', () => setAll(true));
$('fold').addEventListener('click', () => setAll(false));
$('folding').hidden = false;
})();`;
