/** Takes from every page what ours does not need: navigation, windows, permissions, the network. */
import { app, type Session } from 'electron';
import { mayLoad } from './may-load.ts';

/** Applies to each page that will ever be made, DevTools included. Call before the first window. */
export function lockPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** `devServer`: origin of the development server whose page is shown instead of ours, or null. */
export function lockSession(session: Session, devServer: string | null): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !mayLoad(details.url, devServer) });
  });
}
