// Draws the curves of a page over the drawings that the server made, and keeps them when a part of
// the page is replaced: the same canvas moves into the new place and gets the new numbers.
"use strict";
(function () {
  if (!window.uPlot) return;
  const INK = "#1b2529", QUIET = "#4a555a", LINE = "#ddd5c4", BLUE = "#17456e", RED = "#96281b";
  const BAND = "rgb(23 69 110 / 20%)";
  const FONT = '14px "PingFang SC", "Microsoft YaHei", "Noto Sans SC", system-ui, sans-serif';
  const STEPS = [900, 1800, 3600, 7200, 10800, 21600];
  const PEOPLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const charts = new Map();

  // One row of times under all curves; what a curve does not know stays open.
  function columns(told) {
    const rows = new Map();
    const at = function (time) {
      if (!rows.has(time)) rows.set(time, [null, null, null, null, null]);
      return rows.get(time);
    };
    told.past.forEach(function (p) { at(p[0])[0] = p[1]; });
    told.next.forEach(function (p) { at(p[0]).splice(1, 3, p[1], p[2], p[3]); });
    told.was.forEach(function (p) { at(p[0])[4] = p[1]; });
    const times = Array.from(rows.keys()).sort(function (a, b) { return a - b; });
    const data = [times];
    for (let n = 0; n < 5; n += 1) data.push(times.map(function (time) { return rows.get(time)[n]; }));
    return data;
  }

  function clock(zone) {
    const format = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone,
    });
    return function (time) { return format.format(new Date(time * 1000)); };
  }

  function filled(words, values) {
    return words.replace(/\{(\d)\}/g, function (_, n) { return values[n]; });
  }

  // A line from top to bottom, with its word beside it on the side where there is room.
  function mark(u, time, word, colour, dash, row) {
    if (!time || time < u.scales.x.min || time > u.scales.x.max) return;
    const ctx = u.ctx, px = devicePixelRatio;
    const x = Math.round(u.valToPos(time, "x", true));
    const right = x > u.bbox.left + u.bbox.width * 0.7;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.lineWidth = 1.5 * px;
    ctx.setLineDash(dash.map(function (n) { return n * px; }));
    ctx.beginPath();
    ctx.moveTo(x, u.bbox.top);
    ctx.lineTo(x, u.bbox.top + u.bbox.height);
    ctx.stroke();
    ctx.font = FONT.replace("14px", 14 * px + "px");
    ctx.textAlign = right ? "right" : "left";
    ctx.textBaseline = "top";
    ctx.fillText(word, x + (right ? -5 : 5) * px, u.bbox.top + row * 18 * px);
    ctx.restore();
  }

  function options(chart, size) {
    const gaps = { spanGaps: true, points: { show: false } };
    const curve = function (more) { return Object.assign({}, gaps, more); };
    return {
      width: size.width,
      height: size.height,
      tzDate: function (time) { return uPlot.tzDate(new Date(time * 1000), chart.told.zone); },
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
      scales: { y: { range: function (u, low, high) { return [0, Math.max(high || 0, 4) * 1.08]; } } },
      axes: [
        { stroke: QUIET, font: FONT, incrs: STEPS, space: 62, size: 34, grid: { show: false }, ticks: { stroke: LINE },
          values: function (u, times) { return times.map(chart.clock); } },
        { stroke: QUIET, font: FONT, incrs: PEOPLE, size: 44, grid: { stroke: LINE, width: 1 }, ticks: { show: false } },
      ],
      series: [
        {},
        curve({ stroke: INK, width: 2.5 }),
        curve({ width: 0 }),
        curve({ stroke: BLUE, width: 2.5, dash: [7, 4] }),
        curve({ width: 0 }),
        curve({ stroke: QUIET, width: 2, dash: [2, 4] }),
      ],
      bands: [{ series: [4, 2], fill: BAND }],
      hooks: {
        draw: [function (u) {
          mark(u, chart.told.now, chart.told.words.now, INK, [], 0);
          mark(u, chart.told.closes, chart.told.words.closes, RED, [6, 4], 1);
        }],
        setCursor: [function (u) { chart.readout.textContent = told_at(chart, u); }],
      },
    };
  }

  function told_at(chart, u) {
    const n = u.cursor.idx;
    if (n === null || n === undefined) return "\u00a0";
    const row = u.data.map(function (column) { return column[n]; });
    const words = chart.told.words, time = chart.clock(row[0]);
    if (row[3] !== null) return filled(words.may_wait, [time, row[3], row[2], row[4]]);
    return row[1] === null ? "\u00a0" : filled(words.waited, [time, row[1]]);
  }

  function room(holder) {
    return { width: Math.max(holder.clientWidth, 200), height: holder.clientWidth < 480 ? 200 : 240 };
  }

  function make(holder) {
    const chart = { told: JSON.parse(holder.dataset.plot), readout: document.createElement("p") };
    chart.clock = clock(chart.told.zone);
    chart.readout.className = "readout";
    chart.readout.textContent = "\u00a0";
    chart.frame = document.createElement("div");
    chart.frame.className = "drawn";
    chart.frame.setAttribute("aria-hidden", "true");
    chart.plot = new uPlot(options(chart, room(holder)), columns(chart.told), chart.frame);
    chart.frame.append(chart.readout);
    new ResizeObserver(function () {
      const size = room(chart.frame);
      if (chart.frame.clientWidth > 0 && size.width !== chart.plot.width) chart.plot.setSize(size);
    }).observe(chart.frame);
    return chart;
  }

  function draw() {
    document.querySelectorAll(".plot[data-plot]").forEach(function (holder) {
      const known = charts.get(holder.id);
      if (known && holder.contains(known.frame)) return;
      if (known) {
        known.told = JSON.parse(holder.dataset.plot);
        known.plot.setData(columns(known.told));
      } else {
        charts.set(holder.id, make(holder));
      }
      holder.append(charts.get(holder.id).frame);
      holder.classList.add("has-canvas");
    });
  }

  const page = document.getElementById("page");
  // Called before the next picture is shown, so nothing flickers.
  if (page) new MutationObserver(draw).observe(page, { childList: true });
  draw();
})();
