// The desk: one press is one request with one key. While the outcome is
// unknown the same request goes out again with the same key, also after a
// reload, so it counts once; and nothing else can be pressed meanwhile.
"use strict";
(function () {
  const page = document.getElementById("page");
  const LOOK_SECS = 4;
  const RETRY_SECS = 2;
  // A second tap of the same thumb lands within this time, often on a button
  // that has just changed its meaning.
  const BOUNCE_MS = 800;
  const KEPT = "desk-press:" + page.dataset.api + page.dataset.station;

  let pending = restored();
  let lastPress = 0;
  let timer = 0;
  let busy = false;
  let again = false;
  let shown = null;
  let opened = "";

  // ---- a press that survives a reload ------------------------------------

  function restored() {
    try {
      return JSON.parse(localStorage.getItem(KEPT));
    } catch {
      return null;
    }
  }

  function keep(press) {
    pending = press;
    try {
      if (press) localStorage.setItem(KEPT, JSON.stringify(press));
      else localStorage.removeItem(KEPT);
    } catch {
      // Without storage a press does not survive a reload; the hub still
      // refuses a second call, because the ticket that was seen goes along.
    }
  }

  function freshKey() {
    const bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // ---- what is said --------------------------------------------------------

  function say(text) {
    document.getElementById("says").textContent = text;
  }

  function showPending() {
    document.getElementById("desk").classList.toggle("wait", pending !== null);
  }

  // ---- sending ---------------------------------------------------------------

  function press(button) {
    const now = Date.now();
    if (pending || now - lastPress < BOUNCE_MS) return;
    lastPress = now;
    say("");
    opened = "";
    keep({
      path: button.dataset.press,
      body: button.dataset.body || "{}",
      key: freshKey(),
      shows: button.dataset.shows || "",
    });
    send();
  }

  function send() {
    const what = pending;
    showPending();
    fetch(page.dataset.api + "/" + what.path, {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": what.key,
        "Accept-Language": document.documentElement.lang,
      },
      body: what.body,
    })
      .then(function (answer) {
        // The hub is there but cannot say what became of it: ask again.
        if (answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
        return answer.json().then((body) => settle(answer, what, body));
      })
      .catch(function () {
        say(page.dataset.retrying);
        setTimeout(send, RETRY_SECS * 1000);
      });
  }

  function settle(answer, what, body) {
    keep(null);
    showPending();
    lastPress = Date.now();
    if (answer.status === 401) {
      location.reload();
      return;
    }
    if (!answer.ok) say([body.title || page.dataset.failed, body.detail].filter(Boolean).join(" "));
    else if (what.shows === "number") say(page.dataset.taken + " " + body.ticket.number);
    else if (body.ticket === null && body.reason) say(page.dataset.nobody);
    else say("");
    look();
  }

  // ---- looking ------------------------------------------------------------------

  function show(html) {
    if (html === shown) return;
    shown = html;
    const before = document.getElementById("desk");
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const after = holder.content.firstElementChild;
    if (!after || after.id !== "desk") {
      location.reload();
      return;
    }
    if (after.dataset.seen !== before.dataset.seen) {
      lastPress = Date.now();
      opened = "";
    }
    after.querySelector("#says").textContent = before.querySelector("#says").textContent;
    before.querySelectorAll("details[open]").forEach(function (open) {
      const same = after.querySelector("#" + open.id);
      if (same) same.open = true;
    });
    before.replaceWith(after);
    unfold();
    showPending();
  }

  function look() {
    clearTimeout(timer);
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    fetch(page.dataset.part, { cache: "no-cache", credentials: "same-origin" })
      .then(function (answer) {
        if (answer.status === 401 || answer.status === 403) location.reload();
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      })
      .then(function (html) {
        if (document.getElementById("says").textContent === page.dataset.old) say("");
        show(html);
      })
      .catch(function () {
        if (!pending) say(page.dataset.old);
      })
      .then(function () {
        busy = false;
        if (again) {
          again = false;
          look();
        } else if (!document.hidden) {
          timer = setTimeout(look, LOOK_SECS * 1000);
        }
      });
  }

  // ---- the page ---------------------------------------------------------------

  function unfold() {
    ["transfer", "pause"].forEach(function (id) {
      const panel = document.getElementById(id);
      panel.hidden = opened !== id;
      const button = document.querySelector('[data-opens="' + id + '"]');
      if (button) button.setAttribute("aria-expanded", String(opened === id));
    });
  }

  document.addEventListener("click", function (click) {
    const opener = click.target.closest("[data-opens]");
    if (opener) {
      opened = opened === opener.dataset.opens ? "" : opener.dataset.opens;
      unfold();
      return;
    }
    const button = click.target.closest("[data-press]");
    if (button) press(button);
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) look();
  });
  window.addEventListener("online", look);
  window.addEventListener("pageshow", look);

  if (page.dataset.live && window.EventSource) {
    const source = new EventSource(page.dataset.live);
    source.addEventListener("stations", look);
  }
  if (pending) send();
  look();
})();
