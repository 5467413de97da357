// The frame of all pages: which page is shown, the stream of invocations, light and dark.
import { h, get } from './dom.js';
import * as activity from './activity.js';
import * as flow from './flow.js';
import * as failures from './failures.js';
import * as functions from './functions.js';

const PAGES = { activity, flow, failures, functions };
const KEPT = 2000;
const main = document.getElementById('main');
const live = document.getElementById('live');
const note = document.getElementById('note');

/** What the pages share: the latest invocations, newest last. */
const shared = {
  invocations: [],
  listeners: new Set(),
  go: (page, parameters = {}) => { location.hash = '#/' + page + query(parameters); },
};
let leave = () => {};

function query(parameters) {
  const given = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return given.size ? '?' + given : '';
}

function show() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, detail = ''] = path.split('/');
  const page = PAGES[name] ?? activity;
  leave();
  main.replaceChildren();
  for (const link of document.querySelectorAll('#nav a')) {
    link.toggleAttribute('aria-current', link.dataset.page === page.name);
    if (link.dataset.page === page.name) {
      link.setAttribute('aria-current', 'page');
    }
  }
  document.title = page.title + ' · StateFun console';
  leave = page.show(main, shared, Object.fromEntries(new URLSearchParams(search)), detail) ?? (() => {});
}

function connect() {
  const events = new EventSource('api/events');
  events.onopen = () => state('live', 'live');
  events.onerror = () => {
    state('lost', 'reconnecting');
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(connect, 3000);
    }
  };
  events.addEventListener('invocations', (event) => {
    const { invocations, dropped } = JSON.parse(event.data);
    shared.invocations.push(...invocations);
    if (shared.invocations.length > KEPT) {
      shared.invocations.splice(0, shared.invocations.length - KEPT);
    }
    shared.listeners.forEach((listener) => listener(invocations, dropped));
  });
}

function state(name, label) {
  live.dataset.state = name;
  live.textContent = label;
}

async function watchSampling() {
  try {
    const status = await get('status');
    const sampled = status.seen > status.recorded * 1.05 && status.seen - status.recorded > 50;
    note.hidden = !sampled;
    note.textContent = sampled ? 'This is a sample: more messages came than the ' + status.perSecond.toLocaleString()
      + ' a second that are recorded. Of ' + status.seen.toLocaleString() + ' since the start, '
      + status.recorded.toLocaleString() + ' were recorded.' : '';
  } catch (failure) {
    state('lost', 'reconnecting');
  }
}

function theme() {
  const root = document.documentElement;
  let stored = null;
  try {
    stored = localStorage.getItem('statefun-theme');
  } catch (failure) {
    // The browser keeps nothing for this page
  }
  if (stored) {
    root.dataset.theme = stored;
  }
  document.getElementById('theme').addEventListener('click', () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try {
      localStorage.setItem('statefun-theme', root.dataset.theme);
    } catch (failure) {
      // It lasts until the page is left
    }
  });
}

document.getElementById('nav').append(...Object.values(PAGES)
  .map((page, index) => h('a', { href: '#/' + page.name, 'data-page': page.name, title: 'Key ' + (index + 1) }, page.title)));

addEventListener('hashchange', show);
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    return;
  }
  const page = Object.values(PAGES)[Number(event.key) - 1];
  if (page) {
    shared.go(page.name);
  } else if (event.key === '/') {
    const search = document.querySelector('input[type=search]');
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

theme();
connect();
show();
watchSampling();
setInterval(() => document.hidden || watchSampling(), 2000);
