/** Hands the page that runs models the one port that main gives it. It can reach nothing else. */
import { ipcRenderer } from 'electron';

ipcRenderer.once('joulemark-port', (event) => {
  window.postMessage('joulemark-port', window.location.origin, event.ports);
});
