import assert from 'node:assert/strict';
import { test } from 'node:test';

/** What the page says of a list and of the instance's figures, word for word. */
const headlines = {
  en: {
    first: {
      '': 'Aa is the threat that analyses rate most probable: 3.46 on MONARC’s scale to 4.',
      '?by=count': 'Aa is the threat that occurs in most places of an analysis: 7.50 on average.',
      '?by=maxRisk': 'Aa is the threat with the highest associated risk: 41.00 on average.',
      '?show=vulnerabilities': 'Aa is the vulnerability that analyses rate highest: 3.46 on MONARC’s scale to 5.',
      '?show=vulnerabilities&by=count': 'Aa is the vulnerability that occurs in most places of an analysis: 7.50 on average.',
      '?show=vulnerabilities&by=maxRisk': 'Aa is the vulnerability with the highest associated risk: 41.00 on average.',
    },
    since: 'Since 28 May 2026:', rose: 'Aa rose from 7th to 1st.', fell: 'Bb fell from 1st to 3rd.',
    unchanged: 'Since 28 May 2026, the first of the list have kept their places.',
    figures: ['Organisations', 'Risk analyses', 'High risks per analysis', 'Newest statistics'],
    changes: ['+2 since 28 May 2026', '-6 since 28 May 2026', '-1.25 since 28 May 2026', 'the newest day that is over'],
  },
  fr: {
    first: {
      '': 'Aa est la menace que les analyses jugent la plus probable : 3,46 sur l’échelle de MONARC, qui va jusqu’à 4.',
      '?by=count': 'Aa est la menace qui apparaît le plus souvent dans une analyse : 7,50 fois en moyenne.',
      '?by=maxRisk': 'Aa est la menace dont le risque associé est le plus élevé : 41,00 en moyenne.',
      '?show=vulnerabilities': 'Aa est la vulnérabilité dont la qualification est la plus élevée : 3,46 sur l’échelle de MONARC, qui va jusqu’à 5.',
      '?show=vulnerabilities&by=count': 'Aa est la vulnérabilité qui apparaît le plus souvent dans une analyse : 7,50 fois en moyenne.',
      '?show=vulnerabilities&by=maxRisk': 'Aa est la vulnérabilité dont le risque associé est le plus élevé : 41,00 en moyenne.',
    },
    since: 'Depuis le 28 mai 2026 :', rose: 'Aa est passé de la 7e à la 1re place.', fell: 'Bb est descendu de la 1re à la 3e place.',
    unchanged: 'Depuis le 28 mai 2026, les premières de la liste ont gardé leur rang.',
    figures: ['Organisations', 'Analyses des risques', 'Risques élevés par analyse', 'Statistiques les plus récentes'],
    changes: ['+2 depuis le 28 mai 2026', '-6 depuis le 28 mai 2026', '-1,25 depuis le 28 mai 2026', 'dernier jour complet'],
  },
  de: {
    first: {
      '': 'Aa halten die Analysen für die wahrscheinlichste Bedrohung: 3,46 auf der MONARC-Skala bis 4.',
      '?by=count': 'Aa ist die Bedrohung, die in einer Analyse am häufigsten vorkommt: im Mittel 7,50-mal.',
      '?by=maxRisk': 'Aa ist die Bedrohung mit dem höchsten zugehörigen Risiko: im Mittel 41,00.',
      '?show=vulnerabilities': 'Aa ist die Schwachstelle mit der höchsten Qualifikation: 3,46 auf der MONARC-Skala bis 5.',
      '?show=vulnerabilities&by=count': 'Aa ist die Schwachstelle, die in einer Analyse am häufigsten vorkommt: im Mittel 7,50-mal.',
      '?show=vulnerabilities&by=maxRisk': 'Aa ist die Schwachstelle mit dem höchsten zugehörigen Risiko: im Mittel 41,00.',
    },
    since: 'Seit 28. Mai 2026:', rose: 'Aa stieg von Rang 7 auf Rang 1.', fell: 'Bb fiel von Rang 1 auf Rang 3.',
    unchanged: 'Seit 28. Mai 2026 haben die ersten der Liste ihren Rang behalten.',
    figures: ['Organisationen', 'Risikoanalysen', 'Hohe Risiken je Analyse', 'Neueste Statistiken'],
    changes: ['+2 seit 28. Mai 2026', '-6 seit 28. Mai 2026', '-1,25 seit 28. Mai 2026', 'neuester abgeschlossener Tag'],
  },
  nl: {
    first: {
      '': 'Aa is de bedreiging die analyses het waarschijnlijkst achten: 3,46 op de schaal van MONARC tot 4.',
      '?by=count': 'Aa is de bedreiging die het vaakst in een analyse voorkomt: gemiddeld 7,50 keer.',
      '?by=maxRisk': 'Aa is de bedreiging met het hoogste bijbehorende risico: gemiddeld 41,00.',
      '?show=vulnerabilities': 'Aa is de kwetsbaarheid met de hoogste kwalificatie: 3,46 op de schaal van MONARC tot 5.',
      '?show=vulnerabilities&by=count': 'Aa is de kwetsbaarheid die het vaakst in een analyse voorkomt: gemiddeld 7,50 keer.',
      '?show=vulnerabilities&by=maxRisk': 'Aa is de kwetsbaarheid met het hoogste bijbehorende risico: gemiddeld 41,00.',
    },
    since: 'Sinds 28 mei 2026:', rose: 'Aa steeg van de 7e naar de 1e plaats.', fell: 'Bb zakte van de 1e naar de 3e plaats.',
    unchanged: 'Sinds 28 mei 2026 hebben de eerste van de lijst hun plaats behouden.',
    figures: ['Organisaties', 'Risicoanalyses', 'Hoge risico’s per analyse', 'Nieuwste statistieken'],
    changes: ['+2 sinds 28 mei 2026', '-6 sinds 28 mei 2026', '-1,25 sinds 28 mei 2026', 'nieuwste dag die voorbij is'],
  },
};

