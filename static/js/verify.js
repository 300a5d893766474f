// Compare a certificate's file in the browser; without this script the form sends it instead.

const form = document.querySelector("[data-verify]");

// Hashing works only on https and on one's own machine.
if (form && window.crypto?.subtle) {
  const input = form.querySelector("[type=file]");
  const outcomes = document.querySelectorAll("[data-outcome]");
  document.querySelector("[data-with-script]").hidden = false;
  document.querySelector("[data-without-script]").hidden = true;

  const show = (name) => {
    for (const each of outcomes) each.hidden = each.dataset.outcome !== name;
  };

  const compare = async () => {
    const [file] = input.files;
    if (!file) return show("");
    if (file.size > Number(form.dataset.largest)) return show("too-large");
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    show(hex === form.dataset.digest ? "same" : "changed");
  };

  input.addEventListener("change", compare);
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return; // the server says in words what is missing
    event.preventDefault();
    compare();
  });
}
