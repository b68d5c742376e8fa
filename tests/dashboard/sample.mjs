/** Days of statistics: the last ninety but for a gap, so that lines have something to leave out. */
export const days = Array.from({ length: 90 }, (_, ago) => ago)
  .filter(ago => ago < 40 || ago >= 50)
  .map(ago => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10));

const uuid = (kind, at) => `${kind}${String(at).padStart(6, '0')}-4576-4e91-9173-0800277f0571`;
const names = at => ({ label1: `Nom ${at}`, label2: `Name ${at}`, label3: `Bezeichnung ${at}`, label4: `Naam ${at}` });

/** Names as they should not be: one language only, with a formula, with markup. */
const odd = {
  1: { label1: 'Seulement en français', label2: '', label3: null, label4: '' },
  2: { label1: '=1+1', label2: '=1+1', label3: '=1+1', label4: '=1+1' },
  3: { label1: '<img src=x onerror=alert(1)>', label2: '<img src=x onerror=alert(1)>', label3: 'x, "y"', label4: 'x' },
};

const rated = (kind, client, day) => Array.from({ length: 24 }, (_, at) => ({
  uuid: uuid(kind, at),
  ...(odd[at] ?? names(at)),
  count: 30 - at + client + (day % 3),
  maxRisk: 10 + ((at * 7) % 24) + client,
  averageRate: (0.5 + ((at * 5) % 24) / 10 + client / 4 + (day % 5) / 100).toFixed(2),
}));

const levels = (low, medium, high) => [
  { level: 'Low risks', value: low }, { level: 'Medium risks', value: medium }, { level: 'High risks', value: high },
];

const risk = (client, day) => ({
  total: {},
  risks: {
    current: { informational: levels(60 + client, 20 + (day % 4), 7), operational: levels(30, 10 + client, 4) },
    residual: { informational: levels(75, 9, 2 + client), operational: levels(38, 5, 1 + (day % 2)) },
  },
});

/** Where impact and likelihood, or impact and probability, cross: only what is not empty is sent. */
const cartography = (client, day) => {
  const grid = columns => Object.fromEntries([0, 1, 2, 3, 4].map(impact => [impact, Object.fromEntries(columns.filter(column => (impact + column) % 3 !== 2).map(column => [column, 1 + ((impact * column + client + day) % 5)]))]));
  const [likelihood, probability] = [[0, 1, 2, 3, 4, 6, 8, 9, 12, 16, 20], [0, 1, 2, 3, 4]];
  const state = () => ({ informational: grid(likelihood), operational: grid(probability) });
  return { scales: { impact: [0, 1, 2, 3, 4], probability, likelihood }, risks: { current: state(), residual: state() } };
};

const compliance = client => {
  const controls = (category, value) => Array.from({ length: 4 }, (_, at) => ({ code: `5.${at}`, measure: uuid('c0', 10 * category + at), value: value.toFixed(2) }));
  const part = at => ({ label1: `Catégorie ${at}`, label2: `Category ${at}`, label3: `Kategorie ${at}`, label4: `Categorie ${at}` });
  const state = value => [0, 1, 2].map(at => ({ ...part(at), controls: controls(at, value / (at + 1)), value: (value / (at + 1)).toFixed(2) }));
  return [{ referential: uuid('f0', 1), label1: 'ISO 27002 fr', label2: 'ISO 27002 en', label3: 'ISO 27002 de', label4: 'ISO 27002 nl', current: state(0.4 + client / 10), target: state(0.9) }];
};

/** What a front office of one analysis sends in these days. */
export function statistics(client) {
  const anr = uuid('aa', client);
  return days.flatMap((date, day) => [
    { anr, type: 'threat', date, data: rated('b4', client, day) },
    { anr, type: 'vulnerability', date, data: rated('69', client, day) },
    { anr, type: 'risk', date, data: risk(client, day) },
    { anr, type: 'cartography', date, data: cartography(client, day) },
    { anr, type: 'compliance', date, data: compliance(client) },
  ]);
}
