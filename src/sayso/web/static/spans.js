// Marking where the source, the cue and the content of a statement stand: by dragging, and by keyboard.

const ROLES = ["source", "cue", "content"];
const box = document.querySelector("[data-spans]");
const passage = box?.querySelector("[data-text]");

if (passage?.firstChild) start(passage.firstChild);

function start(node) {
  const text = node.data;
  const form = box.closest("form");
  const told = box.querySelector("[data-told]");
  const more = box.querySelector("[data-more]");
  const radios = [...box.querySelectorAll("input[name=part]")];
  const words = [...text.matchAll(/\S+/g)].map((found) => [found.index, found.index + found[0].length]);
  const field = (role) => form.elements[role];
  const kept = (role) => form.elements[`${role}_at`];
  const original = Object.fromEntries(ROLES.map((role) => [role, kept(role).value]));
  const marks = Object.fromEntries(ROLES.map((role) => [role, read(kept(role).value)]));
  let anchor = null;
  let focus = null;

  box.querySelector(".only-plain").hidden = true;
  box.querySelector(".only-script").hidden = false;
  passage.dataset.ready = "";
  paint();
  const first = marks.content[0] ?? marks.cue[0];
  if (first) show(first[0]);

  passage.addEventListener("pointerup", () => setTimeout(dragged));
  passage.addEventListener("keydown", pressed);
  box.querySelector("[data-clear]").addEventListener("click", () => put(role(), []));
  for (const name of ROLES) {
    field(name).addEventListener("input", () => {
      kept(name).value = original[name]; // what is written by hand is looked for by its words
      marks[name] = [];
      paint();
    });
  }

  function role() {
    return radios.find((radio) => radio.checked)?.value ?? "content";
  }

  function dragged() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (range.startContainer !== node && !passage.contains(range.startContainer)) return;
    const from = range.startContainer === node ? range.startOffset : 0;
    const to = range.endContainer === node ? range.endOffset : text.length;
    take(from, to, more.checked);
    anchor = focus = null;
  }

  function pressed(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 12, ArrowUp: -12, Home: -words.length, End: words.length }[event.key];
    if (step && !event.ctrlKey && !event.metaKey && words.length) {
      event.preventDefault();
      const next = focus === null ? nearest() : Math.min(Math.max(focus + step, 0), words.length - 1);
      focus = next;
      if (!event.shiftKey || anchor === null) anchor = next;
      select();
    } else if (event.key === "Enter" && focus !== null) {
      event.preventDefault();
      const [low, high] = [Math.min(anchor, focus), Math.max(anchor, focus)];
      take(words[low][0], words[high][1], more.checked || event.altKey);
    } else if (["1", "2", "3"].includes(event.key)) {
      radios[Number(event.key) - 1].checked = true;
      told.textContent = `Marking the ${role()}.`;
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      put(role(), []);
    }
  }

  function nearest() {
    const at = (marks[role()][0] ?? marks.content[0] ?? [0])[0];
    const found = words.findIndex(([, end]) => end > at);
    return found < 0 ? 0 : found;
  }

  function select() {
    const [low, high] = [Math.min(anchor, focus), Math.max(anchor, focus)];
    getSelection().setBaseAndExtent(node, words[low][0], node, words[high][1]);
    show(words[focus][0]);
    told.textContent = text.slice(words[low][0], words[high][1]);
  }

  function take(from, to, adding) {
    while (from < to && /\s/.test(text[from])) from += 1;
    while (to > from && /\s/.test(text[to - 1])) to -= 1;
    if (from >= to) return;
    const before = adding ? marks[role()].filter(([a, b]) => b <= from || a >= to) : [];
    put(role(), [...before, [from, to]].sort((one, other) => one[0] - other[0]));
  }

  function put(name, spans) {
    marks[name] = spans;
    kept(name).value = spans.map(([a, b]) => `${points(a)}-${points(b)}`).join(" ");
    field(name).value = spans.map(([a, b]) => text.slice(a, b).split(/\s+/).join(" ")).join(" … ");
    told.textContent = spans.length ? `The ${name} is: ${field(name).value}` : `The ${name} is unmarked.`;
    paint();
  }

  function paint() {
    if (!globalThis.CSS?.highlights) return;
    for (const name of ROLES) {
      const ranges = marks[name].map(([a, b]) => {
        const range = new Range();
        range.setStart(node, a);
        range.setEnd(node, b);
        return range;
      });
      CSS.highlights.set(`part-${name}`, new Highlight(...ranges));
    }
  }

  function show(at) {
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, Math.min(at + 1, text.length));
    const [here, there] = [range.getBoundingClientRect(), passage.getBoundingClientRect()];
    if (here.top < there.top + 24 || here.bottom > there.bottom - 24) passage.scrollTop += here.top - there.top - passage.clientHeight / 3;
  }

  function read(written) {
    return [...written.matchAll(/(\d+)-(\d+)/g)].map(([, a, b]) => [units(Number(a)), units(Number(b))]);
  }

  // The ledger counts code points, scripts count UTF-16 code units.
  function points(unit) {
    let count = 0;
    for (const _ of text.slice(0, unit)) count += 1;
    return count;
  }

  function units(point) {
    let at = 0;
    for (const character of text) {
      if (point-- <= 0) break;
      at += character.length;
    }
    return at;
  }
}
