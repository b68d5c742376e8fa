// Runs before the page is drawn: the visitor's own colours and language, without a flash of the others.
try {
  const theme = localStorage.getItem('theme');
  if (theme !== null) document.documentElement.dataset.theme = theme;

  const address = new URL(location.href);
  const language = address.searchParams.get('lang') ?? localStorage.getItem('lang');
  if (language !== null && !address.searchParams.has('lang') && language !== document.documentElement.lang) {
    address.searchParams.set('lang', language);
    location.replace(address);
  }
} catch {
  // Storage is switched off: the browser's settings decide.
}
