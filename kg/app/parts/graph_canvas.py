"""A picture of the graph in the page that can be clicked, enlarged and dragged.

All of its code is in this file, and the browser loads nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_HTML = """
<div class="frame"><div class="tools" role="toolbar" aria-label="图的大小">
<button type="button" data-zoom="in" title="放大">＋</button><button type="button" data-zoom="out" title="缩小">－</button>
<button type="button" data-zoom="fit" title="适应宽度">适应宽度</button></div>
<div class="pane" tabindex="-1"><div class="holder"></div></div></div>
"""
_CSS = """
.frame { border: 1px solid #d5dde5; border-radius: 4px; background: #fff; }
.tools { display: flex; justify-content: flex-end; gap: 4px; padding: 5px 6px 0; }
.tools button { font: 13px/1 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; color: #1d2733; background: #fffffff2; border: 1px solid #c3ced9;
  border-radius: 4px; padding: 5px 8px; cursor: pointer; }
.tools button:hover { background: #e8eef4; }
.pane { overflow: auto; max-height: 800px; min-height: 260px; cursor: grab; outline: none; }
.pane.dragging { cursor: grabbing; user-select: none; }
.holder { width: max-content; min-width: 100%; display: flex; justify-content: center; }
.holder svg { display: block; flex: none; }
[data-node], [data-edge], [data-open] { cursor: pointer; outline: none; }
[data-node]:hover rect, [data-node]:focus-visible rect { stroke-width: 2.6; }
[data-edge]:hover, [data-edge]:focus-visible { filter: brightness(.7); }
[data-open]:hover rect { fill: #e8eef4; }
"""
_JS = """
const WAIT = 240, LOW = 0.35, HIGH = 2.4, READABLE = 0.76;
export default function ({ parentElement, data, setTriggerValue }) {
  const frame = parentElement.querySelector('.frame');
  const pane = frame.querySelector('.pane'), holder = frame.querySelector('.holder');
  const state = frame.kgState ??= { zoom: null, svg: '', view: '' };
  const picture = () => holder.querySelector('svg');
  const fit = () => Math.min(1.1, Math.max(LOW, (pane.clientWidth - 2) / picture().viewBox.baseVal.width));
  const draw = () => {
    const size = picture().viewBox.baseVal, zoom = state.zoom ?? Math.max(fit(), READABLE);
    picture().setAttribute('width', size.width * zoom);
    picture().setAttribute('height', size.height * zoom);
  };
  const middle = () => {
    const part = [...holder.querySelectorAll('[data-node]')].find((g) => g.dataset.node === data.focus);
    if (!part) return;
    const a = part.getBoundingClientRect(), b = pane.getBoundingClientRect();
    pane.scrollTop += a.top + a.height / 2 - b.top - pane.clientHeight / 2;
    const parts = [...holder.querySelectorAll('[data-node]')].map((g) => g.getBoundingClientRect());
    const heavy = parts.reduce((sum, r) => sum + r.left + r.width / 2, 0) / parts.length;
    const room = pane.clientWidth / 2 - a.width / 2 - 24, here = a.left + a.width / 2;
    pane.scrollLeft += Math.min(Math.max(heavy, here - room), here + room) - b.left - pane.clientWidth / 2;
  };
  if (state.svg !== data.svg) {
    holder.innerHTML = data.svg;
    const same = state.view === data.view;
    state.svg = data.svg;
    state.view = data.view;
    if (!same) state.zoom = null;
    draw();
    if (!same) middle();
  }
  const enlarge = (by) => {
    state.zoom = Math.min(HIGH, Math.max(LOW, (state.zoom ?? Math.max(fit(), READABLE)) * by));
    draw();
  };
  const tell = (target, twice) => {
    const part = target.closest('[data-open], [data-node], [data-edge]');
    if (!part) return;
    const { open, node, edge } = part.dataset;
    if (open || (node && twice)) setTriggerValue('opened', open ?? node);
    else setTriggerValue('chosen', node ?? edge);
  };
  frame.querySelector('.tools').onclick = (event) => {
    const what = event.target.dataset.zoom;
    if (what === 'fit') { state.zoom = fit(); draw(); middle(); }
    else if (what) enlarge(what === 'in' ? 1.2 : 1 / 1.2);
  };
  pane.onwheel = (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    enlarge(event.deltaY < 0 ? 1.1 : 1 / 1.1);
  };
  let from = null, moved = false, timer = null;
  pane.onpointerdown = (event) => {
    if (event.button === 0) from = { x: event.clientX + pane.scrollLeft, y: event.clientY + pane.scrollTop };
    moved = false;
  };
  pane.onpointermove = (event) => {
    if (!from) return;
    const left = from.x - event.clientX, top = from.y - event.clientY;
    if (!moved && Math.abs(left - pane.scrollLeft) + Math.abs(top - pane.scrollTop) < 5) return;
    moved = true;
    pane.classList.add('dragging');
    pane.scrollLeft = left;
    pane.scrollTop = top;
  };
  const release = () => { from = null; pane.classList.remove('dragging'); };
  pane.onpointerup = pane.onpointerleave = release;
  pane.onclick = (event) => {
    if (moved) return;
    const target = event.target;
    clearTimeout(timer);
    if (event.detail > 1) tell(target, true);
    else timer = setTimeout(() => tell(target, false), WAIT);
  };
  pane.onkeydown = (event) => {
    if (event.key === 'Enter') tell(event.target, event.shiftKey);
  };
  const watch = new ResizeObserver(() => { if (state.zoom === null && picture()) draw(); });
  watch.observe(pane);
  return () => { clearTimeout(timer); watch.disconnect(); };
}
"""
_canvas = st.components.v2.component("kg_graph", html=_HTML, css=_CSS, js=_JS)


def canvas(svg: str, key: str, *, view: str, focus: str = "", chosen: Callable[[str], None], opened: Callable[[str], None]) -> None:
    """Show a picture that ``kg.atlas.picture`` drew with ``live`` marks.

    ``view`` names what is shown: while it stays the same, size and position stay too. ``focus`` is the node in the middle at
    first. ``chosen`` is called with the key of a node or an edge that was clicked, ``opened`` with that of a node clicked
    twice.
    """
    def told(name: str, take: Callable[[str], None]) -> Callable[[], None]:
        def call() -> None:
            value = st.session_state[key].get(name)
            if isinstance(value, str) and value:
                take(value)

        return call

    _canvas(
        key=key, data={"svg": svg, "view": view, "focus": focus},
        on_chosen_change=told("chosen", chosen), on_opened_change=told("opened", opened),
    )
