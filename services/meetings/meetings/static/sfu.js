// Pictures and voices through LiveKit: one line up and one down, however many are there. To the room it is what mesh.js is.

const WAITS = [1000, 2000, 4000, 8000];

export class Sfu {
  // `library`: the promise of livekit-client. `reached`: told when the line is gone, and when it is there again.
  constructor(offer, library, shown, reached) {
    Object.assign(this, { offer, library, shown, reached });
    this.streams = new Map();
    this.tracks = { audio: null, video: null };
    this.sources = { audio: "microphone", video: "camera" };
    this.sent = { audio: null, video: null };
    this.saving = false;
    this.closed = false;
    this.tries = 0;
    this.work = Promise.resolve();
    this.join();
  }

  // With the same stay, as long as it goes on: the service asks anew who comes.
  async join() {
    const room = await this.library.then((kit) => this.prepared(kit)).catch(() => null);
    if (this.closed) return;
    this.room = room;
    try {
      await room.connect(new URL(this.offer.url, location.href).href, this.offer.stay);
    } catch {
      this.broke(room);
      return;
    }
    this.arrive();
  }

  arrive() {
    this.tries = 0;
    this.reached(true);
    for (const publication of this.publications()) this.wish(publication);
    this.sendAll();
  }

  prepared(kit) {
    const room = new kit.Room({ dynacast: true, stopLocalTrackOnUnpublish: false });
    const on = (name, heard) => room.on(kit.RoomEvent[name], heard);
    on("TrackPublished", (publication) => this.wish(publication));
    on("TrackSubscribed", (track, _, person) => this.arrived(person.identity, track.mediaStreamTrack));
    on("TrackUnsubscribed", (track, _, person) => this.ended(person.identity, track.mediaStreamTrack));
    on("ParticipantPermissionsChanged", (_, person) => person === room.localParticipant && this.sendAll());
    on("LocalTrackUnpublished", (publication) => this.unsent(publication));
    for (const name of ["Reconnecting", "SignalReconnecting"]) on(name, () => this.reached(false));
    on("Reconnected", () => this.arrive());
    on("Disconnected", () => this.broke(room));
    return room;
  }

  meet() {} // whoever comes is seen at the SFU
  signal() {}

  part(connection) {
    this.streams.delete(connection);
  }

  arrived(connection, track) {
    const stream = this.streams.get(connection) ?? new MediaStream();
    this.streams.set(connection, stream);
    stream.addTrack(track);
    this.shown(connection, stream, "connected");
  }

  ended(connection, track) {
    this.streams.get(connection)?.removeTrack(track);
  }

  use(kind, track, source) {
    this.tracks[kind] = track;
    if (source) this.sources[kind] = source;
    this.queue(() => this.send(kind));
  }

  sendAll() {
    for (const kind of ["audio", "video"]) this.queue(() => this.send(kind));
  }

  // One after the other; what is refused is tried again when the rights are others.
  queue(step) {
    this.work = this.work.then(() => (this.room?.state === "connected" ? step() : null)).catch(() => {});
  }

  async send(kind) {
    const [track, own] = [this.tracks[kind], this.room.localParticipant];
    const before = this.sent[kind];
    if (before && before.track !== track) {
      this.sent[kind] = null;
      await own.unpublishTrack(before.track, false);
    }
    if (this.sent[kind]) await this.mute(this.sent[kind].publication, track);
    else if (track?.enabled) this.sent[kind] = { track, publication: await own.publishTrack(track, this.manner(kind)) };
  }

  manner(kind) {
    return { source: this.sources[kind], simulcast: kind === "video" && this.sources.video === "camera" };
  }

  async mute(publication, track) {
    if (track.enabled) await publication.unmute();
    else await publication.mute();
  }

  unsent(publication) {
    for (const kind of ["audio", "video"]) {
      if (this.sent[kind]?.publication === publication) this.sent[kind] = null;
    }
  }

  // Saving: voices only.
  save(on) {
    this.saving = on;
    for (const publication of this.publications()) this.wish(publication);
  }

  wish(publication) {
    if (publication.kind === "video") publication.setSubscribed(!this.saving);
  }

  publications() {
    const people = [...(this.room?.remoteParticipants.values() ?? [])];
    return people.flatMap((person) => [...person.trackPublications.values()]);
  }

  broke(room) {
    if (this.closed || room !== this.room) return;
    this.room = undefined;
    this.sent = { audio: null, video: null };
    this.streams.clear();
    this.reached(false);
    this.waiting = setTimeout(() => this.join(), WAITS[Math.min(this.tries++, WAITS.length - 1)]);
  }

  close() {
    this.closed = true;
    clearTimeout(this.waiting);
    this.room?.disconnect(false);
  }
}
