// Builds elements. Text always becomes a text node, so nothing that a message contains is taken for markup.

export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// Characters that are invisible, or that turn the direction of the text around them.
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Text of a stranger: hidden characters show by their code, and its direction stays inside. */
export function text(value, className = '') {
  const whole = value === null || value === undefined ? '' : String(value);
  const element = h('bdi', { class: className || null });
  let last = 0;
  for (const match of whole.matchAll(HIDDEN)) {
    element.append(whole.slice(last, match.index),
      h('span', { class: 'hidden-char' }, '\\u' + match[0].charCodeAt(0).toString(16).padStart(4, '0')));
    last = match.index + match[0].length;
  }
  element.append(whole.slice(last));
  return element;
}

/** The last part of a type name, with the whole name at hand. */
export function typeName(name) {
  const short = String(name ?? '').split('/').pop();
  const element = text(short || '(no type)', 'type');
  element.title = plain(name);
  return element;
}

/** Text for attributes, which have no elements inside. */
export function plain(value) {
  return String(value ?? '').replace(HIDDEN, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
}

export async function get(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== '' && value !== null));
  const response = await fetch('api/' + path + (query.size ? '?' + query : ''), { headers: { Accept: 'application/json' } });
  if (response.status === 404) {
    return null;
  }
  if (!response.ok) {
    throw new Error((await response.text()).trim());
  }
  return response.json();
}

export function duration(micros) {
  if (micros === null || micros === undefined) {
    return '–';
  }
  if (micros < 1000) {
    return micros + ' µs';
  }
  if (micros < 1_000_000) {
    return (micros / 1000).toFixed(micros < 10_000 ? 1 : 0) + ' ms';
  }
  return (micros / 1_000_000).toFixed(1) + ' s';
}

export function delay(millis) {
  return millis < 1000 ? millis + ' ms' : millis < 120_000 ? millis / 1000 + ' s'
    : millis < 7_200_000 ? Math.round(millis / 60_000) + ' min' : Math.round(millis / 3_600_000) + ' h';
}

export function clock(millis) {
  const time = new Date(millis);
  return time.toLocaleTimeString([], { hour12: false }) + '.' + String(time.getMilliseconds()).padStart(3, '0');
}

export function bytes(size) {
  return size < 1024 ? size + ' B' : size < 1048576 ? (size / 1024).toFixed(1) + ' KB' : (size / 1048576).toFixed(1) + ' MB';
}

export const OUTCOMES = {
  HANDLED: ['handled', 'good'],
  ROLLED_BACK: ['rolled back', 'warn'],
  RETRIED: ['failed, retried', 'warn'],
  SKIPPED: ['failed, skipped', 'bad'],
  DEAD_LETTERED: ['dead letter', 'bad'],
  FAILED: ['failed', 'bad'],
};

export function outcome(name) {
  const [label, kind] = OUTCOMES[name] ?? [name, 'warn'];
  return h('span', { class: 'outcome ' + kind }, label);
}

export function empty(title, ...hints) {
  return h('div', { class: 'empty' }, h('h2', {}, title), hints.map((hint) => h('p', {}, hint)));
}
