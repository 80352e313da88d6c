// The person's own microphone, camera and screen.

const VIDEO = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 25 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export class Devices {
  // `use(kind, track, source)` is told what is to be sent: a track, or null for nothing.
  constructor(use, changed) {
    this.use = use;
    this.changed = changed;
    this.audio = this.video = this.shared = null;
    this.chosen = { audio: "", video: "" };
    this.forbidden = false;
  }

  get state() {
    return { microphone: Boolean(this.audio?.enabled), camera: Boolean(this.video), screen: Boolean(this.shared) };
  }

  get source() {
    return this.shared ? "screen_share" : "camera";
  }

  async microphone(on) {
    if (on && this.forbidden) return;
    if (on && !this.audio) this.audio = await this.open("audio", SOUND);
    if (this.audio) this.audio.enabled = on;
    this.use("audio", this.audio);
    this.changed();
  }

  async camera(on) {
    if (on && !this.video) this.video = await this.open("video", VIDEO);
    else if (!on) this.video = stopped(this.video);
    this.show();
  }

  async screen(on) {
    this.shared = on ? await picked() : stopped(this.shared);
    if (this.shared) this.shared.onended = () => this.screen(false);
    this.show();
  }

  // Put to silence by who conducts: off, and not to be switched on.
  silence(on) {
    this.forbidden = on;
    if (on) this.microphone(false);
  }

  async choose(kind, id) {
    this.chosen[kind] = id;
    if (kind === "video" && this.video) {
      this.video = stopped(this.video);
      await this.camera(true);
    } else if (kind === "audio" && this.audio) {
      const on = this.audio.enabled;
      this.audio = stopped(this.audio);
      await this.microphone(on);
    }
  }

  async open(kind, wishes) {
    const device = this.chosen[kind] ? { deviceId: { ideal: this.chosen[kind] } } : {}; // it may have been unplugged
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: { ...wishes, ...device } });
    return stream.getTracks()[0];
  }

  show() {
    this.use("video", this.shared ?? this.video, this.source);
    this.changed();
  }

  close() {
    this.audio = stopped(this.audio);
    this.video = stopped(this.video);
    this.shared = stopped(this.shared);
  }
}

// Null of who was asked which screen and chose none: nothing is wrong with their devices.
async function picked() {
  try {
    return (await navigator.mediaDevices.getDisplayMedia({ video: true })).getVideoTracks()[0];
  } catch (error) {
    if (error.name === "NotAllowedError") return null;
    throw error;
  }
}

function stopped(track) {
  track?.stop();
  return null;
}
