// Draws each chart of the page from the specification that stands beside it.
// `ast: true` has Vega interpret its expressions instead of compiling them, so that the page's
// Content-Security-Policy needs no 'unsafe-eval'.
"use strict";

(() => {
  document.documentElement.classList.add("scripted");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function config() {
    const ink = colour("--ink");
    const soft = colour("--soft");
    const line = colour("--line");
    return {
      background: null,
      font: getComputedStyle(document.body).fontFamily,
      view: { stroke: null },
      range: { category: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => colour(`--series-${n}`)) },
      point: { stroke: colour("--raised"), strokeWidth: 1 },
      mark: { color: colour("--series-1") },
      text: { color: ink },
      axis: {
        labelColor: soft, titleColor: soft, gridColor: line, domainColor: line, tickColor: line,
        labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", gridDash: [2, 3],
      },
      axisY: { domain: false, ticks: false },
      legend: { labelColor: ink, labelFontSize: 12, labelLimit: 320, columns: matchMedia("(max-width: 40rem)").matches ? 2 : 0 },
    };
  }

  async function draw(plot) {
    const spec = JSON.parse(document.getElementById(plot.dataset.spec).textContent);
    const result = await vegaEmbed(plot, spec, {
      ast: true,
      actions: false,
      renderer: "svg",
      defaultStyle: false,
      config: config(),
      loader: { target: "_self" },
      tooltip: { disableDefaultStyle: true },
    });
    plot.dataset.drawn = "yes";
    return result;
  }

  const plots = [...document.querySelectorAll(".plot")];
  let drawn = plots.map(draw);

  async function redraw() {
    for (const one of await Promise.all(drawn)) one.finalize();
    drawn = plots.map(draw);
  }
  dark.addEventListener("change", redraw);
})();
