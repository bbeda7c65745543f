// The editor in place of the text field; the field stays in the form and always holds the same text.
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import { complete, register } from "./completion.js";

/** Keys that the editor must not keep: Tab would trap whoever has no mouse. */
const KEYS = { Tab: false, "Shift-Tab": false };

function settings(field, run) {
  const keys = { ...Yasqe.defaults.extraKeys, ...KEYS, "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-Space": complete };
  delete keys["Ctrl-S"];
  return {
    value: field.value,
    consumeShareLink: null,
    createShareableLink: null,
    editorHeight: "auto",
    extraKeys: keys,
    persistenceId: null,
    prefixCcApi: null,
    resizeable: false,
    screenReaderLabel: field.labels[0]?.textContent.trim() ?? "Query",
    showQueryButton: false,
    viewportMargin: Infinity,
  };
}

/** Where the words of an error point: from the column to the end of the word there. */
function range(doc, line, column) {
  const last = doc.lastLine();
  const row = Math.min(Math.max((line ?? 1) - 1, 0), last);
  const text = doc.getLine(row);
  let from = Math.min(Math.max((column ?? 1) - 1, 0), text.length);
  if (from === text.length) from = Math.max(0, text.trimEnd().length - 1);
  const word = /^\s*(\S+)/.exec(text.slice(from));
  return [
    { line: row, ch: from },
    { line: row, ch: Math.min(text.length, from + Math.max(1, word?.[0].length ?? 1)) },
  ];
}

/**
 * Put the editor in the place of a text field.
 * @param {HTMLTextAreaElement} field the field
 * @param {HTMLElement} place where the editor goes
 * @param {Terms} terms what it completes
 * @param {() => void} run what Ctrl-Enter does
 * @returns {{text: string, type: string, mark: Function, clear: Function, focus: Function}} the editor
 */
export function createEditor(field, place, terms, run) {
  register(Yasqe, terms);
  const yasqe = new Yasqe(place, settings(field, run));
  const scroller = yasqe.getScrollerElement();
  // Where a long query scrolls, the keyboard has to get there (WCAG 2.1.1).
  const letIn = () => {
    scroller.tabIndex = scroller.scrollHeight > scroller.clientHeight ? 0 : -1;
  };
  yasqe.on("update", letIn);
  letIn();
  const doc = yasqe.getDoc();
  let marks = [];
  const clear = () => {
    for (const mark of marks) mark.clear();
    marks = [];
    doc.eachLine((line) => yasqe.removeLineClass(line, "background", "wrong-line"));
  };
  yasqe.on("change", () => {
    field.value = yasqe.getValue();
    clear();
  });
  field.hidden = true;
  field.required = false;
  return {
    get text() {
      return yasqe.getValue();
    },
    set text(value) {
      yasqe.setValue(value);
    },
    get type() {
      return yasqe.getQueryType();
    },
    clear,
    focus: () => yasqe.focus(),
    mark(line, column, message) {
      const [from, to] = range(doc, line, column);
      marks.push(
        doc.markText(from, to, { className: "wrong", title: message, attributes: { "aria-invalid": "true" } }),
      );
      yasqe.addLineClass(from.line, "background", "wrong-line");
      yasqe.scrollIntoView({ from, to }, 40);
      doc.setCursor(from);
    },
  };
}
