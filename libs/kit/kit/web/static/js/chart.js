// Draws every [data-chart] figure from its Vega-Lite specification when it comes near the screen. Vega's expressions go
// through its interpreter (ast), so no eval; its style sheet is ours, so no inline style.
const LOCALES = {
  vi: {
    number: { decimal: ",", thousands: ".", grouping: [3], currency: ["", " ₫"] },
    time: {
      dateTime: "%H:%M %d/%m/%Y", date: "%d/%m/%Y", time: "%H:%M:%S", periods: ["SA", "CH"],
      days: ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
      shortDays: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
      months: Array.from({ length: 12 }, (_, at) => `Tháng ${at + 1}`),
      shortMonths: Array.from({ length: 12 }, (_, at) => `Th${at + 1}`),
    },
  },
};
let libraries;

function load(addresses) {
  return addresses.reduce((before, address) => before.then(() => new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  })), Promise.resolve());
}

// Colours are read as the browser computed them, since light-dark() and color-mix() mean nothing to a canvas.
function colours(names) {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.hidden = true;
  const found = names.map((name) => {
    probe.style.color = `var(--${name})`;
    const [, ...parts] = /color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)/.exec(getComputedStyle(probe).color) ?? [];
    return parts.length ? `rgb(${parts.map((part) => Math.round(part * 255)).join(",")})` : getComputedStyle(probe).color;
  });
  probe.remove();
  return found;
}

function config() {
  const [primary, second, violet, success, warning, danger, text, soft, line] =
    colours(["primary", "second", "violet", "success", "warning", "danger", "text", "text-soft", "line"]);
  const font = getComputedStyle(document.body).fontFamily;
  return {
    background: "transparent", font, padding: 2, numberFormat: ",~f",
    view: { stroke: null },
    mark: { color: primary, tooltip: true },
    bar: { cornerRadiusEnd: 2 }, line: { strokeWidth: 2 }, area: { fillOpacity: 0.25, line: true }, rule: { color: soft },
    range: { category: [primary, warning, danger, violet, success, second] },
    axis: { labelColor: soft, titleColor: soft, domainColor: line, tickColor: line, gridColor: line, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500, labelPadding: 6, titlePadding: 8, labelLimit: 160 },
    axisX: { grid: false }, axisY: { domain: false, ticks: false, tickCount: 5 },
    legend: { labelColor: text, titleColor: soft, labelFontSize: 12, titleFontSize: 12, orient: "top", symbolType: "square", columns: innerWidth < 600 ? 2 : 0 },
    title: { color: text }, text: { color: text },
  };
}

async function draw(figure) {
  const place = figure.querySelector("[data-chart-drawing]");
  const spec = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  try {
    libraries ??= load(figure.dataset.libraries.split(" "));
    await Promise.all([libraries, document.fonts.ready]);
    const locale = LOCALES[figure.dataset.language];
    await vegaEmbed(place, { width: "container", autosize: { type: "fit", contains: "padding" }, ...spec }, {
      mode: "vega-lite", renderer: "canvas", ast: true, actions: false, defaultStyle: false, config: config(),
      tooltip: { disableDefaultStyle: true, theme: "page" },
      ...(locale && { formatLocale: locale.number, timeFormatLocale: locale.time }),
    });
    figure.dataset.drawn = "true";
  } catch (error) {
    place.textContent = figure.dataset.failed;
    place.className = "chart__failed";
    figure.querySelector("details").open = true;
    console.warn("chart", figure.id, error);
  }
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    draw(target);
  }
}, { rootMargin: "200px" });

const find = (root) => root.querySelectorAll("[data-chart]:not([data-drawn])").forEach((figure) => near.observe(figure));
const again = () => document.querySelectorAll("[data-chart][data-drawn]").forEach(draw);

find(document);
document.addEventListener("htmx:after:swap", () => find(document));
document.addEventListener("theme-changed", again);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
addEventListener("beforeprint", () => document.querySelectorAll("[data-chart]:not([data-drawn])").forEach(draw));
