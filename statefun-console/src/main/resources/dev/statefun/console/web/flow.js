// Who sends what to whom, as a graph: functions, egresses and the ingress, and the types of messages between them.
import { h, svg, plain, get, duration, empty } from './dom.js';

export const name = 'flow';
export const title = 'Flow';

const WIDTH = 190;
const HEIGHT = 58;
const GAP_X = 160;
const GAP_Y = 64;
const LINES = 3;

export function show(main, shared) {
  let seconds = 600;
  let known = new Set();
  let last = '';
  const canvas = h('div', { class: 'graph' });
  const side = h('aside', { class: 'detail', 'aria-label': 'Edge', hidden: true });
  const period = h('select', { 'aria-label': 'Period', onchange: (event) => { seconds = Number(event.target.value); load(); } },
    [[60, 'last minute'], [600, 'last 10 minutes'], [86400, 'all that is recorded']].map(([value, label]) =>
      h('option', { value, selected: value === seconds }, label)));
  main.append(h('section', { class: 'list' }, h('div', { class: 'toolbar' }, h('h1', {}, title), period,
    h('span', { class: 'muted' }, 'Select a function or an edge to see what passed there.')), canvas), side);

  async function load() {
    const graph = await get('flow', { seconds });
    const picture = JSON.stringify(graph);
    if (picture === last || canvas.contains(document.activeElement)) {
      return;
    }
    last = picture;
    if (!graph.nodes.length) {
      canvas.replaceChildren(empty('Nothing flows at present', 'Functions and messages show up here as they are used.'));
      return;
    }
    const edges = merge(graph);
    canvas.replaceChildren(draw(graph.nodes, edges, matchMedia('(max-width: 700px)').matches));
    known = new Set(edges.map((edge) => edge.key));
  }

  /** The types between two nodes share one line. */
  function merge(graph) {
    const pairs = new Map();
    for (const edge of graph.edges) {
      const key = edge.from + '\n' + edge.to;
      const pair = pairs.get(key) ?? { key, from: edge.from, to: edge.to, types: [], count: 0, failures: 0 };
      const count = (edge.count || edge.sent) * graph.factor;
      pair.types.push({ ...edge, count, rate: count / graph.seconds });
      pair.count += count;
      pair.failures += edge.failures;
      pairs.set(key, pair);
    }
    return [...pairs.values()];
  }

  function draw(nodes, edges, upright) {
    const places = layout(nodes, edges, upright);
    const all = [...places.values()];
    const width = Math.max(...all.map((place) => place.x)) + WIDTH + 40;
    const height = Math.max(...all.map((place) => place.y)) + HEIGHT + 110;
    return svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Flow of messages', 'data-nodes': nodes.length,
      width: upright ? '100%' : width, height: upright ? null : height },
      svg('defs', {}, svg('marker', { id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto-start-reverse' },
        svg('path', { d: 'M0 0 8 4 0 8z', class: 'arrow-head' }))),
      edges.map((edge) => line(edge, places.get(edge.from), places.get(edge.to), upright, edges)),
      nodes.map((node) => box(node, places.get(node.id))));
  }

  function layout(nodes, edges, upright) {
    const layers = new Map(nodes.filter((node) => node.kind === 'ingress').map((node) => [node.id, 0]));
    const targets = new Set(edges.filter((edge) => edge.from !== edge.to).map((edge) => edge.to));
    nodes.filter((node) => !layers.has(node.id) && !targets.has(node.id)).forEach((node) => layers.set(node.id, 0));
    if (!layers.size) {
      layers.set(nodes[0].id, 0);
    }
    for (let queue = [...layers.keys()]; queue.length;) {
      const id = queue.shift();
      for (const edge of edges.filter((one) => one.from === id && !layers.has(one.to))) {
        layers.set(edge.to, layers.get(id) + 1);
        queue.push(edge.to);
      }
    }
    nodes.forEach((node) => layers.has(node.id) || layers.set(node.id, 1));
    const deepest = Math.max(...nodes.filter((node) => node.kind === 'function').map((node) => layers.get(node.id)), 0);
    nodes.filter((node) => node.kind === 'egress').forEach((node) => layers.set(node.id, deepest + 1));
    const rows = new Map();
    for (const node of nodes) {
      const layer = layers.get(node.id);
      rows.set(layer, [...(rows.get(layer) ?? []), node]);
    }
    const widest = Math.max(...[...rows.values()].map((row) => row.length));
    const places = new Map();
    for (const [layer, row] of rows) {
      row.sort((one, other) => one.name.localeCompare(other.name)).forEach((node, index) => {
        const along = (widest - row.length) / 2 + index;
        places.set(node.id, upright ? { x: 30 + along * (WIDTH + 40), y: 40 + layer * (HEIGHT + GAP_Y + 40) }
          : { x: 20 + layer * (WIDTH + GAP_X), y: 50 + along * (HEIGHT + GAP_Y) });
      });
    }
    return places;
  }

  function line(edge, from, to, upright, edges) {
    const self = edge.from === edge.to;
    const back = !self && edges.some((other) => other.from === edge.to && other.to === edge.from);
    const path = self ? loop(from) : curve(from, to, upright, back);
    const fresh = known.size && !known.has(edge.key);
    const busy = edge.types.reduce((sum, type) => sum + type.rate, 0);
    const group = svg('g', { class: ['edge', edge.failures ? 'failing' : '', fresh ? 'fresh' : '', edge.types.some((type) => type.delayed) ? 'delayed' : ''].join(' '),
      tabindex: 0, role: 'button', 'aria-label': 'Messages from ' + label(edge.from) + ' to ' + label(edge.to), 'data-edge': plain(edge.key.replace('\n', ' → ')),
      onclick: () => open(edge), onkeydown: (event) => event.key === 'Enter' && open(edge) },
      svg('path', { d: path.d, class: 'hit' }),
      svg('path', { d: path.d, class: 'wire', 'stroke-width': Math.min(6, 1.4 + Math.log10(1 + busy) * 2).toFixed(1), 'marker-end': 'url(#arrow)' }),
      busy > 0.02 ? svg('path', { d: path.d, class: 'pulse' }) : null);
    edge.types.slice(0, LINES).forEach((type, index) => group.append(caption(path, index,
      short(type.type, 20) + '  ' + rate(type.rate))));
    if (edge.types.length > LINES) {
      group.append(caption(path, LINES, '+ ' + (edge.types.length - LINES) + ' types'));
    }
    return group;
  }

  function caption(path, index, content) {
    return svg('text', { x: path.x, y: path.y + index * 14, class: 'caption', 'text-anchor': 'middle' }, content);
  }

  function loop(at) {
    const x = at.x + WIDTH / 2;
    return { d: `M${x - 34} ${at.y} C${x - 44} ${at.y - 40} ${x + 44} ${at.y - 40} ${x + 34} ${at.y - 3}`, x, y: at.y - 33 };
  }

  function curve(from, to, upright, back) {
    const shift = back ? (from.x + from.y <= to.x + to.y ? -14 : 14) : 0;
    if (upright) {
      const [x1, x2] = [from.x + WIDTH / 2 + shift * 3, to.x + WIDTH / 2 + shift * 3];
      const down = to.y > from.y;
      const [y1, y2] = [down ? from.y + HEIGHT : from.y, down ? to.y - 3 : to.y + HEIGHT + 3];
      const middle = (y1 + y2) / 2;
      return { d: `M${x1} ${y1} C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`, x: (x1 + x2) / 2, y: middle - 4 };
    }
    if (from.x === to.x) {
      const right = from.x + WIDTH;
      return { d: `M${right} ${from.y + HEIGHT / 2} C${right + 70} ${from.y + HEIGHT / 2} ${right + 70} ${to.y + HEIGHT / 2} ${right + 3} ${to.y + HEIGHT / 2}`,
        x: right + 76, y: (from.y + to.y + HEIGHT) / 2 };
    }
    const forward = to.x > from.x;
    if (Math.abs(to.x - from.x) > (WIDTH + GAP_X) * 1.5) {
      // It goes below what is between the two
      const [x1, x2, y1, y2] = [from.x + WIDTH / 2, to.x + WIDTH / 2, from.y + HEIGHT, to.y + HEIGHT + 3];
      const low = Math.max(y1, y2) + 90;
      return { d: `M${x1} ${y1} C${x1} ${low} ${x2} ${low} ${x2} ${y2}`, x: (x1 + x2) / 2, y: (y1 + y2) / 8 + low * 0.75 + 16 };
    }
    const [x1, x2] = [forward ? from.x + WIDTH : from.x, forward ? to.x - 3 : to.x + WIDTH + 3];
    const [y1, y2] = [from.y + HEIGHT / 2 + shift, to.y + HEIGHT / 2 + shift];
    const middle = (x1 + x2) / 2;
    return { d: `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`, x: middle, y: (y1 + y2) / 2 + (shift > 0 ? 18 : -8) };
  }

  function box(node, at) {
    const detail = node.kind === 'function' ? node.invocations + ' recorded' + (node.failures ? ', ' + node.failures + ' failed' : '') : node.kind;
    const [namespace, local] = node.kind === 'ingress' ? ['', 'ingress'] : split(node.name);
    const open = () => node.kind === 'function' && shared.go('activity', { function: node.name });
    return svg('g', { class: 'node ' + node.kind + (node.failures ? ' failing' : ''), transform: `translate(${at.x} ${at.y})`, 'data-node': plain(node.name),
      tabindex: node.kind === 'function' ? 0 : null, role: node.kind === 'function' ? 'button' : null, onclick: open, onkeydown: (event) => event.key === 'Enter' && open() },
      svg('title', {}, plain(node.name)),
      svg('rect', { width: WIDTH, height: HEIGHT, rx: node.kind === 'function' ? 12 : HEIGHT / 2 }),
      svg('text', { x: WIDTH / 2, y: 25, 'text-anchor': 'middle', class: 'node-name' }, short(local, 22)),
      svg('text', { x: WIDTH / 2, y: 43, 'text-anchor': 'middle', class: 'node-detail' }, short(namespace ? namespace + ' · ' + detail : detail, 30)));
  }

  function open(edge) {
    side.hidden = false;
    main.classList.add('split');
    side.replaceChildren(
      h('div', { class: 'detail-head' }, h('h2', {}, label(edge.from) + ' → ' + label(edge.to)),
        h('button', { type: 'button', class: 'quiet', 'aria-label': 'Close', onclick: close }, '✕')),
      h('table', {}, h('thead', {}, h('tr', {}, ['Message type', 'Rate', 'Mean', 'Failed'].map((head) => h('th', { scope: 'col' }, head)))),
        h('tbody', {}, edge.types.map((type) => h('tr', {}, h('td', {}, plain(type.type), type.delayed ? h('span', { class: 'badge' }, 'delayed') : null),
          h('td', { class: 'number' }, rate(type.rate)), h('td', { class: 'number' }, type.meanMicros ? duration(type.meanMicros) : '–'),
          h('td', { class: 'number' }, String(type.failures)))))),
      edge.to.startsWith('function:') ? h('p', {}, h('button', { type: 'button', onclick: () => shared.go('activity', { function: edge.to.slice(9) }) }, 'What passed there')) : null);
  }

  function close() {
    side.hidden = true;
    main.classList.remove('split');
    document.activeElement?.blur();
  }

  load();
  const timer = setInterval(() => document.hidden || load(), 2000);
  return () => {
    clearInterval(timer);
    main.classList.remove('split');
  };
}

function label(id) {
  return plain(id.replace(/^(function|egress):/, ''));
}

function split(name) {
  const slash = name.lastIndexOf('/');
  return [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)];
}

function short(name, length) {
  const local = plain(name).split('/').pop();
  return local.length > length ? local.slice(0, length - 1) + '…' : local;
}

function rate(perSecond) {
  return perSecond >= 10 ? Math.round(perSecond).toLocaleString() + '/s' : perSecond >= 1 ? perSecond.toFixed(1) + '/s'
    : (perSecond * 60).toFixed(perSecond * 60 < 10 ? 1 : 0) + '/min';
}
