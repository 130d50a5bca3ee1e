/** Whether a host as `URL.hostname` writes it is this machine: `localhost`, 127.0.0.0/8 or ::1 (RFC 8252 §7.3). */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
