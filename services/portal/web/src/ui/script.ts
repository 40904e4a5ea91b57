/**
 * A part of a page whose script is large and comes apart from it. Once it is at hand it is drawn at once; React's own `lazy` would
 * show its fallback for 300 ms even then.
 */
export const scriptQuery = <Module,>(name: string, load: () => Promise<Module>) => ({ queryKey: ['script', name], queryFn: load, staleTime: Infinity, gcTime: Infinity });
