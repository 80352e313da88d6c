// Events from the server reach a page as they happen. In HTML:
//   <div data-live="lgsp-gateway.service-registered.v1" hx-get="/feed" hx-trigger="live">   asks anew on each event
//   <span data-live-state data-open="đang nối" data-lost="mất kết nối"></span>
// `data-live` may name several topics, apart by spaces. The element gets the event "live" with detail {topic, data};
// many events in a moment make one. With `data-live-within="3000"` the moment is as long as chance has it, up to so many
// ms, so that not all browsers ask at once. Scripts may listen for it too. Without SharedWorker the page connects itself.
const worker = document.querySelector("script[data-worker]").dataset.worker;
const TOGETHER = 250;
const waiting = new Map();

const elements = () => [...document.querySelectorAll("[data-live]")];
const topicsOf = (element) => element.dataset.live.split(/\s+/).filter(Boolean);
const wanted = () => [...new Set(elements().flatMap(topicsOf))];

function deliver(topic, text) {
  const data = JSON.parse(text);
  for (const element of elements()) {
    if (!topicsOf(element).includes(topic)) continue;
    const first = !waiting.has(element);
    waiting.set(element, { topic, data });
    if (first) setTimeout(() => flush(element), TOGETHER + Math.random() * (element.dataset.liveWithin ?? 0));
  }
}

function flush(element) {
  const detail = waiting.get(element);
  waiting.delete(element);
  if (element.isConnected) element.dispatchEvent(new CustomEvent("live", { detail }));
}

let shown;
function show(state) {
  shown = state;
  for (const element of document.querySelectorAll("[data-live-state]")) {
    element.dataset.liveState = state;
    element.textContent = element.dataset[state] ?? "";
  }
}

function overWorker() {
  const { port } = new SharedWorker(worker, { name: "live" });
  port.onmessage = ({ data }) => (data.state ? show(data.state) : deliver(data.topic, data.data));
  addEventListener("pagehide", () => port.postMessage({ bye: true }));
  return (topics) => port.postMessage({ topics });
}

function overPage() {
  const source = new EventSource("/events");
  const heard = new Set();
  source.onopen = () => show("open");
  source.onerror = () => show("lost");
  addEventListener("pagehide", () => source.close());
  return (topics) => {
    for (const topic of topics.filter((one) => !heard.has(one))) {
      heard.add(topic);
      source.addEventListener(topic, (event) => deliver(topic, event.data));
    }
  };
}

let subscribe;
function start() {
  if (!wanted().length && !document.querySelector("[data-live-state]")) return;
  subscribe ??= window.SharedWorker ? overWorker() : overPage();
  subscribe(wanted());
  if (shown) show(shown);
}

start();
document.addEventListener("htmx:after:swap", start);
addEventListener("pageshow", (event) => event.persisted && start());
