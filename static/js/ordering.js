// Moves items on the page; without this file the same buttons send the form, and the server
// moves them. The change is announced to the form, which saves it.

for (const list of document.querySelectorAll("[data-ordering]")) {
  const said = list.parentElement.querySelector("[data-ordering-said]");

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("[data-item]");
    const other = button.dataset.move === "up" ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") other.before(item);
    else other.after(item);
    settle(list);
    // At an end its button can do no more; the other one keeps the focus near.
    (button.disabled ? item.querySelector("[data-move]:not(:disabled)") : button)?.focus();
    const items = [...list.children];
    said.textContent = list.dataset.moved
      .replace("{item}", item.querySelector(".ordering__text").textContent.trim())
      .replace("{place}", items.indexOf(item) + 1)
      .replace("{count}", items.length);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function settle(list) {
  for (const item of list.children) {
    item.querySelector("[data-move='up']").disabled = item === list.firstElementChild;
    item.querySelector("[data-move='down']").disabled = item === list.lastElementChild;
  }
}
