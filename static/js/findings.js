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

  function fieldOf(hash) {
    if (!hash.startsWith(MARK)) return null;
    let found = document;
    for (const part of decodeURIComponent(hash.slice(MARK.length)).split(".")) {
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
      'input:not([type="hidden"]), textarea:not([hidden]), select, [contenteditable="true"]',
    );
    if (input) input.focus({ preventScroll: true });
  }

  window.addEventListener("hashchange", lead);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(`a[href*="${MARK}"]`);
    // The same link a second time changes no hash.
    if (link && link.href === window.location.href) lead();
  });
})();
