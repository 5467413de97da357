// The functions of the application: what they take and keep, and how they fare.
import { h, text, get, duration } from './dom.js';

export const name = 'functions';
export const title = 'Functions';

export function show(main, shared) {
  const list = h('div', { class: 'cards' });
  main.append(h('h1', {}, title), list);

  async function load() {
    const functions = await get('functions');
    list.replaceChildren(...functions.map(card));
  }

  function card(one) {
    const handlers = Object.keys(one.handlers).length ? Object.entries(one.handlers) : one.messageTypes.map((type) => [type, '']);
    return h('article', { class: 'card' },
      h('h2', {}, text(one.type)),
      h('p', { class: 'muted' }, text(one.source)),
      h('p', { class: 'facts' }, figure(one.recorded, 'recorded'), figure(one.failed, 'failed', one.failed ? 'bad' : ''),
        figure(duration(one.p50), 'median'), figure(duration(one.p99), 'p99')),
      h('h3', {}, 'Takes'),
      handlers.length ? h('dl', {}, handlers.map(([type, by]) => [h('dt', {}, type === '*' ? 'anything else' : text(type)), h('dd', { class: 'muted' }, text(by))]))
        : h('p', { class: 'muted' }, 'messages of any type'),
      h('h3', {}, 'Keeps'),
      one.states.length ? h('dl', {}, one.states.map((state) => [h('dt', {}, text(state.name)),
        h('dd', { class: 'muted' }, text(state.type), ', expires ' + state.expiration)])) : h('p', { class: 'muted' }, 'no state'),
      h('p', {}, h('button', { type: 'button', onclick: () => shared.go('activity', { function: one.type }) }, 'Show in Activity')));
  }

  load();
  const timer = setInterval(() => document.hidden || main.contains(document.activeElement) || load(), 3000);
  return () => clearInterval(timer);
}

function figure(value, label, className = '') {
  return h('span', { class: 'figure ' + className }, h('b', {}, String(value)), label);
}
