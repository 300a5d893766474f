// Answers on their way to the server. They lie in the browser's storage until the server has
// them, so they outlive a reload; each belongs to one person and one attempt.

const memory = new Map(); // where storage is full or closed

export class Queue {
  constructor(learner, attempt) {
    this.start = `answers:${learner}:${attempt}:`;
  }

  // In the order in which they were given.
  all() {
    const found = [...memory.values()];
    try {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(this.start)) found.push(JSON.parse(localStorage[name]));
      }
    } catch { /* what is in memory is all that there is */ }
    return found.sort((a, b) => a.at - b.at);
  }

  put(entry) {
    try {
      localStorage[this.start + entry.key] = JSON.stringify(entry);
    } catch {
      memory.set(entry.key, entry);
    }
  }

  // A new answer takes the place of one that was never sent; one that was may have arrived.
  add(entry) {
    this.all().filter((old) => old.place === entry.place && !old.tried).forEach((old) => this.remove(old));
    this.put(entry);
  }

  remove(entry) {
    if (!memory.delete(entry.key)) localStorage.removeItem(this.start + entry.key);
  }
}

export const isKept = () => !memory.size;
