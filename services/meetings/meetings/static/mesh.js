// Everybody's sound and picture straight to everybody: one RTCPeerConnection a person, by the pattern of perfect
// negotiation (W3C WebRTC 1.0, section 10.7). Who came later is polite and makes the first offer.

export class Mesh {
  constructor(own, ice, say, shown) {
    this.own = own;
    this.ice = ice;
    this.say = say;
    this.shown = shown;
    this.peers = new Map();
    this.tracks = { audio: null, video: null };
    this.saving = false;
  }

  // `polite` gives way when both offer at once.
  meet(connection, polite) {
    if (this.peers.has(connection)) return this.peers.get(connection);
    const peer = new Peer(connection, polite, this);
    this.peers.set(connection, peer);
    if (polite) peer.send();
    return peer;
  }

  part(connection) {
    this.peers.get(connection)?.close();
    this.peers.delete(connection);
  }

  async signal(message) {
    await this.meet(message.from, false).hear(message);
  }

  use(kind, track) {
    this.tracks[kind] = track;
    for (const peer of this.peers.values()) peer.replace(kind, track);
  }

  // Saving: voices only, in both directions.
  save(on) {
    this.saving = on;
    for (const peer of this.peers.values()) peer.turn();
  }

  get direction() {
    return { audio: "sendrecv", video: this.saving ? "inactive" : "sendrecv" };
  }

  close() {
    for (const connection of [...this.peers.keys()]) this.part(connection);
  }
}

class Peer {
  constructor(connection, polite, mesh) {
    this.connection = connection;
    this.polite = polite;
    this.mesh = mesh;
    this.offering = false;
    this.ignored = false;
    this.stream = new MediaStream();
    this.senders = {};
    this.rtc = new RTCPeerConnection({ iceServers: mesh.ice });
    this.rtc.onnegotiationneeded = () => this.offer();
    this.rtc.onicecandidate = ({ candidate }) => this.say({ candidate: plain(candidate) });
    this.rtc.ontrack = ({ track }) => this.arrived(track);
    this.rtc.onconnectionstatechange = () => this.changed();
  }

  // Two lanes from the start, silent until there is something to send: nothing is negotiated again for a mute.
  send() {
    for (const kind of ["audio", "video"]) {
      const lane = this.rtc.addTransceiver(this.mesh.tracks[kind] ?? kind, { direction: this.mesh.direction[kind] });
      this.senders[kind] = lane.sender;
    }
  }

  async offer() {
    try {
      this.offering = true;
      await this.rtc.setLocalDescription();
      this.say({ description: described(this.rtc.localDescription) });
    } finally {
      this.offering = false;
    }
  }

  async hear({ description, candidate }) {
    if (description) await this.agree(description);
    else if (candidate) await this.reach(candidate);
  }

  async agree(description) {
    const clash = description.type === "offer" && (this.offering || this.rtc.signalingState !== "stable");
    this.ignored = !this.polite && clash;
    if (this.ignored) return;
    await this.rtc.setRemoteDescription(description);
    if (description.type !== "offer") return;
    this.answerLanes();
    await this.rtc.setLocalDescription();
    this.say({ description: described(this.rtc.localDescription) });
  }

  // The lanes the other side opened are ours to send on too.
  answerLanes() {
    for (const lane of this.rtc.getTransceivers()) {
      const kind = lane.receiver.track.kind;
      if (this.senders[kind]) continue;
      lane.direction = this.mesh.direction[kind];
      this.senders[kind] = lane.sender;
      lane.sender.replaceTrack(this.mesh.tracks[kind]);
    }
  }

  turn() {
    for (const lane of this.rtc.getTransceivers()) lane.direction = this.mesh.direction[lane.receiver.track.kind];
  }

  async reach(candidate) {
    try {
      await this.rtc.addIceCandidate(candidate);
    } catch (error) {
      if (!this.ignored) throw error;
    }
  }

  arrived(track) {
    this.stream.addTrack(track);
    this.mesh.shown(this.connection, this.stream, this.rtc.connectionState);
  }

  changed() {
    if (this.rtc.connectionState === "failed") this.rtc.restartIce();
    this.mesh.shown(this.connection, this.stream, this.rtc.connectionState);
  }

  replace(kind, track) {
    this.senders[kind]?.replaceTrack(track);
  }

  say(signal) {
    if (signal.candidate !== null) this.mesh.say({ type: "signal", to: this.connection, ...signal });
  }

  close() {
    this.rtc.close();
  }
}

function described({ type, sdp }) {
  return { type, sdp };
}

function plain(candidate) {
  if (!candidate) return null;
  const { candidate: line, sdpMid, sdpMLineIndex, usernameFragment } = candidate.toJSON();
  return { candidate: line, sdpMid, sdpMLineIndex, usernameFragment };
}
