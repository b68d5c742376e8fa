import { read } from './service.ts';
import { hide, showFailure, showLoading } from './state.ts';
import { longDate, number, text } from './texts.ts';

interface Figures {
  version: string;
  runtime: string;
  contributors: number;
  stats: number;
  newest: string | null;
  contact: string;
}

const state = document.getElementById('state')!;

async function show() {
  showLoading(state);
  try {
    const figures = await read<Figures>('about/figures.json');
    const facts: Record<string, string> = {
      version: figures.version,
      runtime: figures.runtime,
      contributors: number(figures.contributors),
      stats: number(figures.stats),
      newest: figures.newest === null ? text('empty') : longDate(figures.newest),
      contact: figures.contact || text('noContact'),
    };
    for (const [name, value] of Object.entries(facts)) document.querySelector(`[data-fact=${name}]`)!.textContent = value;
    hide(state);
    document.getElementById('facts')!.hidden = false;
  } catch (failure) {
    showFailure(state, failure, show);
  }
}

show();
