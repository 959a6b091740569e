// Draws the charts of a page by uPlot. Without it the table below each chart has the same numbers.
"use strict";

(() => {
  const HEIGHT = 180;
  const STEPS = [1, 2, 5].flatMap((step) => [...Array(12).keys()].map((power) => step * 10 ** power)).sort((a, b) => a - b);
  const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
  const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "short" });
  const number = new Intl.NumberFormat(undefined, { notation: "compact", maximumSignificantDigits: 3 });
  const drawn = new Map();

  function shown(value, unit) {
    if (value === null || value === undefined) return "–";
    if (unit === "s" && value > 0 && value < 1) return `${number.format(value * 1000)} ms`;
    return unit ? `${number.format(value)} ${unit}` : number.format(value);
  }

  // Bars of a moment stand upon each other: each is drawn as the sum up to it, the highest one first.
  function stacked(series) {
    const sums = [];
    const bars = series.filter((each) => !each.is_line).map((each) => {
      const heights = each.values.map((value, place) => (sums[place] = (sums[place] || 0) + (value || 0)));
      return { ...each, heights };
    });
    return [...bars.reverse(), ...series.filter((each) => each.is_line).map((each) => ({ ...each, heights: each.values }))];
  }

  // A value between two gaps has no line; it gets a point.
  function alone(plot, place) {
    const values = plot.data[place];
    const isGap = (value) => value === null || value === undefined;
    const found = [...values.keys()].filter((at) => !isGap(values[at]) && isGap(values[at - 1]) && isGap(values[at + 1]));
    return found.length ? found : null;
  }

  function series(each, unit, color) {
    const common = { label: each.name, stroke: color, value: (plot, value, place, at) => (at === null ? "" : shown(each.values[at], unit)) };
    if (!each.is_line) return { ...common, fill: color, width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.8, 24] }) };
    const points = { show: false, filter: alone, size: 6, fill: color };
    return { ...common, width: 2, dash: each.is_dashed ? [6, 4] : undefined, points };
  }

  function draw(element) {
    const { moments, unit, series: given } = JSON.parse(element.dataset.chart);
    const style = getComputedStyle(element);
    const color = (name) => style.getPropertyValue(name).trim();
    const axis = { stroke: color("--quiet"), font: `12px ${style.fontFamily}`, ticks: { stroke: color("--line"), width: 1 } };
    const grid = { stroke: color("--line"), width: 1 };
    const lines = stacked(given);
    element.hidden = false;
    const options = {
      width: element.clientWidth,
      height: HEIGHT,
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      scales: { y: { range: (plot, least, most) => [0, (most || 1) * 1.05] } },
      axes: [
        { ...axis, grid: { show: false }, space: 80, values: (plot, splits) => splits.map((split) => clock.format(split * 1000)) },
        { ...axis, grid, size: 62, values: (plot, splits) => splits.map((split) => shown(split, unit)), ...(unit === "s" ? {} : { incrs: STEPS }) },
      ],
      series: [
        { label: "Time", value: (plot, value) => (value ? moment.format(value * 1000) : "") },
        ...lines.map((each) => series(each, unit, color(`--chart-${each.tone}`))),
      ],
    };
    drawn.set(element, new uPlot(options, [moments, ...lines.map((each) => each.heights)], element));
  }

  function erase(element) {
    sizes.unobserve(element);
    drawn.get(element).destroy();
    drawn.delete(element);
  }

  function drawAll() {
    for (const element of [...drawn.keys()]) if (!element.isConnected) erase(element);
    for (const element of document.querySelectorAll("[data-chart]")) {
      if (drawn.has(element)) continue;
      draw(element);
      sizes.observe(element);
    }
  }

  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const plot = drawn.get(target);
      if (plot && target.clientWidth && plot.width !== target.clientWidth) plot.setSize({ width: target.clientWidth, height: HEIGHT });
    }
  });

  drawAll();
  document.addEventListener("htmx:afterSwap", drawAll);
  // The colours are drawn, so another scheme is drawn anew.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const element of [...drawn.keys()]) erase(element);
    drawAll();
  });
})();
