// Invocations as they happen, and one of them opened.
import { h, text, plain, typeName, get, duration, delay, clock, bytes, outcome, empty, OUTCOMES } from './dom.js';

export const name = 'activity';
export const title = 'Activity';

const SHOWN = 200;

export function show(main, shared, filter, detail) {
  let paused = false;
  let waiting = [];
  let frame = 0;
  const rows = h('tbody');
  const count = h('span', { class: 'muted', 'aria-live': 'polite' });
  const none = h('div');
  const side = h('aside', { class: 'detail', 'aria-label': 'Invocation', hidden: true });
  const pause = h('button', { type: 'button', onclick: () => toggle() }, 'Pause');
  const search = input('search', 'text', 'Search ids, payloads, failures  ( / )');
  const fields = [
    select('function', 'All functions', []),
    input('text', 'id', 'Id'),
    input('text', 'type', 'Message type'),
    select('outcome', 'All outcomes', [['FAILURES', 'all failures'], ...Object.entries(OUTCOMES).map(([key, [label]]) => [key, label])]),
  ];

  function input(type, key, label) {
    return h('input', { type, name: key, 'aria-label': label, placeholder: label, autocomplete: 'off', spellcheck: 'false',
      value: filter[key] ?? '', oninput: (event) => change(key, event.target.value) });
  }

  function select(key, label, options) {
    const element = h('select', { name: key, 'aria-label': label, onchange: (event) => change(key, event.target.value) },
      h('option', { value: '' }, label), options.map(([value, shown]) => h('option', { value }, shown)));
    element.value = filter[key] ?? '';
    return element;
  }

  function change(key, value) {
    filter[key] = value;
    clearTimeout(change.timer);
    change.timer = setTimeout(load, 150);
  }

  function toggle() {
    paused = !paused;
    pause.textContent = paused ? 'Resume' : 'Pause';
    pause.classList.toggle('on', paused);
    if (!paused) {
      load();
    }
  }

  function matches(one) {
    const wanted = (filter.text ?? '').toLowerCase();
    return (!filter.function || one.function === filter.function) && (!filter.id || one.id === filter.id)
      && (!filter.type || one.type === filter.type)
      && (!filter.outcome || one.outcome === filter.outcome || (filter.outcome === 'FAILURES' && one.failure))
      && (!wanted || [one.function, one.id, one.type, one.brief, one.callerType, one.callerId, one.failure]
        .some((part) => part && part.toLowerCase().includes(wanted)));
  }

  function row(one) {
    return h('tr', { 'data-number': one.number, tabindex: '0', class: one.failure ? 'failed' : null,
      onclick: () => open(one.number), onkeydown: (event) => key(event, one.number) },
      h('td', { class: 'time' }, clock(one.time)),
      h('td', {}, h('span', { class: 'address' }, typeName(one.function), h('span', { class: 'muted' }, ' / '), text(one.id, 'id'))),
      h('td', {}, typeName(one.type), ' ', text(one.brief, 'brief')),
      h('td', { class: 'from' }, one.callerType ? [typeName(one.callerType), h('span', { class: 'muted' }, ' / '), text(one.callerId, 'id')]
        : h('span', { class: 'muted' }, 'ingress')),
      h('td', { class: 'number' }, duration(one.micros)),
      h('td', {}, outcome(one.outcome), one.attempt > 1 ? h('span', { class: 'muted' }, ' attempt ' + one.attempt) : null));
  }

  function key(event, number) {
    const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
    if (event.key === 'Enter') {
      open(number);
    } else if (event.key === 'Escape') {
      close();
    } else if (step && event.currentTarget[step]) {
      event.preventDefault();
      event.currentTarget[step].focus();
    }
  }

  function add(news) {
    if (paused) {
      return;
    }
    waiting.push(...news.filter(matches));
    if (waiting.length > SHOWN) {
      waiting = waiting.slice(-SHOWN);
    }
    // One change of the page a frame, however many invocations there are
    frame ||= requestAnimationFrame(flush);
  }

  function flush() {
    frame = 0;
    const newest = waiting.reverse().map(row);
    waiting = [];
    newest.forEach((element) => element.classList.add('new'));
    rows.prepend(...newest);
    while (rows.childElementCount > SHOWN) {
      rows.lastElementChild.remove();
    }
    settle();
  }

  function settle() {
    const shown = rows.childElementCount;
    count.textContent = shown === SHOWN ? 'the latest ' + SHOWN : shown + (shown === 1 ? ' invocation' : ' invocations');
    const filtered = Object.values(filter).some(Boolean);
    none.replaceChildren(...(shown ? [] : [filtered ? empty('Nothing matches', 'Change the filter, or wait: new invocations show up here.')
      : empty('No invocation yet', 'Send a message to one of your functions. It shows up here at once.')]));
  }

  async function load() {
    const found = await get('activity', { ...filter, limit: SHOWN });
    waiting = [];
    rows.replaceChildren(...found.map(row));
    settle();
  }

  async function open(number) {
    history.replaceState(null, '', '#/activity/' + number);
    rows.querySelectorAll('.open').forEach((element) => element.classList.remove('open'));
    rows.querySelector('[data-number="' + Number(number) + '"]')?.classList.add('open');
    const one = await get('activity/' + Number(number));
    side.hidden = false;
    main.classList.add('split');
    side.replaceChildren(...(one ? invocation(one, close, shared)
      : [head('Gone', close), h('p', { class: 'muted' }, 'This invocation is no longer recorded: newer ones took its place.')]));
    side.scrollTop = 0;
  }

  function close() {
    side.hidden = true;
    main.classList.remove('split');
    history.replaceState(null, '', '#/activity');
  }

  main.append(h('section', { class: 'list' },
    h('div', { class: 'toolbar' }, search, fields, pause, count),
    h('div', { class: 'scroll' }, h('table', { class: 'invocations' },
      h('thead', {}, h('tr', {}, ['Time', 'Function / id', 'Message', 'From', 'Took', 'Outcome'].map((label) => h('th', { scope: 'col' }, label)))),
      rows), none)), side);
  get('status').then((status) => {
    fields[0].append(...status.functions.map((type) => h('option', { value: type }, plain(type))));
    fields[0].value = filter.function ?? '';
  });
  shared.listeners.add(add);
  load();
  if (detail) {
    open(detail);
  }
  const escape = (event) => event.key === 'Escape' && close();
  addEventListener('keydown', escape);
  return () => {
    shared.listeners.delete(add);
    removeEventListener('keydown', escape);
    main.classList.remove('split');
  };
}

