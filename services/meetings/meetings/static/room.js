// A meeting's page: the lobby with the device check, then the meeting itself.

import { Check } from "./check.js";
import { circle } from "./circle.js";
import { Devices } from "./devices.js";
import { Levels } from "./levels.js";
import { Mesh } from "./mesh.js";
import { Panel } from "./panel.js";
import { Sfu } from "./sfu.js";
import { Socket } from "./socket.js";
import { Tiles } from "./tiles.js";

const page = document.querySelector("[data-room]");
const texts = JSON.parse(page.dataset.texts);
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const library = page.dataset.library && import(page.dataset.library); // while one waits, not when the meeting begins
const ENDED = ["ended", "over"]; // of the reasons: there is nothing to come back to
const SAVING = "meetings.saving";

class Room {
  constructor() {
    this.people = new Map();
    this.play = (from, stream, state) => {
      this.tiles.play(from, stream, state);
      this.levels.watch(from, stream);
    };
    this.tiles = new Tiles(part("stage"), part("tile"), (on) => (part("hushed").hidden = !on));
    this.preview = new MediaStream();
    this.devices = new Devices((kind, track, source) => this.use(kind, track, source), () => this.tell());
    this.check = new Check(part, this.devices, (error) => this.failed(error));
    this.levels = new Levels((who, on) => this.spoke(who, on), (level) => this.check.level(level));
    this.socket = new Socket(page.dataset.socket, (message) => this.hear(message), (up) => this.connected(up));
    if (!library) new RTCPeerConnection().close(); // the first takes its time: while the line is made, not afterwards
    this.panel = new Panel(page, texts, (message) => this.socket.say(message));
    this.buttons();
    this.save(localStorage.getItem(SAVING) === "true");
    addEventListener("pagehide", () => this.socket.end());
    window.room = this; // for support and tests: who is there and how the connections are
  }

  buttons() {
    const acts = {
      microphone: () => this.devices.microphone(!this.devices.state.microphone),
      camera: () => this.camera(!this.devices.state.camera),
      screen: () => this.devices.screen(!this.devices.state.screen),
      hand: () => this.socket.say({ type: "hand", up: !this.self?.hand_at }),
      open: () => this.socket.say({ type: "open" }),
      save: () => this.save(!this.tiles.saving),
      again: () => location.reload(),
      leave: () => location.assign(page.dataset.home),
    };
    for (const button of page.querySelectorAll("[data-act]")) {
      button.addEventListener("click", () => Promise.resolve(acts[button.dataset.act]()).catch((error) => this.failed(error)));
    }
    part("end-form").addEventListener("submit", (event) => this.end(event));
  }

  get self() {
    return this.people.get(this.connection);
  }

