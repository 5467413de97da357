// Recorded failures by function and cause.
import { h, text, typeName, get, clock, outcome, empty } from './dom.js';

export const name = 'failures';
export const title = 'Failures';

export function show(main, shared) {
  const list = h('div', { class: 'cards' });
  main.append(h('h1', {}, title), list);

  async function load() {
    const groups = await get('failures');
    list.replaceChildren(...(groups.length ? groups.map(card)
      : [empty('Nothing has failed', 'Failed attempts show up here, by function and cause, with what became of the message.')]));
  }

  function card(group) {
    const retried = Boolean(group.outcomes.RETRIED);
    return h('article', { class: 'card failure' },
      h('h2', {}, typeName(group.function)),
      h('p', { class: 'exception' }, text(group.type), group.message ? [': ', text(group.message)] : null),
      h('p', { class: 'facts' }, Object.entries(group.outcomes).map(([key, count]) => h('span', {}, outcome(key), ' × ' + count)),
        h('span', {}, group.instances + (group.instances === 1 ? ' instance' : ' instances')),
        h('span', {}, 'since ' + clock(group.first)), h('span', {}, 'last at ' + clock(group.last))),
      retried && Date.now() - group.last < 10_000 ? h('p', { class: 'warn-text' }, 'Being retried now.') : null,
      h('p', {}, h('a', { class: 'button', href: '#/activity/' + Number(group.latest) }, 'Open the latest'),
        ' ', h('button', { type: 'button', onclick: () => shared.go('activity', { function: group.function, outcome: 'FAILURES' }) }, 'All in Activity')));
  }

  load();
  const timer = setInterval(() => document.hidden || load(), 2000);
  return () => clearInterval(timer);
}
