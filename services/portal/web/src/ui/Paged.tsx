import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
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

/** Somebody who has read on that far looks at what is there: reading all of it again and again would only cost. */
const mostRefreshed = 4;

/** A list by keyset pages: what was read stays, "Show more" asks for the page behind. */
export function usePaged<T>(key: QueryKey, read: (after: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>, { refetchInterval, enabled, keep, gcTime }: PagedOptions = {}) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: PageOf<T>) => last.next ?? undefined,
    enabled,
    gcTime,
    placeholderData: keep ? keepPreviousData : undefined,
    refetchInterval: refetchInterval && (({ state }) => ((state.data?.pages.length ?? 0) > mostRefreshed ? false : refetchInterval)),
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
