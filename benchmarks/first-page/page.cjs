/** In the page, before its own scripts: tells when each of these is there, can be used, and has been painted. */
const { ipcRenderer } = require('electron');

const LOOKED_FOR = {
  /** The page that the navigation says is open; of the empty window, its button. */
  page: 'nav a[aria-current="page"], body > button',
  /** The first page's main button. */
  button: 'button.primary:enabled',
};
const missing = new Map(Object.entries(LOOKED_FOR));

function look() {
  for (const [name, selector] of missing) {
    if (document.querySelector(selector)?.checkVisibility() !== true) continue;
    missing.delete(name);
    // The frame after the one that draws it begins when that one is done.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        ipcRenderer.send('first-page', name, performance.timeOrigin + performance.now());
      }),
    );
  }
  if (missing.size === 0) watcher.disconnect();
}

const watcher = new MutationObserver(look);
watcher.observe(document, { childList: true, subtree: true, attributes: true });
