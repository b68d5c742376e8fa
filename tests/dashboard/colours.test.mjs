import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const least = 15;
const styles = readFileSync(new URL('../../src/dashboard/styles/base.css', import.meta.url), 'utf8');

/** The colour of a name, in light and in dark. */
const colours = name => new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(styles).slice(1);

/** How full colour blindness changes linear RGB. Source: Machado, Oliveira and Fernandes 2009, severity 1. */
const eyes = {
  none: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const linear = channel => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);

/** CIELAB, as such eyes see it. */
function lab(colour, eye) {
  const plain = [1, 3, 5].map(at => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  const [r, g, b] = eyes[eye].map(row => Math.min(1, Math.max(0, row.reduce((sum, factor, at) => sum + factor * plain[at], 0))));
  const [x, y, z] = [
    (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883,
  ].map(part => (part > 216 / 24389 ? Math.cbrt(part) : ((24389 / 27) * part + 16) / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/**
 * CIEDE2000. Source: Sharma, Wu and Dalal 2005.
 * @param {number[]} first
 * @param {number[]} second
 */
function distance([l1, a1, b1], [l2, a2, b2]) {
  const radian = Math.PI / 180;
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const angle = (x, y) => (Math.atan2(y, x) / radian + 360) % 360;
  const [h1, h2] = [angle(p1, b1), angle(p2, b2)];
  const grey = c1 * c2 === 0;
  const turn = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const hue = 2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * radian);
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const h = grey ? h1 + h2 : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
  const t = 1 - 0.17 * Math.cos((h - 30) * radian) + 0.24 * Math.cos(2 * h * radian) + 0.32 * Math.cos((3 * h + 6) * radian) - 0.2 * Math.cos((4 * h - 63) * radian);
  const rotation = -Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * radian) * 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const [dl, dc, dh] = [(l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2)), (c2 - c1) / (1 + 0.045 * c), hue / (1 + 0.015 * c * t)];
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh);
}

test('The distance of two colours is that of the published pairs', () => {
  assert.ok(Math.abs(distance([50, 2.6772, -79.7751], [50, 0, -82.7485]) - 2.0425) < 0.0001);
  assert.ok(Math.abs(distance([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619]) - 2.0373) < 0.0001);
  assert.ok(Math.abs(distance([50, 2.5, 0], [56, -27, -3]) - 31.903) < 0.001);
});

for (const [group, names] of /** @type {[string, string[]][]} */ ([
  ['lines and those behind them', ['line-0', 'line-1', 'line-2', 'line-3', 'line-4', 'line-5', 'faded']],
  ['a band and what is behind it', ['band', 'surface']],
  ['a band and the line on it', ['band', 'line-0']],
  ['a band and the median on it', ['band', 'quiet']],
  ['levels of risk', ['low', 'medium', 'high']],
  ['a bar and what is behind it', ['threats', 'track']],
  ['a bar and what is behind it, of vulnerabilities', ['vulnerabilities', 'track']],
  ['a bar and what is behind it, of compliance', ['compliance', 'track']],
  ...[0, 1, 2, 3].map(step => [`the steps ${step} and ${step + 1} of a matrix`, [`heat-${step}`, `heat-${step + 1}`]]),
]))
  for (const [at, scheme] of ['light', 'dark'].entries())
    for (const eye of Object.keys(eyes))
      test(`The colours of ${group} can be told apart, ${scheme}, ${eye === 'none' ? 'by full sight' : `with ${eye}`}`, () => {
        const seen = names.map(name => ({ name, colour: lab(colours(name)[at], eye) }));
        for (const [index, one] of seen.entries())
          for (const other of seen.slice(0, index)) {
            const apart = distance(one.colour, other.colour);
            assert.ok(apart >= least, `${one.name} and ${other.name}: ${apart}`);
          }
      });
