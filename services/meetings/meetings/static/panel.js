// Beside the picture: people with what may be done about them, the speaking order, the waiting room, chat, the clock.

import { asked } from "./asking.js";

export class Panel {
  constructor(page, texts, say) {
    this.page = page;
    this.texts = texts;
    this.say = say;
    this.conducts = false;
    this.questions = JSON.parse(page.dataset.questions);
    page.querySelector('[data-part="chat-form"]').addEventListener("submit", (event) => this.send(event));
    setInterval(() => this.tick(), 1000);
  }

  part(name) {
    return this.page.querySelector(`[data-part="${name}"]`);
  }

  fill(message, own) {
    this.own = own;
    this.conducts = message.conducts;
    for (const line of message.chat) this.chat(line);
    this.waiting(message.waiting);
    this.refused(message.refused);
  }

  clear() {
    for (const name of ["people", "waiting", "refused", "chat"]) this.part(name).replaceChildren();
  }

  people(people) {
    const rows = [...people.values()].sort(inOrder).map((person) => this.row(person));
    this.draw("people", rows);
    this.part("count").textContent = people.size;
  }

  // Whoever is at a button by keyboard stays at it; where it is gone, at the list.
  draw(name, rows) {
    const list = this.part(name);
    const held = list.contains(document.activeElement) ? document.activeElement.dataset.for : null;
    list.replaceChildren(...rows);
    if (held === null) return;
    const again = [...list.querySelectorAll("button")].find((button) => button.dataset.for === held);
    if (again) again.focus();
    else this.stay(list);
  }

  stay(list) {
    list.tabIndex = -1;
    list.addEventListener("blur", () => list.removeAttribute("tabindex"), { once: true });
    list.focus();
  }

  row(person) {
    const row = element("li", "person", person.name);
    const note = [this.texts.roles[person.role], person.title].filter(Boolean).join(" · ");
    row.append(element("small", "person__title", note));
    if (person.floor_at) row.append(clock(person.floor_at, this.texts.speaking));
    else if (person.hand_at) row.append(clock(person.hand_at, this.texts.hand_up));
    if (this.conducts) row.append(this.acts(person));
    return row;
  }

  acts(person) {
    const { participant } = person;
    const acts = element("span", "person__acts");
    if (person.floor_at) acts.append(this.button(person, "take_floor", { type: "floor", participant: null }));
    else acts.append(this.button(person, "give_floor", { type: "floor", participant }));
    if (person.connection === this.own) return acts;
    const silence = person.silenced ? "unsilence" : "silence";
    acts.append(this.button(person, silence, { type: "silence", participant, on: !person.silenced }));
    acts.append(this.button(person, "to_lobby", { type: "admission", participant, decision: "lobby" }));
    acts.append(this.button(person, "remove", { type: "admission", participant, decision: "refused" }));
    return acts;
  }

  waiting(people) {
    this.door("waiting", people, { admit: "admitted", refuse: "refused" });
  }

  // Put out or not let in: perhaps by mistake.
  refused(people) {
    this.door("refused", people, { readmit: "admitted" });
  }

  door(list, people, decisions) {
    const rows = people.map((person) => {
      const row = element("li", "person", person.name);
      row.append(element("small", "person__title", person.title));
      const acts = element("span", "person__acts");
      for (const [name, decision] of Object.entries(decisions)) {
        acts.append(this.button(person, name, { type: "admission", participant: person.participant, decision }));
      }
      row.append(acts);
      return row;
    });
    this.draw(list, rows);
    this.part(`${list}-card`).hidden = !rows.length;
  }

  button(person, name, message) {
    const label = this.texts.acts[name];
    const question = this.questions[name]?.replace("{name}", person.name);
    const button = element("button", `button button--small${question ? " button--danger" : ""}`, label);
    button.type = "button";
    button.ariaLabel = `${label}: ${person.name}`;
    Object.assign(button.dataset, { does: name, for: `${person.participant} ${name.replace("un", "")}` });
    button.addEventListener("click", () => (question ? asked(question, label, () => this.say(message)) : this.say(message)));
    return button;
  }

  chat(line) {
    const row = element("li", "chat__line");
    row.append(element("strong", "", line.name), element("time", "", hour(line.said_at)), element("p", "", line.text));
    this.part("chat").append(row);
    row.scrollIntoView({ block: "nearest" });
  }

  send(event) {
    event.preventDefault();
    const field = event.target.elements.text;
    if (field.value.trim()) this.say({ type: "chat", text: field.value.trim() });
    field.value = "";
  }

  tick() {
    for (const time of this.page.querySelectorAll("[data-since]")) {
      time.textContent = time.dataset.since ? lasted(time.dataset.since) : "";
    }
  }
}

// Who speaks, then who asked first, then by name.
function inOrder(one, other) {
  const rank = (person) => (person.floor_at ? 0 : person.hand_at ? 1 : 2);
  const early = (one.hand_at ?? "").localeCompare(other.hand_at ?? "");
  return rank(one) - rank(other) || early || one.name.localeCompare(other.name, "vi");
}

function clock(since, label) {
  const shown = element("span", "person__clock", label);
  const time = element("time", "", lasted(since));
  time.dataset.since = since;
  shown.append(" ", time);
  return shown;
}

function lasted(since) {
  const seconds = Math.max(0, Math.floor((Date.now() - new Date(since)) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function hour(moment) {
  return new Date(moment).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
