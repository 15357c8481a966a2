// What the pages do beyond plain HTML: they follow what changes, and they order. Without script all of it can still be read.
const body = document.body;
const main = document.getElementById("main");
const live = document.getElementById("live");
const liveText = document.getElementById("live-text");
const news = document.getElementById("news");
const SIGNED = "autohelm.token";
const NAME = "autohelm.name";

// --- How long ago -------------------------------------------------------------------------------------------------

const skew = Date.now() - Date.parse(body.dataset.now);

function told(seconds) {
  const ahead = seconds < 0;
  const span = Math.abs(seconds);
  if (span < 10 && !ahead) return "just now";
  const amount =
    span < 60 ? `${Math.floor(span)} s`
    : span < 3600 ? `${Math.floor(span / 60)} min`
    : span < 172800 ? `${Math.floor(span / 3600)} h`
    : `${Math.floor(span / 86400)} days`;
  return ahead ? `in ${amount}` : `${amount} ago`;
}

function times(root) {
  for (const time of root.querySelectorAll("time[title]")) {
    const text = told((Date.now() - skew - Date.parse(time.dateTime)) / 1000);
    if (time.textContent !== text) time.textContent = text;
  }
}

// --- Only what differs is replaced, so that focus, selection and scrolling stay -------------------------------------

function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.id === "actions-answer" || (old === document.activeElement && old.matches("input"))) return;
  for (const name of old.getAttributeNames()) {
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
  for (const name of fresh.getAttributeNames()) {
    if (name !== "open" && old.getAttribute(name) !== fresh.getAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
  }
  const known = new Map();
  for (const child of old.children) if (child.id) known.set(child.id, child);
  const wanted = new Set();
  for (const child of fresh.children) if (child.id) wanted.add(child.id);
  let place = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    while (place && place.id && !wanted.has(place.id) && child.id) {
      const gone = place;
      place = place.nextSibling;
      gone.remove();
    }
    const same = child.id ? known.get(child.id) : undefined;
    if (same) {
      if (same === place) place = place.nextSibling;
      else old.insertBefore(same, place);
      const isNews = same.nodeName === "TR" && essence(same) !== essence(child);
      morph(same, child);
      if (isNews) mark(same);
    } else if (place && !place.id && !child.id) {
      const next = place.nextSibling;
      morph(place, child);
      place = next;
    } else {
      old.insertBefore(child, place);
    }
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

/** What a row says, how long ago aside. */
function essence(row) {
  return row.textContent.replace(/just now|(in )?\d+ (s|min|h|days)( ago)?|\s/g, "");
}

function mark(row) {
  row.classList.remove("changed");
  void row.offsetWidth;
  row.classList.add("changed");
}

// --- Following what changes -----------------------------------------------------------------------------------------

let due = 0;
let asking = false;
let summary = document.getElementById("summary")?.textContent ?? document.querySelector(".title .badge")?.textContent;

async function refresh() {
  due = 0;
  if (asking) return later();
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok && answer.status !== 404) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = fresh.getElementById("main");
    if (now) {
      times(now);
      arm(now);
      morph(main, now);
      document.title = fresh.title;
      tell();
    }
  } catch {
    // The stream tells that the agent is away.
  } finally {
    asking = false;
  }
}

function tell() {
  const now = document.getElementById("summary")?.textContent ?? document.querySelector(".title .badge")?.textContent;
  if (now && now !== summary) {
    summary = now;
    news.textContent = document.getElementById("summary") ? `Releases: ${now}` : `Now ${now}`;
  }
}

function later() {
  if (!due) due = setTimeout(refresh, document.hidden ? 3000 : 400);
}

function state(on, text) {
  live.classList.toggle("on", on);
  if (liveText.textContent !== text) liveText.textContent = text;
}

