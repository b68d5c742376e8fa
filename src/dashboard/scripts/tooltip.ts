import { dayScale } from './axes.ts';
import { frameOf, lineColour, valueScale, type LineModel } from './lineChart.ts';
import { svg } from './svg.ts';
import { longDate, mean, number, text } from './texts.ts';

/** Under the pointer: all highlighted values of a day, and the grey line that it touches. */
export function tooltip(stage: HTMLElement, chart: SVGSVGElement, model: LineModel) {
  const [width, height] = [chart.viewBox.baseVal.width, chart.viewBox.baseVal.height];
  // Measured once the pointer comes: until then nobody needs it.
  let measured: ReturnType<typeof measure> | undefined;
  const measure = () => {
    const frame = frameOf(model, width, height);
    return { frame, x: dayScale(model.days, frame), y: valueScale(model, frame) };
  };
  const rule = svg('line', { stroke: 'var(--control)', visibility: 'hidden', class: 'rule' });
  const box = document.createElement('div');
  box.className = 'tooltip';
  box.hidden = true;
  chart.append(rule);
  stage.append(box);

  const hide = () => {
    box.hidden = true;
    rule.setAttribute('visibility', 'hidden');
    mark(null);
  };
  const mark = (key: string | null) => {
    for (const group of chart.querySelectorAll<SVGElement>('[data-line]')) group.classList.toggle('touched', group.dataset.line === key);
  };
  chart.addEventListener('pointermove', event => {
    const { frame, x, y } = measured ??= measure();
    const bounds = chart.getBoundingClientRect();
    const [left, top] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const day = Math.round(Math.max(0, Math.min(model.days.length - 1, x.invert(left))));
    if (left > frame.right + 30) return hide();
    const near = (value: number | null | undefined) => (value == null ? Infinity : Math.abs(y(value) - top));
    const touched = model.lines.filter(line => near(line.values[day]) < 9).sort((a, b) => near(a.values[day]) - near(b.values[day]))[0];
    const rows = model.lines
      .filter(line => line.values[day] !== null && (line.colour !== null || line === touched))
      .sort((a, b) => (model.isRank ? 1 : -1) * (a.values[day]! - b.values[day]!));
    mark(touched?.key ?? null);
    for (const [name, value] of Object.entries({ x1: x(day), x2: x(day), y1: frame.top, y2: frame.bottom })) rule.setAttribute(name, String(value));
    rule.removeAttribute('visibility');
    box.replaceChildren(heading(longDate(model.days[day]!)), ...rows.map(line => {
      const row = entry(lineColour(line), line.name, model.isRank ? number(line.values[day]!) : mean(line.values[day]!));
      row.classList.toggle('touched', line === touched);
      return row;
    }), ...bandRows(model, day));
    box.hidden = false;
    const beside = x(day) + 16 + box.offsetWidth > width ? x(day) - 16 - box.offsetWidth : x(day) + 16;
    box.style.left = `${Math.max(0, beside)}px`;
    box.style.top = `${Math.max(0, Math.min(top - 20, height - box.offsetHeight))}px`;
  });
  chart.addEventListener('pointerleave', hide);
}

function bandRows({ band }: LineModel, day: number): HTMLElement[] {
  const [lower, median, upper] = [band?.lower[day], band?.median[day], band?.upper[day]];
  return lower == null ? [] : [entry('var(--band)', text('band'), `${mean(lower)} – ${mean(upper!)}`), entry('var(--quiet)', text('bandMedian'), mean(median!))];
}

function entry(colour: string, named: string, written: string): HTMLElement {
  const row = document.createElement('p');
  const [name, value] = [document.createElement('span'), document.createElement('b')];
  name.textContent = named;
  value.textContent = written;
  row.append(svg('svg', { width: 14, height: 8, 'aria-hidden': 'true' }, svg('rect', { y: 2, width: 14, height: 4, rx: 2, fill: colour })), name, value);
  return row;
}

function heading(content: string) {
  const element = document.createElement('p');
  element.className = 'day';
  element.textContent = content;
  return element;
}
