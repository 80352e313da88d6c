// Who is there: a tile with picture and name each, and the same people as a list with what may be done.

export class Tiles {
  // `hushed(on)` is told when the browser lets no sound be played before somebody touches the page.
  constructor(stage, template, hushed) {
    this.stage = stage;
    this.template = template;
    this.hushed = hushed;
    this.tiles = new Map();
    this.saving = false;
    for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => this.heard());
  }

  show(person, own) {
    const tile = this.tiles.get(person.connection) ?? this.add(person, own);
    tile.querySelector("[data-name]").textContent = person.name;
    tile.querySelector("[data-muted]").hidden = person.microphone;
    tile.querySelector("[data-hand]").hidden = !person.hand_at;
    tile.querySelector("[data-speaking]").hidden = !person.floor_at;
    tile.querySelector("[data-initials]").hidden = (person.camera || person.screen) && (own || !this.saving);
    tile.querySelector("[data-initials]").textContent = initials(person.name);
    tile.classList.toggle("tile-person--floor", Boolean(person.floor_at));
    tile.classList.toggle("tile-person--screen", person.screen);
  }

  add(person, own) {
    const tile = this.template.content.firstElementChild.cloneNode(true);
    tile.dataset.connection = person.connection;
    tile.querySelector("video").muted = own;
    this.tiles.set(person.connection, tile);
    this.stage.append(tile);
    this.stage.dataset.count = this.tiles.size;
    return tile;
  }

  speaks(connection, on) {
    this.tiles.get(connection)?.classList.toggle("tile-person--speaks", on);
  }

  play(connection, stream, state) {
    const tile = this.tiles.get(connection);
    if (!tile || !stream.getTracks().length) return;
    const video = tile.querySelector("video");
    if (video.srcObject !== stream) video.srcObject = stream;
    tile.dataset.state = state;
    video.play().catch((error) => error.name === "NotAllowedError" && this.hush(video));
  }

  // Pictures may move without sound.
  hush(video) {
    video.muted = video.dataset.hushed = true;
    video.play().catch(() => {});
    this.hushed(true);
  }

  heard() {
    for (const video of this.stage.querySelectorAll("[data-hushed]")) {
      video.muted = false;
      delete video.dataset.hushed;
      this.hushed(false);
    }
  }

  remove(connection) {
    this.tiles.get(connection)?.remove();
    this.tiles.delete(connection);
    this.stage.dataset.count = this.tiles.size;
  }

  clear() {
    for (const connection of [...this.tiles.keys()]) this.remove(connection);
  }
}

function initials(name) {
  const words = name.split(" ");
  return (words[0][0] + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}
