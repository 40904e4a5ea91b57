import { ownHeader } from './client';
import { ApiProblem } from './problem';

/** Takes a file of a service to the user's disk; what it can't give is thrown as every other problem. */
export async function download(service: string, path: string, name: string) {
  const response = await fetch(`/api/${service}${path}`, { headers: ownHeader });
  if (!response.ok) throw await ApiProblem.of(response);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
