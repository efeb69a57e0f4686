/** Whether something is an https URL without user and fragment, and so may be asked. */
export function isHttps(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && !address.includes('#');
}
