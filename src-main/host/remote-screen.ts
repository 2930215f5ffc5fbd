/** Whether a window of this process is shown on another machine. */

/**
 * From what the session tells its programs: Windows names a remote desktop's session `RDP-…`, xrdp sets its own
 * variable, and X11 through ssh has a display of `localhost`. Other ways (VNC, screen sharing) are not seen.
 */
export function isRemoteScreen(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['SESSIONNAME']?.startsWith('RDP-')) return true;
  if (env['XRDP_SESSION']) return true;
  return Boolean(env['SSH_CONNECTION']) && /^localhost:/.test(env['DISPLAY'] ?? '');
}
