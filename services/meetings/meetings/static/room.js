// A meeting's page: the lobby with the device check, then the meeting itself.

import { Devices } from "./devices.js";
import { Mesh } from "./mesh.js";
import { Panel } from "./panel.js";
import { Socket } from "./socket.js";
import { Tiles } from "./tiles.js";

const page = document.querySelector("[data-room]");
const texts = JSON.parse(page.dataset.texts);
const part = (name) => page.querySelector(`[data-part="${name}"]`);

class Room {
  constructor() {
    this.people = new Map();
    this.tiles = new Tiles(part("stage"), part("tile"));
    this.preview = new MediaStream();
    this.devices = new Devices((kind, track) => this.use(kind, track), () => this.tell());
    this.socket = new Socket(page.dataset.socket, (message) => this.hear(message), (up) => this.connected(up));
    this.panel = new Panel(page, texts, (message) => this.socket.say(message));
    this.buttons();
    addEventListener("pagehide", () => this.socket.end());
    window.room = this; // for support and tests: who is there and how the connections are
  }

  buttons() {
    const acts = {
      microphone: () => this.devices.microphone(!this.devices.state.microphone),
      camera: () => this.devices.camera(!this.devices.state.camera),
      screen: () => this.devices.screen(!this.devices.state.screen),
      hand: () => this.socket.say({ type: "hand", up: !this.self?.hand_at }),
      open: () => this.socket.say({ type: "open" }),
      end: () => confirm(texts.end_confirm) && this.socket.say({ type: "end" }),
      leave: () => location.assign(page.dataset.home),
    };
    for (const button of page.querySelectorAll("[data-act]")) {
      button.addEventListener("click", () => Promise.resolve(acts[button.dataset.act]()).catch((error) => this.failed(error)));
    }
  }

  get self() {
    return this.people.get(this.connection);
  }

  hear(message) {
    const hearing = {
      lobby: () => this.lobby(message),
      inside: () => this.inside(message),
      came: () => this.came(message.person),
      went: () => this.went(message.connection),
      signal: () => this.mesh?.signal(message),
      media: () => this.update(message.connection, message),
      hand: () => this.update(message.connection, { hand_at: message.hand_at }),
      floor: () => this.floor(message),
      silenced: () => this.silenced(message),
      chat: () => this.panel.chat(message),
      waiting: () => this.panel.waiting(message.people),
      state: () => this.state(message),
      over: () => this.over(message.reason),
      error: () => this.say(texts.errors[message.code] ?? texts.errors.other),
    };
    hearing[message.type]?.();
  }

  lobby(message) {
    this.outside("lobby");
    this.say(message.state === "planned" ? texts.not_open : texts.waiting_you);
  }

  inside(message) {
    this.outside("inside");
    Object.assign(this, { connection: message.connection, conducts: message.conducts, video: message.video });
    this.say("");
    this.state(message);
    if (message.video.kind === "mesh") this.mesh = this.reach(message.video.ice);
    else this.say(texts.too_many);
    for (const person of message.people) this.add(person, true);
    this.panel.fill(message, this.connection);
    this.devices.silence(Boolean(this.self?.silenced));
    this.tell();
  }

  // Whatever was before: a new stay begins with new connections.
  outside(place) {
    page.dataset.place = place;
    this.mesh?.close();
    this.mesh = null;
    this.tiles.clear();
    this.people.clear();
    this.panel?.clear();
  }

  reach(ice) {
    const say = (message) => this.socket.say(message);
    const mesh = new Mesh(this.connection, ice, say, (from, stream, state) => this.tiles.play(from, stream, state));
    for (const kind of ["audio", "video"]) mesh.tracks[kind] = this.sending(kind);
    return mesh;
  }

  sending(kind) {
    return kind === "audio" ? this.devices.audio : (this.devices.shared ?? this.devices.video);
  }

  came(person) {
    this.add(person, false);
    this.panel.people(this.people);
  }

  // Who came later offers first.
  add(person, here) {
    this.people.set(person.connection, person);
    const own = person.connection === this.connection;
    this.tiles.show(person, own);
    if (own) this.tiles.play(person.connection, this.preview, "connected");
    else if (here) this.mesh?.meet(person.connection, true);
    this.panel.people(this.people);
  }

  went(connection) {
    this.people.delete(connection);
    this.mesh?.part(connection);
    this.tiles.remove(connection);
    this.panel.people(this.people);
  }

  update(connection, facts) {
    const person = this.people.get(connection);
    if (!person) return;
    for (const name of ["microphone", "camera", "screen", "hand_at", "floor_at", "silenced"]) {
      if (name in facts) person[name] = facts[name];
    }
    this.tiles.show(person, connection === this.connection);
    this.panel.people(this.people);
    this.marks();
  }

  floor({ participant, since }) {
    for (const person of this.people.values()) {
      const speaks = person.participant === participant;
      this.update(person.connection, { floor_at: speaks ? since : null, ...(speaks ? { hand_at: null } : {}) });
    }
  }

  silenced({ participant, on }) {
    for (const person of this.people.values()) {
      if (person.participant === participant) this.update(person.connection, { silenced: on });
    }
    if (this.self?.participant === participant) {
      this.devices.silence(on);
      this.say(on ? texts.silenced : texts.unsilenced);
    }
  }

  state({ state, opened_at: opened }) {
    page.dataset.state = state;
    page.dataset.conducts = Boolean(this.conducts);
    part("clock").dataset.since = opened ?? "";
  }

  over(reason) {
    this.socket.over = true;
    this.outside("over");
    this.devices.close();
    this.say(texts.over[reason] ?? texts.over.ended);
  }

  use(kind, track) {
    for (const old of this.preview.getTracks().filter((one) => one.kind === kind)) this.preview.removeTrack(old);
    if (track) this.preview.addTrack(track);
    if (track) part("preview").srcObject = this.preview; // not before: a video without tracks never lets a page be loaded
    if (this.self) this.tiles.play(this.connection, this.preview, "connected");
    this.mesh?.use(kind, track);
  }

  tell() {
    this.marks();
    if (page.dataset.place === "inside") this.socket.say({ type: "media", ...this.devices.state });
  }

  marks() {
    const on = { ...this.devices.state, hand: Boolean(this.self?.hand_at) };
    for (const [name, pressed] of Object.entries(on)) {
      for (const button of page.querySelectorAll(`[data-act="${name}"]`)) button.setAttribute("aria-pressed", pressed);
    }
  }

  connected(up) {
    page.dataset.connected = up;
    if (!up) this.say(texts.reconnecting);
  }

  failed(error) {
    this.say(texts.devices[error.name] ?? texts.devices.other);
  }

  say(text) {
    part("said").textContent = text;
    part("said").hidden = !text;
  }
}

new Room();
