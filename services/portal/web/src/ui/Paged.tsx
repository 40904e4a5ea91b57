import { keepPreviousData, useInfiniteQuery, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from './controls';

/** A page of a list as every service answers it. */
export interface PageOf<T> {
  items: T[];
  next?: string | null;
}

interface PagedOptions {
  refetchInterval?: number;
  enabled?: boolean;
  /** While another filter is read, what the one before found stays. */
  keep?: boolean;
  /** How long what was read is remembered once no page shows it. */
  gcTime?: number;
}

/** The first page fills the screen and is there soon; whoever reads on gets more at once. */
export const pageSize = (after: string | undefined) => (after === undefined ? 25 : 50);

/** Somebody who has read on that far looks at what is there: reading all of it again and again would only cost. */
const mostRefreshed = 4;

type ReadPage<T> = (after: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>;

const pages = <T,>(key: QueryKey, read: ReadPage<T>) => ({
  queryKey: key,
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) => read(pageParam, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: PageOf<T>) => last.next ?? undefined,
});

/** Asks for the first page of a list that is about to be shown. */
export const fetchAhead = <T,>(queries: QueryClient, key: QueryKey, read: ReadPage<T>) => void queries.prefetchInfiniteQuery(pages(key, read));

/** A list by keyset pages: what was read stays, "Show more" asks for the page behind. */
export function usePaged<T>(key: QueryKey, read: ReadPage<T>, { refetchInterval, enabled, keep, gcTime }: PagedOptions = {}) {
  const query = useInfiniteQuery({
    ...pages(key, read),
    enabled,
    gcTime,
    placeholderData: keep ? keepPreviousData : undefined,
    refetchInterval: refetchInterval && (({ state }: { state: { data?: { pages: unknown[] } } }) => ((state.data?.pages.length ?? 0) > mostRefreshed ? false : refetchInterval)),
  });
  return { ...query, items: query.data?.pages.flatMap((p) => p.items) };
}

/** What was typed, once the typing pauses. */
export function useSettled(value: string, milliseconds = 80) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

export function More({ query }: { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  if (!query.hasNextPage) return null;
  return (
    <div style={{ display: 'grid', placeItems: 'center', padding: 12 }}>
      <Button onPress={() => void query.fetchNextPage()} isDisabled={query.isFetchingNextPage}>
        {query.isFetchingNextPage ? 'Loading…' : 'Show more'}
      </Button>
    </div>
  );
}
