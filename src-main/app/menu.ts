/** The menu: the pages with a key each, what the platform expects, and zoom, which some people cannot do without. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { PAGE_TITLES, type PageId } from '#core/page-titles.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly goTo: (page: PageId) => void;
}

export function installMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
}

export function menuTemplate({ platform, packaged, goTo }: MenuOptions): MenuItemConstructorOptions[] {
  const pages = PAGE_TITLES.map(({ id, title }, index): MenuItemConstructorOptions => ({
    label: title,
    accelerator: `CmdOrCtrl+${index + 1}`,
    click: () => goTo(id),
  }));
  const view: MenuItemConstructorOptions[] = [
    ...pages,
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  if (!packaged) view.push({ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' });
  const isMac = platform === 'darwin';
  return [
    isMac ? { role: 'appMenu' } : { label: '&File', submenu: [{ role: 'quit' }] },
    { role: 'editMenu' },
    { label: '&View', submenu: view },
    ...(isMac ? [{ role: 'windowMenu' } as const] : []),
    {
      role: 'help',
      label: '&Help',
      submenu: [
        { label: 'How the numbers are made', click: () => goTo('method') },
        { label: 'Models and licences', click: () => goTo('models') },
      ],
    },
  ];
}
