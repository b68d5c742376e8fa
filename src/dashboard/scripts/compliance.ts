import { Card, type Drawing } from './card.ts';
import { complianceBars, complianceHeight } from './complianceChart.ts';
import { nameOf, readCompliance, unnamed, type Referential } from './service.ts';
import { rests } from './rests.ts';
import { text } from './texts.ts';

/** How many referentials have a card; those that most analyses use come first. */
const most = 6;

/** How far organisations comply with each referential; the first card stands there already. */
export async function showCompliance(cards: Card[], add: () => Card, period: string, isCurrent: () => boolean) {
  const compliance = await readCompliance(period === 'latest' ? undefined : period);
  if (!isCurrent()) return;
  const shown = (compliance.average ?? []).toSorted((a, b) => b.stats - a.stats).slice(0, most);
  if (shown.length === 0) return cards[0]!.empty(period === 'latest' ? 'empty' : 'emptyPeriod');
  cards.forEach((card, at) => { card.element.hidden = at >= shown.length; });
  while (cards.length < shown.length) cards.push(add());
  const basisOf = ({ stats }: Referential) => (period === 'latest' ? rests({ ...compliance, analyses: stats, contributors: null }) : text('months', { n: period }));
  await Promise.all(shown.map((referential, at) => cards[at]!.show(complianceDrawing(referential, basisOf(referential)))));
}

function complianceDrawing(referential: Referential, basis: string): Drawing {
  const name = nameOf(referential.labels) ?? unnamed(referential.referential);
  return {
    title: text('complianceWith', { name }),
    note: `${text('complianceNote')} ${basis}`,
    file: `compliance-${referential.referential.slice(0, 8)}`,
    data: async () => ({
      columns: [text('category'), text('controls'), text('current'), text('target')],
      rows: referential.categories.map(category => [nameOf(category.labels) ?? '', category.controls, category.current, category.target]),
    }),
    picture: complianceBars(referential),
    height: complianceHeight(referential),
  };
}
