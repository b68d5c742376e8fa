import { text } from './texts.ts';

/** Whether it is in the clipboard now, which browsers give to secure pages only. */
export const copyText = async (content: string): Promise<boolean> => (await navigator.clipboard?.writeText(content).then(() => true, () => false)) ?? false;

/** Copies the page's address, which holds every choice, and gives what to say of it: the address bar holds the same link. */
export const copyLink = async (): Promise<string> => text((await copyText(location.href)) ? 'copied' : 'notCopied');
