import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { Button } from './controls';

/** A page of a list as every service answers it. */
export interface PageOf<T> {
  items: T[];
  next?: string | null;
}

/** A list by keyset pages: what was read stays, "Show more" asks for the page behind. */
export function usePaged<T>(key: QueryKey, read: (after: string | undefined) => Promise<PageOf<T>>, options?: { refetchInterval?: number; enabled?: boolean; gcTime?: number }) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: PageOf<T>) => last.next ?? undefined,
    ...options,
  });
  return { ...query, items: query.data?.pages.flatMap((p) => p.items) };
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
