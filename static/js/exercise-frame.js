// Runs inside the frame of an exercise, whose origin is nobody's, and tells the page round it
// how a try went. The player's own messages of size go there by themselves.

// Browsers refuse storage to such a page with an error that many exercises do not expect.
function memory() {
  const kept = new Map();
  return {
    get length() { return kept.size; },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (name) => kept.get(String(name)) ?? null,
    setItem: (name, value) => { kept.set(String(name), String(value)); },
    removeItem: (name) => { kept.delete(String(name)); },
    clear: () => kept.clear(),
  };
}

for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { value: memory(), configurable: true });
}
Object.defineProperty(document, "cookie", { get: () => "", set: () => {}, configurable: true });

const place = document.getElementById("exercise");
const { title, files, playerFrame, playerCss, failed } = place.dataset;

// The player measures once; styles and pictures of a package may come after that.
function keepsItsHeight() {
  const measure = () => window.H5P.instances.forEach((one) => window.H5P.trigger(one, "resize"));
  new ResizeObserver(measure).observe(document.body);
}

async function show() {
  try {
    await new window.H5PStandalone.H5P(place, {
      id: "exercise",
      title,
      h5pJsonPath: files,
      frameJs: playerFrame,
      frameCss: playerCss,
      embedType: "div",
      icon: false,
      preventH5PInit: true,
      xAPIObjectIRI: "urn:h5p:exercise",
    });
    window.H5P.externalDispatcher.on("xAPI", ({ data }) => {
      parent.postMessage({ context: "exercise", statement: data.statement }, location.origin);
    });
    window.H5P.init(document.body);
    keepsItsHeight();
  } catch (error) {
    console.error(error);
    place.append(Object.assign(document.createElement("p"), { textContent: failed }));
  }
}

show();
