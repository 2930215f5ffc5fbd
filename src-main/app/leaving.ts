/** What is done before the program ends: a run that is saved nowhere is asked about, one that is on writes what it has. */
import { app, dialog, type BrowserWindow } from 'electron';
import type { WireFault } from '#core/errors.ts';
import type { Runs } from './runs.ts';

/** How long leaving may wait for the run to write what it has. */
const LEAVE_LIMIT_MS = 5000;

export function prepareToLeave(window: BrowserWindow, runs: Runs): void {
  let mayLose = false;
  let isAsking = false;
  /** Why the window may not go yet; null: it may. */
  const reasonToStay = (): WireFault | null => (mayLose ? null : (runs.state?.saveFault ?? null));

  window.on('close', (event) => {
    const fault = reasonToStay();
    if (fault === null) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void mayBeLost(window, fault, runs.running).then((answer) => {
      isAsking = false;
      mayLose = answer;
      if (answer && !window.isDestroyed()) window.close();
    });
  });

  app.on('before-quit', (event) => {
    if (!window.isDestroyed() && reasonToStay() !== null) {
      // Asks, before anything of the run is stopped.
      event.preventDefault();
      window.close();
    } else if (runs.running) {
      event.preventDefault();
      void runs.stop(LEAVE_LIMIT_MS).then(() => app.quit());
    }
  });
}

async function mayBeLost(window: BrowserWindow, fault: WireFault, running: boolean): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Joulemark',
    message: running ? 'The rounds so far are not saved.' : 'This run is not saved.',
    detail: `The history does not hold ${running ? 'them' : 'it'}: ${fault.message}. ${fault.remedy}`,
    buttons: ['Go back', 'Close and lose it'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
