/** Whether what an address tells can be believed: nobody stands between who could write it. */

/** https, or http within this machine; `from`: who sent us there. */
export function isSecure(url: URL, from: URL = url): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url) && isLoopback(from));
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