  hear(message) {
    document.dispatchEvent(new CustomEvent("room", { detail: message })); // votes.js hears too
    const hearing = {
      lobby: () => this.lobby(message),
      inside: () => this.inside(message),
      came: () => this.came(message.person),
      went: () => this.went(message.connection),
      signal: () => this.signal(message),
      media: () => this.update(message.connection, message),
      hand: () => this.update(message.connection, { hand_at: message.hand_at }),
      floor: () => this.floor(message),
      silenced: () => this.silenced(message),
      chat: () => this.panel.chat(message),
      waiting: () => this.panel.waiting(message.people),
      refused: () => this.panel.refused(message.people),
      state: () => this.state(message),
      papers: () => page.querySelector("[data-papers]")?.dispatchEvent(new Event("papers")),
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
    part("devices").open = false;
    this.state(message);
    for (const person of message.people) this.add(person);
    this.reachOut();
    this.panel.fill(message, this.connection);
    this.devices.silence(Boolean(this.self?.silenced));
    this.tell();
  }

  // Whatever was before: a new stay begins with new connections.
  outside(place) {
    page.dataset.place = place;
    this.mesh?.close();
    this.mesh = null;
    this.apart("");
    this.tiles.clear();
    this.people.clear();
    this.levels.clear();
    this.panel?.clear();
  }

  // Everybody through the SFU; or those who came first to each other, of whom each offers to who was there before.
  reachOut() {
    if (this.video.kind !== "mesh") {
      this.mesh ??= this.reach(new Sfu(this.video, library, this.play, (up) => this.reached(up)));
      return;
    }
    const { most } = this.video;
    const within = circle(this.people, most);
    const earlier = within.slice(0, Math.max(0, within.indexOf(this.connection)));
    if (within.includes(this.connection)) this.toEachOther();
    for (const connection of earlier) this.mesh.meet(connection, true);
    const count = this.people.size - within.length;
    const text = within.includes(this.connection) ? texts.others_apart : texts.too_many;
    this.apart(count > 0 ? text.replaceAll("{most}", most).replaceAll("{count}", count) : "");
  }

  // Also when somebody who saw sooner than we did that we are among the first says so.
  toEachOther() {
    this.mesh ??= this.reach(new Mesh(this.connection, this.video.ice, (message) => this.socket.say(message), this.play));
  }

  signal(message) {
    if (this.video?.kind === "mesh" && this.self) this.toEachOther();
    this.mesh?.signal(message);
  }

  reach(mesh) {
    for (const kind of ["audio", "video"]) mesh.tracks[kind] = this.sending(kind);
    if (mesh.sources) mesh.sources.video = this.devices.source;
    mesh.saving = this.tiles.saving;
    return mesh;
  }

  apart(text) {
    part("apart").textContent = text;
    part("apart").hidden = !text;
  }

  spoke(who, on) {
    this.tiles.speaks(who === "own" ? this.connection : who, on);
  }

  // The meeting goes on without pictures and voices; what we send is said again when they are back.
  reached(up) {
    if (up) this.tell();
    if (!up) this.say(texts.video_lost);
    else if (part("said").textContent === texts.video_lost) this.say("");
  }

  end(event) {
    event.preventDefault();
    delete event.target.dataset.confirmed;
    this.socket.say({ type: "end" });
  }

  async camera(on) {
    if (on) this.save(false);
    await this.devices.camera(on);
  }

  // For a weak line: voices, chat and votes, no pictures either way.
  save(on) {
    localStorage.setItem(SAVING, on);
    this.tiles.saving = on;
    if (on && this.devices.video) this.devices.camera(false);
    this.mesh?.save(on);
    for (const person of this.people.values()) this.tiles.show(person, person.connection === this.connection);
    this.marks();
  }

  sending(kind) {
    return kind === "audio" ? this.devices.audio : (this.devices.shared ?? this.devices.video);
  }

  came(person) {
    this.add(person);
    this.reachOut();
    this.panel.people(this.people);
  }

  add(person) {
    this.people.set(person.connection, person);
    const own = person.connection === this.connection;
    this.tiles.show(person, own);
    if (own) this.tiles.play(person.connection, this.preview, "connected");
    this.panel.people(this.people);
  }

  went(connection) {
    this.people.delete(connection);
    this.mesh?.part(connection);
    this.levels.forget(connection);
    this.tiles.remove(connection);
    if (this.self) this.reachOut();
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
    part("again").hidden = ENDED.includes(reason);
  }

  use(kind, track, source) {
    for (const old of this.preview.getTracks().filter((one) => one.kind === kind)) this.preview.removeTrack(old);
    if (track) this.preview.addTrack(track);
    if (track) part("preview").srcObject = this.preview; // not before: a video without tracks never lets a page be loaded
    if (this.self) this.tiles.play(this.connection, this.preview, "connected");
    if (kind === "audio") this.levels.watch("own", this.preview);
    this.mesh?.use(kind, track, source);
    this.check.list();
  }

  tell() {
    this.marks();
    if (page.dataset.place === "inside") this.socket.say({ type: "media", ...this.devices.state });
  }

  marks() {
    const mayShare = this.self && (this.self.role !== "guest" || this.self.floor_at);
    page.dataset.shares = Boolean(mayShare);
    if (!mayShare && this.devices.shared) this.devices.screen(false);
    const on = { ...this.devices.state, hand: Boolean(this.self?.hand_at), save: this.tiles.saving };
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
