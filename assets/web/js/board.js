// The board looks at the hub every few seconds, at once when told to, and
// announces each new call by itself: large, flashing and spoken.
"use strict";
(function () {
  const SHOWN_SECS = 10;
  const FRESH_SECS = 10;
  const LOOK_SECS = 3;
  const LOST_AFTER = 2;

  const board = document.getElementById("board");
  const lost = document.getElementById("lost");
  const ask = document.getElementById("ask");
  const mute = document.getElementById("mute");
  const volume = document.getElementById("volume");
  const voice = new window.Voice(remembered("volume", 100) / 100);
  const heard = new Set();
  const line = [];
  let announcing = null;
  let first = true;
  let failures = 0;
  let timer = 0;
  let busy = false;
  let again = false;

  function remembered(name, otherwise) {
    try {
      const kept = localStorage.getItem("board-" + name);
      return kept === null ? otherwise : Number(kept);
    } catch {
      return otherwise;
    }
  }

  function remember(name, value) {
    try {
      localStorage.setItem("board-" + name, String(value));
    } catch {
      // A browser without storage forgets the volume, nothing else.
    }
  }

  // ---- what is new -------------------------------------------------------

  function take(root) {
    const calls = Array.from(root.querySelectorAll("#fresh > .call"));
    const known = new Set(calls.map((call) => call.dataset.call));
    calls.reverse().forEach(function (call) {
      const id = call.dataset.call;
      if (heard.has(id)) return;
      heard.add(id);
      if (first && Number(call.dataset.age) > FRESH_SECS) return;
      line.push(call.cloneNode(true));
    });
    // An undone call is withdrawn, also while it waits to be announced.
    for (let i = line.length - 1; i >= 0; i -= 1) {
      if (!known.has(line[i].dataset.call)) line.splice(i, 1);
    }
    first = false;
    return known;
  }

  function show(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const known = take(holder.content);
    ["side", "below", "rule"].forEach(function (id) {
      const before = document.getElementById(id);
      const after = holder.content.getElementById(id);
      if (before && after && !before.isEqualNode(after)) before.replaceWith(after);
    });
    const clock = document.getElementById("clock");
    clock.textContent = holder.content.getElementById("fresh").dataset.clock;
    const withdrawn = announcing && !known.has(announcing);
    if (!announcing || withdrawn) rest(holder.content.getElementById("newest"));
    next();
  }

  function rest(newest) {
    const now = document.getElementById("newest");
    if (newest && now.textContent.trim() !== newest.textContent.trim()) now.replaceChildren(...newest.childNodes);
  }

  // ---- one announcement after the other ------------------------------------

  function next() {
    if (announcing || line.length === 0) return;
    const call = line.shift();
    announcing = call.dataset.call;
    const clips = call.dataset.clips.split(" ").filter(Boolean);
    // The seconds count from the moment it is seen, not from when its clips began to load.
    let seen;
    const shown = new Promise((resolve) => (seen = () => setTimeout(resolve, SHOWN_SECS * 1000)));
    const show = function () {
      call.classList.add("now");
      document.getElementById("newest").replaceChildren(call);
      seen();
    };
    const spoken = voice.speak(board.dataset.chime, clips, show).catch(show);
    Promise.all([shown, spoken]).then(function () {
      call.classList.remove("now");
      announcing = null;
      offerSound();
      if (line.length > 0) next();
      else look();
    });
  }

  // ---- sound -------------------------------------------------------------------

  function offerSound() {
    ask.hidden = !voice.isBlocked() || voice.muted;
  }

  function showMuted() {
    mute.setAttribute("aria-pressed", String(voice.muted));
    mute.querySelector("[data-on]").hidden = voice.muted;
    mute.querySelector("[data-off]").hidden = !voice.muted;
  }

  function allow() {
    voice.allow().then(offerSound);
  }

  // ---- looking --------------------------------------------------------------

  function look() {
    clearTimeout(timer);
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    fetch(board.dataset.part, { cache: "no-cache", credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      })
      .then(function (html) {
        failures = 0;
        show(html);
      })
      .catch(function () {
        failures += 1;
      })
      .then(function () {
        lost.hidden = failures < LOST_AFTER;
        busy = false;
        if (again) {
          again = false;
          look();
        } else {
          timer = setTimeout(look, LOOK_SECS * 1000);
        }
      });
  }

  document.getElementById("sound").hidden = false;
  volume.value = String(Math.round(voice.volume * 100));
  voice.setMuted(remembered("muted", 0) === 1);
  showMuted();
  offerSound();
  document.getElementById("allow").addEventListener("click", allow);
  document.addEventListener("pointerdown", allow, { once: true });
  mute.addEventListener("click", function () {
    voice.setMuted(!voice.muted);
    remember("muted", voice.muted ? 1 : 0);
    showMuted();
    offerSound();
  });
  volume.addEventListener("input", function () {
    voice.setVolume(Number(volume.value) / 100);
    remember("volume", volume.value);
  });

  if (board.dataset.live && window.EventSource) {
    const source = new EventSource(board.dataset.live);
    source.addEventListener("board", look);
  }
  take(document);
  look();
  next();
})();
