// Keeps a part of a page up to date: a pushed hint makes it look again, and
// looking again every few seconds is enough where nothing can be pushed.
"use strict";
(function () {
  const page = document.getElementById("page");
  const offline = document.getElementById("offline");
  const LOOK_SECS = 5;
  // Whoever touched nothing for so long has gone, and left the focus behind.
  const AT_IT_SECS = 60;
  let timer = 0;
  let busy = false;
  let shown = null;
  let told = null;
  let touched = 0;

  // Whoever is about to press something, or reads on from there, keeps what is under the finger.
  function isAtIt() {
    const part = document.getElementById("now");
    return part.contains(document.activeElement) && Date.now() - touched < AT_IT_SECS * 1000;
  }

  function show(html) {
    told = html;
    if (told === shown || isAtIt()) return;
    shown = told;
    const before = document.getElementById("now");
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const after = holder.content.firstElementChild;
    if (!after || after.id !== "now") {
      location.reload();
      return;
    }
    before.querySelectorAll("details[open]").forEach(function (open) {
      const same = after.querySelector("#" + open.id);
      if (same) same.open = true;
    });
    before.replaceWith(after);
  }

  function look() {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    fetch(page.dataset.part, { cache: "no-cache", credentials: "same-origin" })
      .then(function (answer) {
        if (answer.status === 401 || answer.status === 403) location.reload();
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      })
      .then(function (html) {
        offline.hidden = true;
        show(html);
      })
      .catch(function () {
        offline.hidden = false;
      })
      .then(function () {
        busy = false;
        if (!document.hidden) timer = setTimeout(look, LOOK_SECS * 1000);
      });
  }

  ["focusin", "keydown", "pointerdown"].forEach(function (kind) {
    page.addEventListener(kind, function () { touched = Date.now(); });
  });
  page.addEventListener("focusout", function () {
    // Only then the focus is where it goes.
    setTimeout(function () { if (told !== null) show(told); }, 0);
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) look();
  });
  if (page.dataset.live && window.EventSource) {
    const source = new EventSource(page.dataset.live);
    source.addEventListener("dashboard", look);
  }
  look();
})();
