/** The menu: files, the pages with a key each, what the platform expects, and zoom, which some people cannot do without. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { Fault } from '#core/errors.ts';
import { PAGE_TITLES, type PageId } from '#core/page-titles.ts';
import { recentFiles, type RecentFile } from './recent-files.ts';
import type { SettingsFile } from './settings.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly goTo: (page: PageId) => void;
  /** Asks for a file and opens it. */
  readonly openFile: () => void;
  readonly openRecent: (path: string) => void;
  readonly recent: readonly RecentFile[];
}

/** Makes it, and makes it anew when other files are the recent ones. */
export function keepMenu(settings: SettingsFile, options: Omit<MenuOptions, 'recent'>): void {
  let shown: string | null = null;
  const update = (): void => {
    const recent = recentOf(settings);
    const now = JSON.stringify(recent);
    if (now === shown) return;
    shown = now;
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ ...options, recent })));
  };
  settings.onChange(update);
  update();
}

/** None where the settings cannot be read: the page complains of that. */
function recentOf(settings: SettingsFile): RecentFile[] {
  try {
    return recentFiles(settings.read());
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}

export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { platform, packaged, goTo } = options;
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
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: fileItems(options) },
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

function fileItems({ platform, openFile, openRecent, recent }: MenuOptions): MenuItemConstructorOptions[] {
  return [
    { label: 'Open…', accelerator: 'CmdOrCtrl+O', click: openFile },
    {
      label: 'Open recent',
      enabled: recent.length > 0,
      submenu: recent.map(({ name, path }) => ({
        // A single one would mark the letter after it as the item's key.
        label: name.replaceAll('&', '&&'),
        click: () => openRecent(path),
      })),
    },
    { type: 'separator' },
    platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
  ];
}
