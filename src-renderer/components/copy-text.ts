/**
 * Puts a text on the clipboard; false where the system refused. Not `navigator.clipboard`: the app grants its page no
 * permissions at all, and copying what is selected needs none.
 */
export function copyText(text: string): boolean {
  const carrier = document.createElement('textarea');
  carrier.value = text;
  carrier.setAttribute('readonly', '');
  carrier.className = 'unseen';
  // Inside a modal dialog, all that lies outside of it is inert.
  const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const focused = document.activeElement;
  top.append(carrier);
  carrier.select();
  const done = document.execCommand('copy');
  carrier.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
