// Keeps the time in sight. At the end the server is asked: it may have given more.

export function keepTime(form, ask) {
  const { secondsInAll, minutes, seconds, half, five, one } = form.dataset;
  const shown = form.querySelector("[data-time-left]");
  const announce = form.querySelector("[data-announce]");
  let ends, marks, timer;

  function set(left) {
    ends = Date.now() + left * 1000;
    marks = [[secondsInAll / 2, half], [300, five], [60, one]].filter(([at]) => at < left).sort(([a], [b]) => b - a);
    timer ??= setInterval(tick, 1000);
  }

  async function tick() {
    const left = Math.max(Math.round((ends - Date.now()) / 1000), 0);
    shown.textContent = (left > 60 ? minutes : seconds).replace("{n}", left > 60 ? Math.ceil(left / 60) : left);
    while (marks.length && left <= marks[0][0]) announce.textContent = marks.shift()[1];
    if (left > 0) return;
    clearInterval(timer);
    timer = null;
    const told = await ask();
    if (!told) timer = setInterval(tick, 5000);
    else if (!told.seconds_left) document.querySelector("[data-time-up]").requestSubmit();
  }

  set(form.dataset.secondsLeft);
  return set;
}
