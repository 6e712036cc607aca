// node search-docs.mjs FILE WORDS: runs the script of the page of the API on a stand-in for its document, as if WORDS were typed into the search,
// and prints the operations that stay visible.
import { readFileSync } from 'node:fs';

const [file, words] = process.argv.slice(2);
const page = readFileSync(file, 'utf8');
const text = html => html.replace(/<[^>]*>/g, '');
const parts = page.split('<section ').slice(1).map(part => {
  const own = [...part.matchAll(/<details class="operation" id="([^"]+)">\n<summary>(.*?)<\/summary>/g)]
    .map(([, id, summary]) => ({ id, hidden: false, firstElementChild: { textContent: text(summary) } }));
  return { hidden: false, firstElementChild: { open: false }, own, querySelectorAll: () => own };
});
const operations = parts.flatMap(part => part.own);
const byId = {
  q: { value: words, addEventListener: (_, typed) => { byId.q.typed = typed; } },
  found: {},
  search: { hidden: true },
  base: { dataset: { root: '/api/v1' } },
};
globalThis.document = {
  getElementById: id => byId[id] ?? null,
  querySelectorAll: which => (which === '.operation' ? operations : parts),
};
globalThis.location = { hash: '', origin: 'https://decide.example.org' };
globalThis.addEventListener = () => {};
(0, eval)(page.match(/<script>(.*?)<\/script>/s)[1]);

if (byId.search.hidden || byId.base.textContent !== 'api=https://decide.example.org/api/v1') throw new Error('the search or the address is not shown');
byId.q.typed();
const shown = operations.filter(o => !o.hidden);
const open = parts.filter(part => !part.hidden);
if (open.some(part => !part.firstElementChild.open || part.own.every(o => o.hidden))) throw new Error('a section without a match is shown');
if (byId.found.textContent !== `${shown.length} / ${operations.length}`) throw new Error(`it says ${byId.found.textContent}`);
byId.q.value = '';
byId.q.typed();
if (operations.some(o => o.hidden) || parts.some(part => part.hidden)) throw new Error('an empty search hides something');
console.log(shown.map(o => o.id).join('\n'));
