import { updateLinks } from './shell.ts';

/** A choice's first value is its default; `accepts` adds values that can't be listed. */
export type Allowed<K extends string> = Record<K, { values: readonly string[]; accepts?: (value: string) => boolean }>;

/** How long a date stays unread after its last figure was typed, in milliseconds. */
const pause = 400;

/**
 * What the visitor chose, held in the address: a link to the page is a link to its choices, and the back button undoes one.
 * The controls of `form` named like a choice, and the tabs of a `data-choice`, show it and change it.
 */
export class Choices<K extends string> {
  readonly #allowed: Allowed<K>;
  readonly #form: HTMLFormElement;
  readonly #changed: () => void;
  #typing?: ReturnType<typeof setTimeout>;

  constructor(form: HTMLFormElement, allowed: Allowed<K>, changed: () => void) {
    this.#allowed = allowed;
    this.#form = form;
    this.#changed = changed;
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('change', event => {
      const control = event.target as HTMLInputElement | HTMLSelectElement;
      if (!(control.name in allowed)) return;
      const value = () => (control instanceof HTMLInputElement && control.type === 'checkbox' && !control.checked ? '' : control.value);
      const take = () => this.set({ [control.name]: value() } as Partial<Record<K, string>>);
      if (control.type !== 'date') return take();
      // Each figure that is typed makes another date, of the year 2 for one on the way to 2026: the last one counts.
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => control.validity.valid && take(), pause);
    });
    for (const list of form.querySelectorAll<HTMLElement>('[role=tablist]')) this.#bindTabs(list);
    addEventListener('popstate', () => this.#show());
    this.#showControls();
  }

  get(name: K): string {
    const { values, accepts } = this.#allowed[name];
    const value = new URLSearchParams(location.search).get(name);
    return value !== null && (values.includes(value) || accepts?.(value)) ? value : values[0]!;
  }

  set(chosen: Partial<Record<K, string>>) {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(chosen) as [K, string][])
      if (value === this.#allowed[name].values[0]) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    if (address.href === location.href) return;
    history.pushState(null, '', address);
    this.#show();
  }

  #show() {
    this.#showControls();
    updateLinks();
    this.#changed();
  }

  #showControls() {
    for (const name of Object.keys(this.#allowed) as K[]) {
      const value = this.get(name);
      for (const control of this.#form.querySelectorAll<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`))
        if (control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox')) control.checked = control.value === value;
        else if (control.type !== 'date') control.value = value;
      for (const tab of this.#form.querySelectorAll<HTMLButtonElement>(`[data-choice="${name}"] [role=tab]`)) {
        tab.setAttribute('aria-selected', String(tab.value === value));
        tab.tabIndex = tab.value === value ? 0 : -1;
        if (tab.value === value) document.getElementById(tab.getAttribute('aria-controls')!)?.setAttribute('aria-labelledby', tab.id);
      }
    }
  }

  #bindTabs(list: HTMLElement) {
    const tabs = [...list.querySelectorAll<HTMLButtonElement>('[role=tab]')];
    const choose = (tab: HTMLButtonElement) => this.set({ [list.dataset.choice!]: tab.value } as Partial<Record<K, string>>);
    for (const tab of tabs) tab.addEventListener('click', () => choose(tab));
    list.addEventListener('keydown', event => {
      const at = tabs.indexOf(event.target as HTMLButtonElement);
      const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      const tab = tabs.at(next % tabs.length)!;
      tab.focus();
      choose(tab);
    });
  }
}
