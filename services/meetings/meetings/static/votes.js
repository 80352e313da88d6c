// Votes in the room: what is asked, one's own ballot, how it came out; and for who conducts the steps and the quorum.

import { asked } from "./asking.js";
import { Papers, patient } from "./papers.js";

const POLL = 2000;
const place = document.querySelector("[data-votes]");

class Votes {
  constructor() {
    this.texts = JSON.parse(place.dataset.texts);
    this.votes = new Map();
    this.papers = new Papers(place.dataset.ballots, (path, body) => this.post(path, body));
    document.addEventListener("room", ({ detail }) => this.hear(detail));
    this.part("ad-hoc")?.addEventListener("submit", (event) => this.adHoc(event));
    setInterval(() => this.poll(), POLL);
  }

  part(name) {
    return place.querySelector(`[data-part="${name}"]`);
  }

  hear(message) {
    if (message.type === "inside") this.enter(message);
    if (message.type === "vote") this.show({ ...message.vote, may_vote: message.vote.state === "open" });
    if (this.conducts && ["inside", "came", "went"].includes(message.type)) this.countHeads = true;
  }

  enter(message) {
    this.conducts = message.conducts;
    this.load();
  }

  async load() {
    for (const vote of (await this.get("/votes")) ?? []) this.show(vote);
  }

  async poll() {
    if (!this.conducts) return;
    if (this.countHeads) this.quorum();
    if ([...this.votes.values()].some((vote) => vote.state === "open")) {
      for (const vote of (await this.get("/votes")) ?? []) this.progress(vote);
    }
  }

  async quorum() {
    this.countHeads = false;
    const told = await this.get("/quorum");
    if (!told) return;
    const words = this.texts[told.enough ? "quorum_enough" : "quorum_short"];
    this.part("quorum").textContent = `${filled(this.texts.of, told)} · ${words}`;
    this.part("quorum").hidden = false;
  }

  progress(vote) {
    const row = this.part("votes").querySelector(`[data-progress="${vote.id}"]`);
    if (row && vote.progress !== null) row.textContent = filled(this.texts.so_far, { count: vote.progress });
  }

  show(vote) {
    const known = this.votes.get(vote.id);
    if (known && known.version > vote.version) return;
    this.votes.set(vote.id, vote);
    if (vote.secret && vote.state === "open" && vote.may_vote) this.papers.take(vote).catch((error) => this.fail(vote, error));
    const row = this.row(vote);
    const old = this.part("votes").querySelector(`[data-vote="${vote.id}"]`);
    if (old) old.replaceWith(row);
    else this.part("votes").prepend(row);
  }

  row(vote) {
    const row = element("article", "stack stack--tight");
    row.dataset.vote = vote.id;
    const kind = this.texts[vote.secret ? "secret" : "open"];
    row.append(element("h3", "", vote.question), element("p", "", `${kind} · ${this.texts[`state_${vote.state}`]}`));
    if (vote.state === "open") row.append(this.ballot(vote));
    if (vote.state === "closed") row.append(...this.result(vote));
    if (this.conducts) row.append(this.steps(vote));
    row.append(said());
    return row;
  }

  ballot(vote) {
    if (vote.secret ? this.papers.isCast(vote) : vote.voted) return element("p", "", this.texts.voted);
    if (!vote.may_vote) return list(vote.options);
    const form = element("form", "form");
    const group = element("fieldset", "field");
    group.append(element("legend", "field__label", vote.most === 1 ? this.texts.choose_one : filled(this.texts.choose_some, vote)));
    vote.options.forEach((option, index) => group.append(choice(vote, option, index)));
    form.append(group, submit(this.texts.cast_do));
    form.addEventListener("submit", (event) => this.cast(event, vote));
    return form;
  }

  async cast(event, vote) {
    event.preventDefault();
    const button = event.target.querySelector("button");
    const choices = [...new FormData(event.target).getAll("choice")].map(Number);
    button.disabled = true;
    this.say(vote, this.texts.sending);
    try {
      if (vote.secret) await this.papers.cast(vote, choices);
      else await this.post(`/votes/${vote.id}/ballot`, { choices });
      this.show({ ...vote, voted: true });
    } catch (error) {
      button.disabled = false;
      this.fail(vote, error);
    }
  }

