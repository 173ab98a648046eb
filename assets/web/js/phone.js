// The ticket follows the line: a pushed hint makes it look again, and looking
// again every few seconds is enough where nothing can be pushed.
"use strict";
(function () {
  const page = document.getElementById("phone");
  const offline = document.getElementById("offline");
  const say = document.getElementById("say");
  const part = page.dataset.part;
  let shown = null;
  let timer = 0;
  let busy = false;
  let again = false;

  function ticket() {
    return document.getElementById("ticket");
  }

  function secondsToNextLook() {
    return Math.max(2, Number(ticket().dataset.every) || 10);
  }

  function show(html) {
    if (html === shown) return;
    shown = html;
    const before = ticket();
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const after = holder.content.firstElementChild;
    if (!after || after.id !== "ticket" || after.isEqualNode(before)) return;
    // The number has arrived: from now on the whole page is another one.
    if (before.dataset.state === "pending" && after.dataset.state !== "pending") {
      location.reload();
      return;
    }
    before.querySelectorAll("details[open]").forEach(function (open) {
      const same = after.querySelector("#" + open.id);
      if (same) same.open = true;
    });
    const calls = Number(after.dataset.calls) > Number(before.dataset.calls);
    const news = Number(after.dataset.news) > Number(before.dataset.news);
    before.replaceWith(after);
    document.title = after.dataset.title;
    if (news || (after.dataset.state === "called" && (calls || before.dataset.state !== "called"))) callOut();
    say.textContent = after.querySelector(".face").innerText;
  }

  function callOut() {
    if (navigator.vibrate) navigator.vibrate([500, 200, 500, 200, 500]);
  }

  function look() {
    clearTimeout(timer);
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    fetch(part, { cache: "no-cache", credentials: "same-origin" })
      .then(function (answer) {
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
        if (again) {
          again = false;
          look();
        } else if (!document.hidden) {
          timer = setTimeout(look, secondsToNextLook() * 1000);
        }
      });
  }

  function send(form, button) {
    const fields = new URLSearchParams(new FormData(form));
    if (button.name) fields.append(button.name, button.value);
    return fetch(form.action, { method: "POST", credentials: "same-origin", body: fields });
  }

  document.addEventListener("submit", function (submit) {
    const form = submit.target;
    const buttons = form.querySelectorAll("button");
    const button = submit.submitter || (buttons.length === 1 && buttons[0]);
    // A browser that does not tell which one was pressed sends the form by itself.
    if (!button) return;
    submit.preventDefault();
    button.disabled = true;
    send(form, button)
      .then(function (answer) {
        // What was refused is told by a page of its own.
        if (!answer.ok) form.submit();
        else if (answer.redirected && new URL(answer.url).pathname !== location.pathname) location.href = answer.url;
        else look();
      })
      .catch(function () {
        offline.hidden = false;
        button.disabled = false;
      });
  });

  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) look();
  });
  window.addEventListener("pageshow", look);
  window.addEventListener("online", look);

  if (page.dataset.live && window.EventSource) {
    const source = new EventSource(page.dataset.live);
    source.addEventListener("ticket", look);
  }
})();
