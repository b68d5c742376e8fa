/** Makes a group one stop for Tab, in which the arrow keys go from one control to the next. */
export function roving(group: HTMLElement, selector: string) {
  const controls = () => [...group.querySelectorAll<HTMLElement>(selector)].filter(control => !control.closest('[hidden]'));
  const only = (chosen: HTMLElement | undefined) => controls().forEach(control => {
    const index = control === chosen ? 0 : -1;
    // Hundreds of controls that stay as they are cost nothing.
    if (control.tabIndex !== index) control.tabIndex = index;
  });
  const refresh = () => {
    const all = controls();
    only(all.find(control => control.tabIndex === 0 && control === document.activeElement) ?? all[0]);
  };
  group.addEventListener('focusin', event => {
    const control = (event.target as HTMLElement).closest<HTMLElement>(selector);
    if (control !== null && group.contains(control)) only(control);
  });
  group.addEventListener('keydown', event => {
    const all = controls();
    const at = all.indexOf(event.target as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    all.at(to % all.length)!.focus();
  });
  refresh();
  return refresh;
}