  result(vote) {
    const rows = vote.options.map((option, index) => `${option}: ${vote.counts[index]}`);
    const parts = [list(rows), element("p", "", filled(this.texts.turnout, vote))];
    if (vote.secret) this.check(vote);
    return parts;
  }

  // One's own ballot among the counted ones.
  async check(vote) {
    const own = this.papers.digestOf(vote);
    const listed = own && (await this.get(`/votes/${vote.id}/ballots`));
    if (!listed) return;
    const found = listed.some((one) => one.voter === own);
    this.say(vote, `${this.texts[found ? "counted" : "not_counted"]} ${this.texts.your_token}: ${own.slice(0, 16)}…`);
  }

  steps(vote) {
    const row = element("p", "row");
    const step = { prepared: "open", open: "close" }[vote.state];
    if (!step) return row;
    if (vote.state === "open") row.append(progress(vote));
    const button = element("button", "button button--small", this.texts[`${step}_do`]);
    button.type = "button";
    button.dataset.does = `vote-${step}`;
    const question = this.texts[`${step}_confirm`];
    button.addEventListener("click", () => (question ? asked(question, button.textContent, () => this.step(vote, step)) : this.step(vote, step)));
    row.append(button);
    return row;
  }

  async step(vote, step) {
    try {
      this.show({ ...(await this.post(`/votes/${vote.id}/${step}`, { version: vote.version })), may_vote: true });
    } catch (error) {
      this.fail(vote, error);
      this.load();
    }
  }

  async adHoc(event) {
    event.preventDefault();
    const { question, secret } = event.target.elements;
    const [told, button] = [this.part("ad-hoc-said"), event.target.querySelector("button")];
    told.hidden = button.disabled = true; // once, however often it is clicked
    try {
      const vote = await this.post("/votes", { question: question.value, secret: secret.checked });
      event.target.reset();
      event.target.closest("details").open = false;
      await this.step(vote, "open");
    } catch (error) {
      told.textContent = error.detail ?? this.texts.failed;
      told.hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  fail(vote, error) {
    const taken = error.code === "vote-paper-taken";
    this.say(vote, taken ? this.texts.paper_elsewhere : (error.detail ?? this.texts.failed));
  }

  say(vote, text) {
    const line = this.part("votes").querySelector(`[data-vote="${vote.id}"] [role="status"]`);
    if (line) line.textContent = text;
  }

  async get(path) {
    const answer = await fetch(place.dataset.api + path).catch(() => null); // without a line there is nothing to show
    return answer?.ok ? answer.json() : null;
  }

  async post(path, body) {
    const headers = { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers:inherited")) };
    const answer = await patient(() => fetch(place.dataset.api + path, { method: "POST", headers, body: JSON.stringify(body) }));
    const told = answer.status === 204 ? null : await answer.json();
    if (!answer.ok) throw Object.assign(new Error(told.code), told);
    return told;
  }
}

function choice(vote, option, index) {
  const row = element("div", "check");
  const input = element("input");
  Object.assign(input, { type: vote.most === 1 ? "radio" : "checkbox", name: "choice", value: index, id: `v${vote.id}-${index}` });
  input.required = vote.most === 1 && vote.least === 1;
  const label = element("label", "", option);
  label.htmlFor = input.id;
  row.append(input, label);
  return row;
}

function progress(vote) {
  const shown = element("span");
  shown.dataset.progress = vote.id;
  return shown;
}

function submit(text) {
  const button = element("button", "button button--primary", text);
  button.type = "submit";
  return button;
}

function said() {
  const line = element("p");
  line.setAttribute("role", "status");
  return line;
}

function list(rows) {
  const made = element("ul");
  made.append(...rows.map((row) => element("li", "", row)));
  return made;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

if (place) new Votes();
