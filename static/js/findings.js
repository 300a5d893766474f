/*
 * Leads from a finding to its field when both are on the same page.
 *
 * Wagtail follows an address of the form "#:w:contentpath=body.3f2" only when the page is
 * opened by it. A message stands above the form that it is about, so here the same is done
 * when the link is pressed: the tab opens, the block unfolds, and the field has the focus.
 */
(() => {
  "use strict";

  const MARK = "#:w:contentpath=";

  /** The row of a passage in the translation editor, which says in one place what it shows. */
  function passageOf(path) {
    const editor = document.querySelector(".js-translation-editor[data-props]");
    if (!editor) return null;
    const { segments } = JSON.parse(editor.dataset.props);
    const inside = (outer, inner) => inner === outer || inner.startsWith(`${outer}.`);
    const named = segments.find(
      ({ contentPath }) => inside(path, contentPath) || inside(contentPath, path),
    );
    if (!named) return null;
    const { tab } = named.location;
    const room = [...document.querySelectorAll(`section[id="tab-${CSS.escape(tab)}"]`)].pop();
    const rows = room ? room.querySelectorAll("li.complete, li.incomplete") : [];
    document.querySelector(`[role="tab"][href="#tab-${CSS.escape(tab)}"]`)?.click();
    return rows[segments.filter((one) => one.location.tab === tab).indexOf(named)] || null;
  }

  function fieldOf(hash) {
    if (!hash.startsWith(MARK)) return null;
    const path = decodeURIComponent(hash.slice(MARK.length));
    const passage = passageOf(path);
    if (passage) return passage;
    let found = document;
    for (const part of path.split(".")) {
      // What lies deeper may be missing where the editor shows it otherwise: stay above it.
      const inner = found.querySelector(`[data-contentpath="${CSS.escape(part)}"]`);
      if (!inner) break;
      found = inner;
    }
    return found === document ? null : found;
  }

  function unfold(field) {
    const panel = field.closest('[role="tabpanel"]');
    if (panel && panel.hidden) {
      const tab = document.querySelector(`[role="tab"][aria-controls="${panel.id}"]`);
      if (tab) tab.click();
    }
    for (let part = field; part; part = part.parentElement?.closest("[data-panel]")) {
      const toggle = part.querySelector(":scope > .w-panel__header [data-panel-toggle]");
      if (toggle && toggle.getAttribute("aria-expanded") === "false") toggle.click();
    }
  }

  function lead() {
    const field = fieldOf(window.location.hash);
    if (!field) return;
    unfold(field);
    field.scrollIntoView({ block: "center" });
    const input = field.querySelector(
      'input:not([type="hidden"]), textarea:not([hidden]), select, [contenteditable="true"], button',
    );
    if (input) input.focus({ preventScroll: true });
  }

  window.addEventListener("hashchange", lead);
  // Wagtail opens its own forms at a field; the translation editor it leaves at the top.
  window.addEventListener("load", () => {
    if (document.querySelector(".js-translation-editor")) lead();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(`a[href*="${MARK}"]`);
    // The same link a second time changes no hash.
    if (link && link.href === window.location.href) lead();
  });
})();
