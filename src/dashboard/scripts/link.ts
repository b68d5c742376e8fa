import { text } from './texts.ts';

/** Copies the page's address, which holds every choice, and gives what to say of it. */
export async function copyLink(): Promise<string> {
  // Browsers give the clipboard to secure pages only; the address bar holds the same link.
  const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
  return text(copied ? 'copied' : 'notCopied');
}