function head(label, close) {
  return h('div', { class: 'detail-head' }, h('h2', {}, label), h('button', { type: 'button', class: 'quiet', 'aria-label': 'Close', onclick: close }, '✕'));
}

function invocation(one, close, shared) {
  return [
    h('div', { class: 'detail-head' }, h('h2', {}, typeName(one.function), h('span', { class: 'muted' }, ' / '), text(one.id, 'id')),
      h('button', { type: 'button', class: 'quiet', 'aria-label': 'Close', onclick: close }, '✕')),
    h('p', { class: 'facts' }, outcome(one.outcome), h('span', {}, clock(one.time)), h('span', {}, duration(one.micros)),
      h('span', {}, 'attempt ' + one.attempt), h('span', {}, 'request ' + one.request),
      h('button', { type: 'button', class: 'link', onclick: () => shared.go('activity', { function: one.function, id: one.id }) }, 'all of this instance')),
    one.exception ? section('Exception', exception(one.exception)) : null,
    section('Message', h('p', { class: 'muted' }, 'from ', one.callerType ? [text(one.callerType), ' / ', text(one.callerId, 'id')] : 'an ingress'),
      value(one.payload)),
    section('State', one.states.length ? one.states.map(state) : h('p', { class: 'muted' }, 'This function keeps no state.')),
    section('Sent', one.messages.length ? one.messages.map(message)
      : h('p', { class: 'muted' }, one.exception ? 'Nothing: what a failed attempt sends is rolled back.' : 'Nothing.'),
      one.unlisted ? h('p', { class: 'muted' }, 'and ' + one.unlisted + ' more') : null),
  ].filter(Boolean);
}

function section(label, ...content) {
  return h('section', { class: 'part' }, h('h3', {}, label), content);
}

function exception(failure) {
  return [h('p', { class: 'exception' }, text(failure.type), ': ', text(failure.message)),
    h('details', {}, h('summary', {}, 'Stack trace'), h('pre', { tabindex: '0' }, text(failure.trace)))];
}

function state(one) {
  return h('div', { class: one.changed ? 'state changed' : 'state', 'data-state': plain(one.name) },
    h('div', { class: 'state-name' }, text(one.name), ' ', typeName(one.after.type || one.before.type),
      one.changed ? h('span', { class: 'badge' }, 'changed') : null),
    one.changed ? h('div', { class: 'change' }, h('del', {}, value(one.before, true)), h('span', { class: 'arrow', 'aria-label': 'became' }, '→'),
      h('ins', {}, value(one.after, true))) : value(one.after, true));
}

function message(one) {
  const label = { FUNCTION: 'message', DELAYED: 'after ' + delay(one.delay), EGRESS: 'egress', CANCELLATION: 'cancelled' }[one.kind];
  return h('div', { class: 'sent', 'data-kind': one.kind },
    h('div', {}, h('span', { class: 'badge' }, label), ' ', one.kind === 'CANCELLATION' ? ['delayed messages of token ', text(one.token, 'id')]
      : [text(one.target), one.id ? [h('span', { class: 'muted' }, ' / '), text(one.id, 'id')] : null],
      one.kind === 'DELAYED' && one.token ? [h('span', { class: 'muted' }, ' token '), text(one.token, 'id')] : null),
    one.value ? value(one.value) : null);
}

function value(shown, quiet) {
  if (shown.format === 'none') {
    return h('span', { class: 'muted' }, 'none');
  }
  if (shown.format === 'masked') {
    return h('span', { class: 'muted' }, 'not recorded, ' + bytes(shown.size));
  }
  return h('div', { class: 'value' }, quiet ? null : h('div', { class: 'muted' }, text(shown.type), ', ' + bytes(shown.size)),
    h('pre', { tabindex: '0' }, text(pretty(shown))),
    shown.shortened ? h('div', { class: 'muted' }, 'the first bytes of ' + bytes(shown.size)) : null);
}

function pretty(shown) {
  if (shown.format === 'text' && /^\s*[{[]/.test(shown.text) && !shown.shortened) {
    try {
      return JSON.stringify(JSON.parse(shown.text), null, 2);
    } catch (failure) {
      // It only begins like JSON
    }
  }
  return shown.text;
}