/** What the page makes sentences of. */
export function sentenceTests(service, browser) {
  const address = path => new URL(path, service().address).href;

  for (const [language, sentences] of Object.entries(headlines))
    test(`What leads the list, what moved most among its first, and how the figures changed stand above it as one says it in ${language}`, async () => {
      const visitor = await browser().visitor({ language });
      let moves;
      for (const kind of ['threats', 'vulnerabilities'])
        await visitor.changed(`**/stats/ranking/${kind}.json*`, ranking => {
          ranking.before = '2026-05-28';
          for (const item of ranking.objects) Object.assign(item, { placeBefore: item.place, now: [3.456, 7.5, 41] });
          for (const [at, name, before] of moves) Object.assign(ranking.objects[at], { name, placeBefore: before });
        });
      await visitor.page.route('**/stats/summary.json*', route => route.fulfill({ json: {
        day: '2026-06-27', before: '2026-05-28', organisations: { now: 12, before: 10 }, analyses: { now: 1234, before: 1240 }, highRisks: { now: 7.25, before: 8.5 },
      } }));
      const told = async () => (await visitor.page.locator('#changed > *').allTextContents()).map(sentence => sentence.trim());

      for (const [path, first] of Object.entries(sentences.first)) {
        // Up to the first place, down from it, and one that moved by less than either.
        moves = [[0, 'Aa', 7], [2, 'Bb', 1], [3, 'Cc', 4]];
        await (await visitor.open(address(path))).shown();
        assert.deepEqual(await told(), [first, sentences.since, sentences.rose, sentences.fell]);
        await visitor.requireFitting();
      }
      await visitor.requireAccessible();
      assert.deepEqual(await visitor.page.locator('#strip dt').allTextContents(), sentences.figures);
      assert.deepEqual(await visitor.page.locator('#strip .note').allTextContents(), sentences.changes);

      moves = [[0, 'Aa', 1]];
      await (await visitor.open(address('?by=count'))).shown();
      assert.deepEqual(await told(), [sentences.first['?by=count'], sentences.unchanged]);
      await visitor.end();
    });
}