function follow() {
  const concern = body.dataset.concern;
  if (!concern || !window.EventSource) return;
  const [name, value] = concern.split("=");
  const query = value ? `?${name}=${encodeURIComponent(value)}` : "";
  const stream = new EventSource(`/api/v1/events${query}`);
  let lost = false;
  stream.addEventListener("heartbeat", () => {
    state(true, "Live");
    if (lost) later();
    lost = false;
  });
  for (const kind of ["release", "source", "reset"]) stream.addEventListener(kind, later);
  stream.onerror = () => {
    lost = true;
    const isClosed = stream.readyState === EventSource.CLOSED;
    state(false, isClosed ? "Not live; reload for news" : "The agent does not answer; trying again");
    if (isClosed) setTimeout(follow, 60000);
  };
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

// --- Orders ---------------------------------------------------------------------------------------------------------

const token = () => sessionStorage.getItem(SIGNED);

/** Makes the buttons usable, or says why they are not. */
function arm(root) {
  const actions = root.querySelector("#actions");
  if (!actions || actions.dataset.closed) return;
  const signed = Boolean(token());
  const why = actions.querySelector("#actions-why");
  why.textContent = signed
    ? `Orders are signed ${sessionStorage.getItem(NAME) || "page"}.`
    : "Give the token to use these.";
  const sign = actions.querySelector("#sign-in");
  sign.hidden = false;
  sign.textContent = signed ? "Forget the token" : "Give the token";
  for (const button of actions.querySelectorAll("[data-order]")) button.disabled = !signed || Boolean(button.dataset.never);
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

let dialogs = 0;

/** Asks in a dialog; gives what was entered, or nothing. */
function ask(title, text, fields, verb) {
  return new Promise((done) => {
    const id = `dialog-${++dialogs}`;
    const heading = element("h2", { id: `${id}-title`, textContent: title });
    const form = element("form", { method: "dialog" }, heading);
    if (text) form.append(element("p", { className: "said", textContent: text }));
    for (const field of fields) {
      const input = element("input", { id: `${id}-${field.name}`, autocomplete: "off", ...field });
      form.append(element("label", { htmlFor: input.id, textContent: field.label }), input);
    }
    const cancel = element("button", { type: "button", textContent: "Cancel" });
    const go = element("button", { type: "submit", textContent: verb, className: "main-button" });
    form.append(element("div", { className: "buttons" }, cancel, go));
    const dialog = element("dialog", {}, form);
    dialog.setAttribute("aria-labelledby", heading.id);
    const before = document.activeElement;
    let answer;
    cancel.onclick = () => dialog.close();
    form.onsubmit = (event) => {
      event.preventDefault();
      answer = Object.fromEntries(fields.map((field) => [field.name, form.querySelector(`#${id}-${field.name}`).value.trim()]));
      dialog.close();
    };
    dialog.onclose = () => {
      dialog.remove();
      before?.focus();
      done(answer);
    };
    body.append(dialog);
    dialog.showModal();
    (form.querySelector("input") ?? go).focus();
  });
}

function say(text, isBad) {
  const answer = document.getElementById("actions-answer");
  if (!answer) return;
  answer.className = isBad ? "bad-text" : "";
  answer.textContent = text;
}

async function sign() {
  if (token()) {
    sessionStorage.removeItem(SIGNED);
  } else {
    const given = await ask("Give the token", "It is kept until this tab is closed, and sent with each order.", [
      { name: "token", label: "Token", type: "password", required: true },
      { name: "name", label: "Your name, for the log", value: sessionStorage.getItem(NAME) ?? "", maxLength: 64 },
    ], "Use it");
    if (!given) return;
    sessionStorage.setItem(SIGNED, given.token);
    sessionStorage.setItem(NAME, given.name);
  }
  say("");
  arm(document);
}

async function order(button) {
  const { order, consequence, digest, revision } = button.dataset;
  const fields = [];
  if (order === "rollback") {
    fields.push({ name: "revision", label: "Revision (empty: the last good one before this)", type: "number", min: "1", max: revision });
  }
  if (button.dataset.reason) fields.push({ name: "reason", label: "Reason, for others", maxLength: 500 });
  const given = await ask(`${button.textContent.trim()}?`, consequence, fields, button.textContent.trim());
  if (!given) return;
  const wish = { by: sessionStorage.getItem(NAME) || undefined };
  if (given.reason) wish.reason = given.reason;
  if (given.revision) wish.revision = Number(given.revision);
  if (digest) wish.digest = digest;
  say("Sending the order");
  try {
    const answer = await fetch(`${document.getElementById("actions").dataset.api}/${order}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token()}`, "Content-Type": "application/json" },
      body: JSON.stringify(wish),
    });
    const result = await answer.json();
    if (answer.ok) {
      say(`Ordered: ${result.what}.`);
      later();
    } else {
      if (answer.status === 401) {
        sessionStorage.removeItem(SIGNED);
        arm(document);
      }
      say(`Refused: ${result.detail}`, true);
    }
  } catch {
    say("The agent does not answer.", true);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.id === "sign-in") sign();
  else if (button.dataset.order) order(button);
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, dialog");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
    const search = document.getElementById("q");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

arm(document);
times(document);
setInterval(() => times(document), 10000);
setInterval(() => document.hidden || !body.dataset.concern || later(), 60000);
follow();
