// One connection to /events for the whole browser, shared by all its pages (a browser allows six to one host).
// A page says {topics: [...]} and gets {topic, data, id} for those; {state: "open" | "lost"} goes to everybody.
const ports = new Map();
let source;
let state = "lost";

function tell(port, message) {
  port.postMessage(message);
}

function announce(next) {
  state = next;
  for (const port of ports.keys()) tell(port, { state });
}

function pass(event) {
  for (const [port, topics] of ports) {
    if (topics.has(event.type)) tell(port, { topic: event.type, data: event.data, id: event.lastEventId });
  }
}

const heard = new Set();
function listen(topic) {
  if (heard.has(topic)) return;
  heard.add(topic);
  source.addEventListener(topic, pass);
}

function connect() {
  source = new EventSource("/events");
  heard.clear();
  source.onopen = () => announce("open");
  source.onerror = () => {
    announce("lost");
    // The browser tries again by itself, except after an answer such as 401 or 503: then we do, in a while.
    if (source.readyState === EventSource.CLOSED) setTimeout(reconnect, 15000);
  };
  for (const topics of ports.values()) topics.forEach(listen);
}

function reconnect() {
  source = undefined;
  if (ports.size) connect();
}

function leave(port) {
  ports.delete(port);
  if (ports.size) return;
  source?.close();
  source = undefined;
}

onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data.bye) return leave(port);
    ports.set(port, new Set(data.topics));
    if (!source) connect();
    data.topics.forEach(listen);
    tell(port, { state });
  };
  port.start();
};
