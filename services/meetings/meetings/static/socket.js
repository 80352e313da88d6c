// The meeting's WebSocket: comes back by itself, says that it is there, hands every message to `hear`.

const BEAT = 8000;
const WAITS = [300, 1000, 2000, 4000, 8000];
const OVER = 4000; // the service ended it for good
const SIGNED_OUT = 1008; // the front door: the session it was opened in is over

export class Socket {
  constructor(address, hear, changed) {
    this.address = new URL(address, location.href);
    this.address.protocol = this.address.protocol.replace("http", "ws");
    this.hear = hear;
    this.changed = changed;
    this.tries = 0;
    this.over = false;
    addEventListener("online", () => this.retry());
    this.open();
  }

  open() {
    this.line = new WebSocket(this.address);
    this.line.onopen = () => {
      this.tries = 0;
      this.changed(true);
      this.beating = setInterval(() => this.say({ type: "beat" }), BEAT);
    };
    this.line.onmessage = (event) => this.hear(JSON.parse(event.data));
    this.line.onclose = (event) => this.closed(event.code);
  }

  closed(code) {
    clearInterval(this.beating);
    if (this.over || code === OVER) return;
    if (code === SIGNED_OUT) return this.hear({ type: "over", reason: "session" });
    this.changed(false);
    this.waiting = setTimeout(() => this.open(), WAITS[Math.min(this.tries++, WAITS.length - 1)]);
  }

  retry() {
    if (this.over || this.line.readyState <= WebSocket.OPEN) return;
    clearTimeout(this.waiting);
    this.open();
  }

  say(message) {
    if (this.line.readyState === WebSocket.OPEN) this.line.send(JSON.stringify(message));
  }

  // Away and back, into the same place.
  again() {
    if (!this.over) this.line.close();
  }

  end() {
    this.over = true;
    this.line.close(1000);
  }
}
