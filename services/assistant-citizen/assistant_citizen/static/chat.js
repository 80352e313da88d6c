// The conversation without loading the page again: the one form is sent by fetch, what comes back is the same HTML. While a
// person answers, the stream of the conversation says when there is something new. Which conversation it is stays in this
// tab (sessionStorage), so that going back goes on with it.
const chat = document.querySelector("[data-chat]");
const form = document.getElementById("chat-form");
const turns = document.getElementById("turns");
const input = document.getElementById("chat-text");
const problem = chat.querySelector("[data-chat-problem]");
const stateLine = chat.querySelector("[data-chat-state]");
const PARTIAL = { "HX-Request": "true", "HX-Request-Type": "partial" };
const KEPT = "citizen-conversation";
const RETRY = 3000;
let busy = false;
let listening;

const seen = () => Math.max(0, ...[...turns.querySelectorAll("[data-place]")].map((one) => Number(one.dataset.place)));
const known = () => form.elements.conversation.value;

function keep(id, token) {
  form.elements.conversation.value = id;
  form.elements.token.value = token;
  try {
    id ? sessionStorage.setItem(KEPT, JSON.stringify({ id, token })) : sessionStorage.removeItem(KEPT);
  } catch { /* a browser that keeps nothing forgets the conversation with the page */ }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function tell(message) {
  problem.replaceChildren();
  if (!message) return;
  const line = document.createElement("p");
  line.className = "field__error";
  line.textContent = message;
  problem.append(line);
}

function settle(state) {
  chat.dataset.state = state;
  stateLine.textContent = stateLine.dataset[state] ?? "";
  for (const one of chat.querySelectorAll("[data-when]")) one.hidden = !one.dataset.when.split(" ").includes(state);
  if (state === "assistant") listening?.abort();
  else listen();
}

function take(html) {
  const found = new DOMParser().parseFromString(html, "text/html");
  const facts = found.querySelector("[data-chat-facts]");
  if (!facts) return false;
  const fresh = [...found.querySelectorAll("[data-place]")];
  if (fresh.some((one) => Number(one.dataset.place) > seen())) {
    for (const one of turns.querySelectorAll("[data-choices], [data-examples]")) one.remove();
  }
  for (const one of fresh) {
    const old = document.getElementById(one.id);
    if (!old) turns.append(one);
    else if (old.querySelector(".chat__rating")) old.querySelector(".chat__rating").replaceWith(one.querySelector(".chat__rating") ?? "");
  }
  tell(found.querySelector("[data-chat-error]")?.textContent);
  if (facts.dataset.conversation) keep(facts.dataset.conversation, facts.dataset.token);
  settle(facts.dataset.state);
  if (fresh.length) showFrom(fresh.findLast((one) => one.matches(".chat__turn--citizen")) ?? fresh.at(-1));
  return true;
}

// A long reply is read from its beginning, with the question above it.
function showFrom(turn) {
  const here = document.getElementById(turn.id);
  turns.scrollTo({ top: turns.scrollTop + here.getBoundingClientRect().top - turns.getBoundingClientRect().top - 8 });
}

function failed(html) {
  const text = new DOMParser().parseFromString(html, "text/html").querySelector(".notice__text, main p");
  tell(text?.textContent.trim().replace(/\s+/g, " ") || chat.dataset.failed);
}

async function send(submitter) {
  if (busy) return;
  busy = true;
  chat.setAttribute("aria-busy", "true");
  const body = new FormData(form, submitter);
  if (submitter?.name) body.delete("text");
  body.set("seen", seen());
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: PARTIAL });
    const html = await answer.text();
    if (!take(html)) failed(html);
    else if (answer.ok && !submitter?.name) input.value = "";
  } catch {
    tell(chat.dataset.offline);
  } finally {
    busy = false;
    chat.removeAttribute("aria-busy");
    form.dispatchEvent(new Event("sent", { bubbles: true }));
    submitter?.removeAttribute("aria-busy");
    if (!submitter?.name) input.focus();
  }
}

async function refresh() {
  const address = `${chat.dataset.turns}?conversation=${known()}&after=${seen()}`;
  const answer = await fetch(address, { headers: { ...PARTIAL, "X-Conversation-Token": form.elements.token.value } });
  if (answer.status === 404) return keep("", "");
  if (answer.ok) take(await answer.text());
}

async function listen() {
  if (listening && !listening.signal.aborted) return;
  listening = new AbortController();
  const { signal } = listening;
  while (!signal.aborted) {
    try {
      await follow(signal);
    } catch { /* the line broke; once more in a moment */ }
    if (!signal.aborted) await new Promise((done) => setTimeout(done, RETRY));
  }
}

async function follow(signal) {
  const headers = { "X-Conversation-Token": form.elements.token.value, "Last-Event-ID": String(seen()) };
  const answer = await fetch(`${chat.dataset.events}${known()}/events`, { headers, signal });
  if (!answer.ok) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const events = rest.split("\n\n");
    rest = events.pop();
    if (events.some((one) => /^event: (message|state)$/m.test(one))) await refresh();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.submitter);
});
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
chat.querySelector("[data-chat-new]").addEventListener("click", () => keep("", ""));
// in a frame on another site: widget.js there closes it; the message says nothing of the conversation
if (parent !== window) addEventListener("keydown", (event) => event.key === "Escape" && parent.postMessage("citizen-assistant:close", "*"));

const before = kept();
if (!known() && before) {
  keep(before.id, before.token);
  refresh().catch(() => tell(chat.dataset.offline));
} else if (known()) {
  keep(known(), form.elements.token.value);
  settle(chat.dataset.state);
}
// Enter was pressed before this script was there to hear it
if (document.activeElement === input && input.value.trim() && input.value.endsWith("\n")) form.requestSubmit();
