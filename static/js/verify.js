// Compare a certificate's file in the browser; without this script the form sends it instead.

const form = document.querySelector("[data-verify]");
// Where a PDF begins at the latest.
const HEAD = 1024;

async function digestOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function isPdf(file) {
  const head = await file.slice(0, HEAD).arrayBuffer();
  return new TextDecoder("latin1").decode(head).includes("%PDF-");
}

// Hashing works only on https and on one's own machine.
if (form && window.crypto?.subtle) {
  const input = form.querySelector("[type=file]");
  const outcomes = document.querySelectorAll("[data-outcome]");
  document.querySelector("[data-with-script]").hidden = false;
  document.querySelector("[data-without-script]").hidden = true;

  const show = (name) => {
    for (const each of outcomes) each.hidden = each.dataset.outcome !== name;
  };

  // The name that its holder has hidden is shown for the digest, which only the file gives.
  const offerName = (digest) => {
    const reveal = document.querySelector("[data-reveal]");
    if (!reveal) return;
    reveal.querySelector("[name=digest]").value = digest;
    reveal.hidden = false;
  };

  const compare = async (file) => {
    const digest = await digestOf(await file.arrayBuffer());
    // The page bears the digest of the digest.
    const isSame = (await digestOf(new TextEncoder().encode(digest))) === form.dataset.proof;
    if (isSame) offerName(digest);
    show(isSame ? "same" : "changed");
  };

  const look = async (send) => {
    const [file] = input.files;
    if (!file) return show("");
    if (file.size > Number(form.dataset.largest)) return show("too-large");
    if (await isPdf(file)) return compare(file);
    show("");
    if (send) form.submit();
  };

  input.addEventListener("change", () => look(false));
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return; // the server says in words what is missing
    event.preventDefault();
    look(true);
  });
}
