// How loud everybody is, from the sound itself: the own meter of the device check, and who is speaking now.

const EVERY = 150;
const HEARD = 0.02;
const HOLD = 700; // a pause between two words

export class Levels {
  // `spoke(connection, on)` is told when somebody begins or stops, `own(level)` all the time.
  constructor(spoke, own) {
    this.spoke = spoke;
    this.own = own;
    this.ears = new Map();
    this.context = null;
    addEventListener("pointerdown", () => this.context?.resume());
    addEventListener("keydown", () => this.context?.resume());
    setInterval(() => this.look(), EVERY);
  }

  watch(connection, stream) {
    const [track] = stream.getAudioTracks();
    if (this.ears.get(connection)?.track === track) return;
    this.forget(connection);
    if (!track) return;
    this.context ??= new AudioContext();
    const source = this.context.createMediaStreamSource(new MediaStream([track]));
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 512;
    source.connect(analyser);
    this.ears.set(connection, { track, source, analyser, until: 0, on: false });
  }

  forget(connection) {
    this.ears.get(connection)?.source.disconnect();
    this.ears.delete(connection);
  }

  clear() {
    for (const connection of [...this.ears.keys()]) if (connection !== "own") this.forget(connection);
  }

  look() {
    for (const [connection, ear] of this.ears) {
      const level = loudness(ear.analyser);
      if (connection === "own") this.own(level);
      if (level > HEARD) ear.until = Date.now() + HOLD;
      const on = Date.now() < ear.until;
      if (on !== ear.on) this.spoke(connection, on);
      ear.on = on;
    }
  }
}

function loudness(analyser) {
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
