// The device check: which microphone and camera, remembered for the next meeting, and how loud the own voice is.

const KEPT = "meetings.devices";

export class Check {
  constructor(part, devices, failed) {
    this.part = part;
    this.devices = devices;
    Object.assign(devices.chosen, remembered());
    for (const kind of ["audio", "video"]) {
      part(`choose-${kind}`).addEventListener("change", (event) => this.choose(kind, event.target.value).catch(failed));
    }
    navigator.mediaDevices?.addEventListener("devicechange", () => this.list());
    this.list();
  }

  async choose(kind, id) {
    localStorage.setItem(KEPT, JSON.stringify({ ...this.devices.chosen, [kind]: id }));
    await this.devices.choose(kind, id);
  }

  // Names are known only once the person has allowed the use.
  async list() {
    const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    for (const kind of ["audio", "video"]) {
      const some = found.filter((device) => device.kind === `${kind}input` && device.label);
      this.part(`choose-${kind}`).replaceChildren(...some.map((device) => this.option(kind, device)));
      this.part(`choose-${kind}`).disabled = !some.length;
    }
  }

  option(kind, { deviceId, label }) {
    return new Option(label, deviceId, false, deviceId === this.devices.chosen[kind]);
  }

  level(value) {
    this.part("level").value = Math.min(1, value * 5);
  }
}

function remembered() {
  try {
    const { audio = "", video = "" } = JSON.parse(localStorage.getItem(KEPT)) ?? {};
    return { audio: String(audio), video: String(video) };
  } catch {
    return {};
  }
}
