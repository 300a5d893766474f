// Suggest titles while somebody types. Without this script the search works as well.

const form = document.querySelector("[data-suggestions]");
const field = form?.querySelector("input[list]");
const PAUSE = 200;
let waiting;
let asked = 0;

async function suggest() {
  const number = ++asked;
  const address = new URL(form.dataset.suggestions, location.href);
  address.searchParams.set("q", field.value);
  const answer = await fetch(address).catch(() => null); // no network: no suggestions
  // An answer to what was typed before comes too late.
  if (!answer?.ok || number !== asked) return;
  const { titles } = await answer.json();
  field.list.replaceChildren(
    ...titles.map((title) => Object.assign(document.createElement("option"), { value: title })),
  );
}

field?.addEventListener("input", () => {
  clearTimeout(waiting);
  if (field.value.trim().length > 1) waiting = setTimeout(suggest, PAUSE);
});
